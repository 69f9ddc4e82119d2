import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HttpMethod } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { ApiError } from '../../scripts/lib/e2e/api.ts'
import type { ControlPlane } from '../../scripts/lib/e2e/control-plane.ts'
import { apply } from '../../scripts/lib/e2e/objects.ts'
import { type Processes, startProcesses } from '../../scripts/lib/e2e/processes.ts'
import { startSeededApiServer } from '../../scripts/lib/e2e/seed.ts'
import type { KubeObject } from '../../scripts/lib/engine.ts'
import { schemaLocation } from '../../scripts/lib/schemas/location.ts'
import { home, toolPath } from '../../scripts/lib/tools.ts'
import { serving } from '../policy/law.ts'

/** An object that the API server and the schemas judge differently, and why that is known. */
type Disagreement = { object: string; refusedBy: 'server' | 'schemas'; says: string; why: string }

const folder = join(home, 'tests/fixtures')
/** Fixtures that are objects as they reach a cluster; the others are sources that kustomize reads. */
const files = ['schemas', 'policies'].flatMap(kind =>
  readdirSync(join(folder, kind), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.yaml'))
    .map(file => `${kind}/${file}`)
    .sort(),
)
const name = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.name}`

/** What kubeconform says of each object, with the committed schemas and as `pnpm render` asks it: nothing when it is valid. */
const schemasSay = async (file: string): Promise<Map<string, string>> => {
  const args = ['-strict', '-verbose', '-output', 'json', '-schema-location', schemaLocation, join(folder, file)]
  const program = await toolPath('kubeconform')
  const json = await new Promise<string>(resolve => execFile(program, args, { maxBuffer: 2 ** 26, env: {} }, (_, out) => resolve(out)))
  const { resources } = JSON.parse(json) as { resources: { kind: string; name: string; status: string; msg: string }[] }
  return new Map(resources.map(one => [`${one.kind} ${one.name}`, one.status === 'statusValid' ? '' : one.msg || one.status]))
}

describe('The API server and the schemas of pnpm render', () => {
  let processes: Processes
  let plane: ControlPlane

  const spaces = new Set<string>()
  /** A namespace with the accounts that pods of the fixtures name. */
  const makeSpace = async (namespace: string): Promise<void> => {
    if (spaces.has(namespace)) return
    await apply(plane.api, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
    for (const name of ['default', 'app'])
      await apply(plane.api, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } })
    spaces.add(namespace)
  }

  /** What the server says to an object that is created from its text, strict about unknown and repeated fields; it stores nothing. */
  const serverSays = async (object: KubeObject, text: string): Promise<string> => {
    try {
      const namespace = object.metadata.namespace ?? 'default'
      await makeSpace(namespace)
      const path = await plane.api.path(object.apiVersion, object.kind, namespace)
      await plane.api.request(HttpMethod.POST, path, {
        query: { dryRun: 'All', fieldValidation: 'Strict' },
        body: text,
        type: 'application/yaml',
      })
      return ''
    } catch (error) {
      if (error instanceof ApiError) return error.message
      throw error
    }
  }

  beforeAll(async () => {
    processes = await startProcesses(join(inject('run'), 'verdicts'))
    plane = await startSeededApiServer(processes, inject('run'))
    await apply(plane.api, serving)
  })
  afterAll(() => processes?.stop())

  test('accept and refuse the same objects, but for those that a list explains', async ({ task }) => {
    const known = parse(readFileSync(join(home, 'tests/e2e/disagreements.yaml'), 'utf8')) as Disagreement[]
    const found: Omit<Disagreement, 'why'>[] = []
    const counts = { accepted: 0, refused: 0 }
    for (const file of files) {
      const schemas = await schemasSay(file)
      const text = readFileSync(join(folder, file), 'utf8')
      for (const document of parseAllDocuments(text)) {
        const object = document.toJS() as KubeObject
        const [server, offline] = [await serverSays(object, text.slice(...document.range.slice(0, 2))), schemas.get(name(object))]
        expect(offline, `${file}: kubeconform is silent about ${name(object)}`).toBeDefined()
        counts[server === '' ? 'accepted' : 'refused']++
        if ((server === '') === (offline === '')) continue
        found.push({ object: `${file}: ${name(object)}`, refusedBy: server === '' ? 'schemas' : 'server', says: server || `${offline}` })
      }
    }
    // The words of the list are part of what is said, not all of it.
    const listed = known.map(({ object, refusedBy, says }) => ({ object, refusedBy, says: expect.stringContaining(says) }))
    expect(found).toEqual(listed)
    for (const { object, why } of known) expect(why.length, object).toBeGreaterThan(20)
    expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(10)
    task.meta.objects = counts.accepted + counts.refused
  })
})
