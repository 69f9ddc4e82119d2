import { expect, test } from 'vitest'
import { heldOut, ofChart } from '../../../scripts/lib/e2e/held-out.ts'
import { find, type Live } from '../../../scripts/lib/e2e/objects.ts'
import { type Place, settled } from './place.ts'

type Resource = { group?: string; version: string; kind: string; namespace?: string; name: string }
const wave = ({ metadata }: Live): number => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0)
const created = ({ metadata }: Live): number => Date.parse(`${metadata.creationTimestamp}`)
const id = ({ kind, metadata }: Live): string => `${kind} ${metadata.name}`

/** Which of an Application's objects came before one of a lower wave, to the second that the API server keeps. */
const early = (objects: Live[]): string[] =>
  objects.flatMap(object => {
    const before = objects.filter(other => wave(other) < wave(object) && created(other) > created(object))
    return before.map(other => `${id(object)} (wave ${wave(object)}) came before ${id(other)} (wave ${wave(other)})`)
  })

export const sync = (place: () => Place): void => {
  test('the Applications held out are those of charts and those that a person starts, as the list says', () => {
    const { registered } = place()
    const manual = registered.filter(({ kind, spec }) => kind === 'Application' && !(spec as Live).syncPolicy?.automated)
    const names = [...registered.filter(ofChart), ...manual].map(({ metadata }) => metadata.name)
    expect(names.filter(name => !heldOut().has(name))).toEqual([])
    const rendered = new Set(registered.map(({ metadata }) => metadata.name))
    const listed = [...heldOut().keys()].filter(name => rendered.has(name))
    expect(listed.sort()).toEqual(names.sort())
  })

  test('root alone brings every Application of this repository to Synced and Healthy', async ({ task }) => {
    await place().argoCd.start('root')
    task.meta.objects = await settled(place())
  })

  test('waves hold: no object was made before one of a lower wave, nor before its namespace', async () => {
    const { run, argoCd, applications } = place()
    const since = created(await argoCd.application('root'))
    let waves = 0
    for (const { metadata, status } of await applications()) {
      const refs = (status.resources ?? []) as Resource[]
      const objects = await Promise.all(
        refs.map(({ group, version, kind, namespace, name }) =>
          find(run.api, {
            apiVersion: group ? `${group}/${version}` : version,
            kind,
            metadata: { name, ...(namespace !== undefined && { namespace }) },
          }),
        ),
      )
      // What day 0 applied was there before `root` was.
      const there = objects.filter(
        (object): object is Live => object !== undefined && object.metadata.name !== 'root' && created(object) >= since,
      )
      expect(early(there), metadata.name).toEqual([])
      waves += new Set(there.map(wave)).size - 1
    }
    expect(waves, 'no Application has two waves').toBeGreaterThan(0)
  })
}
