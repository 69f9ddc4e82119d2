import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { HttpMethod } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { ApiError } from '../../scripts/lib/e2e/api.ts'
import type { ControlPlane } from '../../scripts/lib/e2e/control-plane.ts'
import { eventually } from '../../scripts/lib/e2e/eventually.ts'
import { moduleFolder } from '../../scripts/lib/e2e/module-folder.ts'
import { apply } from '../../scripts/lib/e2e/objects.ts'
import { type Processes, startProcesses } from '../../scripts/lib/e2e/processes.ts'
import { startSeededApiServer } from '../../scripts/lib/e2e/seed.ts'
import type { KubeObject } from '../../scripts/lib/engine.ts'
import { askJudge } from '../../scripts/lib/policy/judge-process.ts'
import { toolPath } from '../../scripts/lib/tools.ts'
import { documents, fixtures, judged, laws, ours, serving, waiving } from '../policy/law.ts'

const namespace = (name: string, labels: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
})
const account = (space: string, name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace: space },
})
const enforced = 'pod-security.kubernetes.io'

describe('The API server and tools/judge', () => {
  let processes: Processes
  let plane: ControlPlane
  let law: KubeObject[]

  /** What the server says to an object that is created: `refused` or `warned` with its words, nothing when it is fine. It stores nothing. */
  const verdict = async (object: KubeObject): Promise<string> => {
    try {
      const path = await plane.api.path(object.apiVersion, object.kind, object.metadata.namespace)
      const { warnings } = await plane.api.request(HttpMethod.POST, path, { query: { dryRun: 'All' }, body: object })
      return warnings.map(warning => `warned ${warning}`).join('\n')
    } catch (error) {
      if (error instanceof ApiError) return `refused ${error.message}`
      throw error
    }
  }

  beforeAll(async () => {
    processes = await startProcesses(join(inject('run'), 'policies'))
    plane = await startSeededApiServer(processes, inject('run'))
    law = waiving((await laws('prod')).prod, [])
    const spaces = [ours, namespace('default')]
    for (const object of [...spaces, serving, account('ours', 'default'), account('ours', 'app'), account('default', 'app')])
      await apply(plane.api, object)
    // The ConfigMap first: without it everything is denied.
    for (const object of law.filter(({ kind }) => kind === 'Namespace' || kind === 'ConfigMap')) await apply(plane.api, object)
    for (const object of law.filter(({ kind }) => kind.startsWith('ValidatingAdmissionPolicy'))) await apply(plane.api, object)
    // A policy is in force a moment after it is stored; the last ones are the last.
    const failing = fixtures.filter(({ file }) => file === 'fail.yaml')
    for (const { policy, object } of failing) await eventually(async () => expect(await verdict(object)).toContain(`'${policy}'`))
  })
  afterAll(() => processes?.stop())

  test(`say the same of ${fixtures.length} objects, word for word`, async ({ task }) => {
    const [said = []] = await judged([{ law, subjects: fixtures.map(({ object }) => object) }])
    for (const [index, { policy, file, object }] of fixtures.entries()) {
      const answer = await verdict(object)
      const expected = (said[index] ?? []).map(({ actions, message }) => [actions?.includes('Deny') ? 'refused' : 'warned', message])
      const label = `${policy}/${file} ${object.kind} ${object.metadata.name}`
      if (expected.length === 0) expect(answer, label).toBe('')
      for (const [how, message] of expected) {
        expect(answer, label).toMatch(new RegExp(`^${how} `))
        expect(answer.replaceAll('\\"', '"'), label).toContain(message)
      }
    }
    task.meta.objects = fixtures.length
  })

  test.each([
    ['baseline', 15, 34],
    ['restricted', 23, 76],
  ] as const)("agree on Kubernetes' own pods for %s: %i pass, %i fail", async (level, pass, fail) => {
    const space = namespace(level, { [`${enforced}/enforce`]: level, [`${enforced}/enforce-version`]: 'v1.35' })
    await apply(plane.api, space)
    await apply(plane.api, account(level, 'default'))
    const folder = join(await moduleFolder('kubernetes', 'k8s.io/pod-security-admission'), 'test/testdata', level, 'v1.35')
    // Some of their names are no names of pods.
    const named = (pod: KubeObject, file: string): KubeObject => ({
      ...pod,
      metadata: { ...pod.metadata, name: file.replaceAll('_', '-'), namespace: level },
    })
    const pods = ['pass', 'fail'].flatMap(kind =>
      readdirSync(join(folder, kind)).flatMap(file =>
        documents(join(folder, kind, file)).map(pod => ({ kind, file, pod: named(pod, file) })),
      ),
    )
    const [said = []] = await askJudge(await toolPath('judge'), [{ objects: [space, ...pods.map(({ pod }) => pod)] }])
    const counts = { pass: 0, fail: 0 }
    for (const [index, { kind, file, pod }] of pods.entries()) {
      const refusals = said.filter(({ object }) => object === index + 1)
      const answer = await verdict(pod)
      expect([file, answer.startsWith('refused') ? 'fail' : 'pass', refusals.length === 0 ? 'pass' : 'fail']).toEqual([file, kind, kind])
      // A few are no valid pods at all. The server copies annotations into fields before it judges, so details differ.
      if (answer.includes('violates PodSecurity'))
        for (const { message } of refusals) expect(answer, file).toContain(message.split(' (')[0])
      counts[answer.startsWith('refused') ? 'fail' : 'pass']++
    }
    expect(counts).toEqual({ pass, fail })
  })

  test('honour a waiver in the ConfigMap', async () => {
    const waived =
      fixtures.filter(({ policy, file }) => policy === 'image-tag' && file === 'fail.yaml').map(({ object }) => object)[0] ?? ours
    const { kind, metadata } = waived
    const key = `image-tag.${metadata.namespace}.${kind}.${metadata.name}`
    for (const object of waiving(law, [key])) if (object.kind === 'ConfigMap') await apply(plane.api, object)
    await eventually(async () => expect(await verdict(waived)).toBe(''))
  })
})
