import { expect } from 'vitest'
import { namespace } from '../../../scripts/lib/e2e/argo-processes.ts'
import type { Edits } from '../../../scripts/lib/e2e/git-repo.ts'
import { find, type Live } from '../../../scripts/lib/e2e/objects.ts'
import type { Place } from './place.ts'

/** A change that an outage was made of: what is committed, what `pnpm diff` says of it, and how to see that Argo CD has met it. */
export type Outage = {
  title: string
  edits: (place: Place) => Edits
  /** The danger rule that fires; none where the unit can't be built, which ends `pnpm diff` with 2. */
  rule?: string
  met: (place: Place, commit: string) => Promise<void>
}

const said = ({ status }: Live): string =>
  [...(status?.conditions ?? []), status?.operationState].map((one: { message?: string } | undefined) => one?.message).join('\n')
const says = async ({ env, argoCd }: Place, app: string, words: string): Promise<void> =>
  expect(said(await argoCd.application(`${app}-${env}`))).toContain(words)
const set = ({ run }: Place, name: string): Promise<Live | undefined> =>
  find(run.api, { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet', metadata: { name, namespace } })

/** An edit that must find what it replaces. */
const replace =
  (old: string, by: string) =>
  (text: string): string => {
    expect(text).toContain(old)
    return text.replace(old, by)
  }
const kfm = 'argo/base/applicationset-kfm.yaml'

export const outages: Outage[] = [
  {
    title: "an app's folder is removed",
    edits: ({ env, files }) => Object.fromEntries(files(`overlays/${env}/formdb-http-api`).map(file => [file, undefined])),
    rule: 'D01',
    met: place => says(place, 'formdb-http-api', 'app path does not exist'),
  },
  {
    title: 'an ApplicationSet is renamed',
    edits: () => ({ [kfm]: replace('\n  name: kfm\n', '\n  name: kfm-system\n') }),
    rule: 'D03',
    met: async place => {
      expect(await set(place, 'kfm')).toBeUndefined()
      const { metadata, status } = await place.argoCd.application(`kfm-vector-${place.env}`)
      expect(metadata.ownerReferences).toContainEqual(expect.objectContaining({ name: 'kfm-system' }))
      expect([status?.sync?.status, status?.health?.status]).toEqual(['Synced', 'Healthy'])
    },
  },
  {
    title: 'an overlay folder holds nothing',
    edits: ({ env, files }) => ({
      ...Object.fromEntries(files(`overlays/${env}/engram`).map(file => [file, undefined])),
      [`overlays/${env}/engram/README.md`]: 'Nothing.\n',
    }),
    met: place => says(place, 'engram', 'auto-sync will wipe out all resources'),
  },
  {
    title: 'a kustomization is broken',
    edits: ({ env }) => ({ [`overlays/${env}/bijux-atlas/kustomization.yaml`]: replace('resources:\n', 'resources:\n  - nowhere.yaml\n') }),
    met: place => says(place, 'bijux-atlas', 'nowhere.yaml'),
  },
  {
    title: 'two Applications have one name',
    edits: ({ env }) => ({ [kfm]: text => text.replace(/( *)- path: .*\n/, `$&$1- path: overlays/${env}/engram\n`) }),
    rule: 'D02',
    met: async place => {
      const conditions = (await set(place, 'kfm'))?.status?.conditions ?? []
      expect(conditions).toContainEqual(expect.objectContaining({ type: 'ErrorOccurred', status: 'True' }))
    },
  },
  {
    title: 'a namespace is removed',
    edits: () => ({ 'apps/kfm-vector/kustomization.yaml': replace('  - namespace.yaml\n', '') }),
    rule: 'D08',
    met: async (place, commit) => {
      const { status } = await place.argoCd.application(`kfm-vector-${place.env}`)
      expect([status?.sync?.revision, status?.operationState?.syncResult?.revision]).toEqual([commit, commit])
      const left = status.resources.filter(({ kind }: { kind: string }) => kind === 'Namespace')
      expect(left).toContainEqual(expect.objectContaining({ requiresPruning: true }))
    },
  },
]
