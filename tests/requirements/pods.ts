import { expect } from 'vitest'
import { locate } from './path.ts'
import type { See } from './see.ts'
import type { Seen } from './seen.ts'

const kinds = ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Rollout', 'StatefulSet']
const template = 'spec.template.spec'

/** Every pod template of a unit: the object, and the path to the pod. There is at least one. */
export const pods = (see: See, unit: string): [Seen, string][] => {
  const found = kinds.flatMap(kind =>
    see.all(unit, kind).map((one): [Seen, string] => [one, kind === 'CronJob' ? `spec.jobTemplate.${template}` : template]),
  )
  expect(found, `${unit}: pods`).not.toEqual([])
  return found
}

/** Every container of a unit's pods, init containers included: the object, and the path to the container. */
export const containers = (see: See, unit: string): [Seen, string][] =>
  pods(see, unit).flatMap(([one, pod]) => {
    const main = one.some<unknown[]>(`${pod}.containers`).map((_, at): [Seen, string] => [one, `${pod}.containers[${at}]`])
    const before = (locate(one.whole, `${pod}.initContainers`).found ?? []) as unknown[]
    return [...main, ...before.map((_, at): [Seen, string] => [one, `${pod}.initContainers[${at}]`])]
  })

type Container = { ports?: { name?: string; containerPort: number }[] }

/** The number behind a port of a workload's pods, given by number or name. Exactly one port entry has it, so that patches keep its name. */
export const portNumber = (workload: Seen, port: string | number): number => {
  const ports = workload.some<Container[]>(`${template}.containers`).flatMap(container => container.ports ?? [])
  const found = ports.filter(one => one.name === port || one.containerPort === port)
  expect(found, `${workload.id}: port ${port}`).toHaveLength(1)
  return found[0]?.containerPort as number
}
