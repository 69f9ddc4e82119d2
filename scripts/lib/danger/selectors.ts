import { isDeepStrictEqual } from 'node:util'
import { readKustomization } from '../sources/kustomization.ts'
import { fieldOf, itemsOf, startOf } from '../sources/parse.ts'
import { type Change, kustomizationsChanged, type Sources, stays } from './change.ts'
import { selecting } from './immutable-fields.ts'
import { family, type Said } from './rule.ts'
import { differs, named, of } from './say.ts'

const workloads = (change: Change): Said<'D12'>[] =>
  stays(change)
    .filter(both => selecting.has(both.head.kind) && differs(both, 'spec', 'selector').length > 0)
    .map(({ head }) => of('D12', head, ['spec', 'selector'], `${named(head)}: its selector is another`))

/** The labels of a kustomization that reach selectors, and where they stand. */
const labelsIn = ({ read }: Sources, file: string): { value: unknown; line: number | undefined } => {
  const found = readKustomization(read, file)
  const common = fieldOf(found?.root, 'commonLabels')
  const included = itemsOf(fieldOf(found?.root, 'labels')).filter(one => String(fieldOf(one, 'includeSelectors')) === 'true')
  const nodes = [...(common ? [common] : []), ...included.flatMap(one => fieldOf(one, 'pairs') ?? [])]
  const value = nodes.map(node =>
    found && 'toJS' in node ? (node as { toJS: (d: unknown) => unknown }).toJS(found.source.documents[0]) : node,
  )
  const [first] = nodes
  return { value, line: found && first ? found.source.at(startOf(first)).line : undefined }
}

const sources = (change: Change): Said<'D12'>[] =>
  kustomizationsChanged(change)
    .filter(path => change.base.read(path) !== undefined && change.head.read(path) !== undefined)
    .flatMap((file): Said<'D12'>[] => {
      const { base, head } = change
      const [old, next] = [labelsIn(base, file), labelsIn(head, file)]
      if (isDeepStrictEqual(old.value, next.value)) return []
      return [{ code: 'D12', file, problem: `${file}${next.line ? `:${next.line}` : ''}: labels that reach selectors changed` }]
    })

export const selectors = family(
  {
    D12: {
      name: 'selector-changed',
      severity: 'blocks',
      signal:
        'spec.selector of a Deployment, DaemonSet, ReplicaSet or Rollout changed; commonLabels or labels with includeSelectors edited in a kustomization',
      why: 'the API server refuses another selector ("field is immutable"), and the sync of the whole unit fails',
      fix: 'use labels with includeSelectors: false; where the selector must change, make a workload under another name beside the old one',
      more: 'kustomize#1009, #3718; kubeflow/manifests#1131',
    },
  },
  change => [...workloads(change), ...sources(change)],
)
