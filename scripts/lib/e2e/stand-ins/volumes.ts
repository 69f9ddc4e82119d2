import { apply, find, get } from '../objects.ts'
import { type Watcher, watch } from '../watch.ts'

/** Kubernetes' volume controller puts this on a claim that waits for an outside driver, and not before a pod that must come first. */
const asked = 'volume.kubernetes.io/storage-provisioner'

/**
 * Stand-in for a storage driver: makes the volume that a claim waits for, with the claim's size and modes; Kubernetes itself binds
 * them. No bytes are kept anywhere, and volumes stay when claims go, as under `reclaimPolicy: Retain`. Returns what stops it.
 */
export const provisionVolumes = (watcher: Watcher): (() => void) =>
  watch(watcher, 'v1', 'PersistentVolumeClaim', async ({ metadata, spec, status }) => {
    const driver = metadata.annotations?.[asked]
    if (driver === undefined || status?.phase !== 'Pending') return
    const name = `pvc-${metadata.uid}`
    const volume = { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name } }
    if (await find(watcher.api, volume)) return
    const storageClass = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: spec.storageClassName } }
    const { mountOptions } = await get(watcher.api, storageClass)
    await apply(watcher.api, {
      ...volume,
      metadata: { name, annotations: { 'pv.kubernetes.io/provisioned-by': driver } },
      spec: {
        accessModes: spec.accessModes,
        capacity: { storage: spec.resources.requests.storage },
        claimRef: {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          name: metadata.name,
          namespace: metadata.namespace,
          uid: metadata.uid,
        },
        csi: { driver, volumeHandle: name },
        ...(mountOptions && { mountOptions }),
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: spec.storageClassName,
        volumeMode: spec.volumeMode,
      },
    })
  })
