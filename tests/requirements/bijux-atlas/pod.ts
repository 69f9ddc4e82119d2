import { expect } from 'vitest'
import { locate } from '../path.ts'
import { containers, pods } from '../pods.ts'
import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'

/** What a container says of its own privileges: none, and nothing that the pod's settings forbid. */
export const unprivileged = (one: Seen, path: string): void => {
  const context = `${path}.securityContext`
  expect(one.get(`${context}.readOnlyRootFilesystem`)).toBe(true)
  expect(one.get(`${context}.allowPrivilegeEscalation`)).toBe(false)
  expect(one.get(`${context}.capabilities`)).toEqual({ drop: ['ALL'] })
  expect(one.maybe(`${context}.runAsNonRoot`) ?? true).toBe(true)
  for (const field of ['privileged', 'runAsUser', 'runAsGroup']) one.none(`${context}.${field}`)
}

/** The image's user, 65532, which no container changes. */
export const nonRoot = (see: See, unit: string): void => {
  for (const [one, path] of pods(see, unit)) {
    expect(one.get(`${path}.securityContext.runAsNonRoot`)).toBe(true)
    for (const field of ['runAsUser', 'runAsGroup', 'fsGroup']) expect(one.get(`${path}.securityContext.${field}`)).toBe(65532)
  }
  for (const [one, path] of containers(see, unit)) {
    expect(one.maybe(`${path}.securityContext.runAsNonRoot`) ?? true).toBe(true)
    for (const field of ['runAsUser', 'runAsGroup']) one.none(`${path}.securityContext.${field}`)
  }
}

type Mount = { readOnly?: boolean }

/** What is written to is `/cache` or `/tmp`, an emptyDir each; everything else is mounted read-only. Returns the paths written to. */
export const writable = (one: Seen, path: string): string[] => {
  const pod = path.replace(/\.(initC|c)ontainers\[.*$/, '')
  return one.some<Mount[]>(`${path}.volumeMounts`).flatMap((mount, at) => {
    if (mount.readOnly === true) {
      expect(one.get(`${path}.volumeMounts[${at}].readOnly`)).toBe(true)
      return []
    }
    const where = one.get<string>(`${path}.volumeMounts[${at}].mountPath`)
    expect(['/cache', '/tmp']).toContain(where)
    one.some(`${pod}.volumes[name=${one.get(`${path}.volumeMounts[${at}].name`)}].emptyDir`)
    return [where]
  })
}

type Volume = { name: string; emptyDir?: object }

/** Every emptyDir of a pod is bounded. */
export const bounded = (one: Seen, pod: string): void => {
  const volumes = one.some<Volume[]>(`${pod}.volumes`).filter(volume => volume.emptyDir !== undefined)
  expect(volumes).not.toEqual([])
  for (const { name } of volumes) expect(one.get(`${pod}.volumes[name=${name}].emptyDir.sizeLimit`)).toMatch(/^[1-9]\d*[MG]i$/)
}

/** The names of a list of environment variables; the check asserts them. */
export const variables = (one: Seen, path: string): string[] =>
  one.some<{ name: string }[]>(`${path}.env`).map((_, at) => one.get<string>(`${path}.env[${at}].name`))

export const has = (one: Seen, path: string): boolean => locate(one.whole, path).found !== undefined
