import type { Judge, Judgement, World } from '../check/rule.ts'
import { isKustomization, kustomizationsOf, type Role, rolesOf } from '../sources/kustomization.ts'
import { parseSource } from '../sources/parse.ts'
import { judgeDocuments } from './document.ts'
import { envFilesOf, judgeEnvFile } from './env-files.ts'
import { judgeLists } from './lists.ts'
import { judgeNames } from './names.ts'
import { judgeObjects } from './objects.ts'
import { yamlRules } from './rules.ts'
import { judgeShape, judgeTrailing } from './shape.ts'
import { judgeText } from './text.ts'

/** Bad input: sources that are not what they seem, judged before kustomize reads them, and objects that no schema refuses. */
export const yamlJudge: Judge = {
  rules: yamlRules,
  judge: world => [
    ...judgeNames(world.files),
    ...sourcesOf(world).flatMap(([file, role]) => judgeFile(world, file, role)),
    ...judgeObjects(world),
  ],
}

type Use = Role | 'kustomization' | 'env'

/** Where our own layout keeps YAML, whether a unit reads it or not. */
const ownFolders = ['apps', 'argo', 'base', 'overlays', 'platform']
const topOf = (path: string): string => path.split('/')[0] ?? ''

/**
 * The YAML of the folders that units are built from: all that kustomizations name or are, and the values of charts. Data that they carry unread
 * is judged as text alone.
 */
const sourcesOf = ({ read, files, units, memo }: World): [string, Use][] => {
  const tops = new Set([...ownFolders, ...units.flatMap(({ unit, reads }) => [unit.path, ...reads].map(topOf))])
  const mine = files.filter(file => tops.has(topOf(file)) && !file.endsWith('/'))
  const written = mine.filter(isKustomization).map(file => [file, read(file)])
  const find = (): [string, Use][] => {
    const kustomizations = kustomizationsOf(read, mine)
    return [...rolesOf(kustomizations), ...envFilesOf(kustomizations).map((file): [string, Use] => [file, 'env'])]
  }
  const roles = new Map(memo ? memo.of(['uses', written], find) : find())
  return mine.flatMap((file): [string, Use][] => {
    if (isKustomization(file)) return [[file, 'kustomization']]
    const role = roles.get(file)
    if (role) return [[file, role]]
    return /^platform\/.*\.ya?ml$/.test(file) ? [[file, 'other']] : []
  })
}

const judgeFile = (world: World, file: string, role: Use): Judgement[] => {
  const bytes = world.bytes?.(file) ?? Buffer.from(world.read(file) ?? '')
  if (!world.memo) return judgeBytes(world, { file, role, bytes })
  return world.memo.of(['yaml', file, role, bytes.toString('latin1')], () => judgeBytes(world, { file, role, bytes }))
}

const judgeBytes = (world: World, { file, role, bytes }: { file: string; role: Use; bytes: Buffer }): Judgement[] => {
  const { said, readable } = judgeText(file, bytes)
  if (readable && role === 'env') return [...said, ...judgeEnvFile(file, bytes.toString('utf8'))]
  if (!readable || role === 'content' || role === 'env') return said
  const source = parseSource(world.read, file)
  if (!source) return said
  const documents = judgeDocuments(source)
  return [
    ...said,
    ...judgeTrailing(source),
    ...documents,
    ...(documents.length > 0 ? [] : [...judgeShape(source, role), ...judgeLists(source)]),
  ]
}
