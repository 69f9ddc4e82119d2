/** A field that takes a path: the kustomization (or the file it names) that holds a value there, and where the value then stands. */
export type Field = { name: string; files: (value: string) => Record<string, string>; at: string; kind: Kind }

/** What kustomize does with the value: some values mean a folder or a repository only where those are taken. */
export type Kind = 'folder' | 'file' | 'source' | 'plugin' | 'inside'

const head = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'
const plain = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n'

/** A field of the kustomization itself; its text begins in line 3, after a good resource has none to interfere with. */
const own = (name: string, kind: Kind, before: string, at: string): Field => ({
  name,
  kind,
  at: `kustomization.yaml:${at}`,
  files: value => ({
    'kustomization.yaml': `${head}${before}${JSON.stringify(value)}\n${name === 'resources' ? '' : 'resources: [web.yaml]\n'}`,
    'web.yaml': plain,
  }),
})

/** A field of a builtin generator's or transformer's configuration, in a file of its own. */
const builtin = (list: string, type: string, before: string, at: string): Field => ({
  name: `${type} ${before.replace(/[^a-z]+/g, ' ').trim()}`,
  kind: 'inside',
  at: `plugin.yaml:${at}`,
  files: value => ({
    'kustomization.yaml': `${head}resources: [web.yaml]\n${list}: [plugin.yaml]\n`,
    'plugin.yaml': `apiVersion: builtin\nkind: ${type}\nmetadata:\n  name: plugin\n${before}${JSON.stringify(value)}\n`,
    'web.yaml': plain,
  }),
})

const target = '    target:\n      version: v1\n      kind: ConfigMap\n      name: web\n'

export const fields: Field[] = [
  own('resources', 'folder', 'resources:\n  - ', '4:5'),
  own('bases', 'folder', 'bases:\n  - ', '4:5'),
  own('components', 'folder', 'components:\n  - ', '4:5'),
  own('crds', 'file', 'crds:\n  - ', '4:5'),
  own('configurations', 'file', 'configurations:\n  - ', '4:5'),
  own('openapi', 'file', 'openapi:\n  path: ', '4:9'),
  own('patches', 'file', `patches:\n  -\n${target}    path: `, '9:11'),
  own('patchesStrategicMerge', 'file', 'patchesStrategicMerge:\n  - ', '4:5'),
  own('patchesJson6902', 'file', `patchesJson6902:\n  -\n${target}    path: `, '9:11'),
  own('replacements', 'file', 'replacements:\n  - path: ', '4:11'),
  own('generators', 'plugin', 'generators:\n  - ', '4:5'),
  own('transformers', 'plugin', 'transformers:\n  - ', '4:5'),
  own('validators', 'plugin', 'validators:\n  - ', '4:5'),
  ...['configMapGenerator', 'secretGenerator'].flatMap(generator => [
    own(`${generator} files`, 'source', `${generator}:\n  - name: x\n    files:\n      - `, '6:9'),
    own(`${generator} envs`, 'source', `${generator}:\n  - name: x\n    envs:\n      - `, '6:9'),
    own(`${generator} env`, 'source', `${generator}:\n  - name: x\n    env: `, '5:10'),
  ]),
  builtin('generators', 'ConfigMapGenerator', 'files:\n  - ', '6:5'),
  builtin('generators', 'ConfigMapGenerator', 'envs:\n  - ', '6:5'),
  builtin('generators', 'SecretGenerator', 'files:\n  - ', '6:5'),
  builtin('transformers', 'PatchTransformer', 'path: ', '5:7'),
  builtin('transformers', 'PatchJson6902Transformer', `target:\n  version: v1\n  kind: ConfigMap\n  name: web\npath: `, '9:7'),
  builtin('transformers', 'PatchStrategicMergeTransformer', 'paths:\n  - ', '6:5'),
  builtin('transformers', 'ReplacementTransformer', 'replacements:\n  - path: ', '6:11'),
]
