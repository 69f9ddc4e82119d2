import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { KubeObject } from '../engine.ts'
import { listInside } from '../files.ts'

export type Rendered = { env: string; file: string; object: KubeObject }

/** Everything that golden files hold for units of environments, in the order of their paths; `argo/<env>` is a unit too. */
export const goldenObjects = (root: string): Rendered[] =>
  listInside(root, 'tests/golden')
    .filter(file => /^tests\/golden\/[a-z]+\/[^/]+\.yaml$/.test(file) && !file.startsWith('tests/golden/apps/'))
    .sort()
    .flatMap(file => {
      const [folder = '', name = ''] = file.replace('.yaml', '').split('/').slice(2)
      const objects = parseAllDocuments(readFileSync(join(root, file), 'utf8')).map(document => document.toJS() as KubeObject | null)
      return objects.flatMap(object => (object?.kind ? [{ env: folder === 'argo' ? name : folder, file, object }] : []))
    })
