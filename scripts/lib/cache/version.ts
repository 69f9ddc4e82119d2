import { join } from 'node:path'
import { cacheRoot } from '../cache-root.ts'
import { listInside } from '../files.ts'
import { home, toolVersion } from '../tools.ts'
import { workFingerprints } from './fingerprints.ts'
import { digestOf } from './kept.ts'
import { schemasHere } from './valid.ts'

/** Content of files of a working tree by path, in one digest. Their stamps are kept under a name of their own. */
export const contents = (root: string, what: string, files: readonly string[]): string => {
  const prints = workFingerprints(root, join(cacheRoot(), 'stamps', `${what}-${digestOf(root).slice(0, 20)}.json`))
  const digest = digestOf(files.map(file => `${file} ${prints.of(file)}`).join('\n'))
  prints.save()
  return digest
}

/** All that judges, in one digest: our code, its libraries, the schemas, and the programs it starts. */
export const versionHere = (): string => {
  const code = [...listInside(home, 'scripts').sort(), 'pnpm-lock.yaml']
  const programs = (['engine', 'judge', 'kubeconform'] as const).map(toolVersion)
  return digestOf([contents(home, 'code', code), schemasHere(), ...programs].join(' '))
}
