import { basename, dirname } from 'node:path/posix'
import { isMap, type Node } from 'yaml'
import type { Judgement } from '../check/rule.ts'
import { nearest } from '../nearest.ts'
import { isKustomization, type Kustomization, kustomizationIn, rolesOf } from '../sources/kustomization.ts'
import { fieldOf, parseSource, startOf, textOf } from '../sources/parse.ts'
import { say, type Tree } from './say.ts'

/** What stands where: listed and there, one object per file, called after its kind, comments that are read. */
export const judgeFiles = (tree: Tree): Judgement[] => [
  ...missing(tree),
  ...unlisted(tree),
  ...tree.kustomizations.flatMap(kustomization => kinds(tree, kustomization)),
  ...tree.world.files.flatMap(file => comments(tree, file)),
]

const missing = ({ kustomizations, world }: Tree): Judgement[] => {
  const listed = new Set(world.files)
  return kustomizations.flatMap(({ references, source }) =>
    references.flatMap(({ path, role, field, node, offset }) => {
      const folder = role === 'resource' || role === 'component'
      if (world.read(path) !== undefined || (folder && kustomizationIn(world.read, path)) || /:\/\/|^[^/]+@/.test(textOf(node) ?? ''))
        return []
      const beside = world.files.filter(file => dirname(file) === dirname(path)).map(file => basename(file))
      const hint = nearest(basename(path), beside).filter(name => name !== basename(path))[0]
      const why = listed.has(path) ? 'was deleted and is still listed' : `does not exist${hint ? ` (did you mean ${hint}?)` : ''}`
      return [say('PATH_MISSING', source.at(offset), `${field} "${textOf(node)}" ${why}`)]
    }),
  )
}

/** Where kustomize's YAML is, but for what an app keeps for a developer's own machine. */
const ours = (file: string): boolean => /^(apps|argo|base|overlays)\/.*\.ya?ml$/.test(file) && !/^apps\/[^/]+\/local\//.test(file)

const unlisted = ({ kustomizations, world }: Tree): Judgement[] => {
  const roles = rolesOf(kustomizations)
  return world.files
    .filter(file => ours(file) && !isKustomization(file) && !roles.has(file) && world.read(file) !== undefined)
    .map(file => say('FILE_UNLISTED', { file, line: 1, col: 1 }, 'no kustomization lists this file'))
}

/** In apps and components every file is one object, called after its kind, or after the object in a folder of one kind. */
const kinds = ({ world }: Tree, { references }: Kustomization): Judgement[] => {
  const files = references.filter(({ path, role }) => role === 'resource' && /^(apps|base\/components)\/.*\.yaml$/.test(path))
  const read = files.flatMap(({ path }) => {
    const source = parseSource(world.read, path)
    const objects = (source?.documents ?? []).flatMap(({ contents }) => (isMap(contents) ? [contents as Node] : []))
    return source ? [{ path, source, objects, kind: textOf(fieldOf(objects[0], 'kind')) ?? '' }] : []
  })
  const oneKind = (path: string): boolean => {
    const beside = read.filter(file => dirname(file.path) === dirname(path)).map(({ kind }) => kind)
    return beside.length > 2 && new Set(beside).size === 1
  }
  return read.flatMap(({ path, source, objects, kind }) => {
    const [first, second] = objects
    if (!first || !kind) return []
    if (second) return [say('FILE_NAME', source.at(startOf(second)), `the file has ${objects.length} objects`)]
    const name = basename(path, '.yaml')
    const right = name === kind.toLowerCase() || name.startsWith(`${kind.toLowerCase()}-`)
    const after = oneKind(path) && name === textOf(fieldOf(fieldOf(first, 'metadata'), 'name'))
    return right || after ? [] : [say('FILE_NAME', source.at(startOf(fieldOf(first, 'kind'))), `${basename(path)} holds a ${kind}`)]
  })
}

const comments = ({ world }: Tree, file: string): Judgement[] => {
  if (!/^(apps|argo|base|overlays|platform)\/.*\.ya?ml$/.test(file)) return []
  // The line for the editor is no comment to read.
  const text = (world.read(file) ?? '').replace(/^# yaml-language-server:.*/, '')
  const wall = /^(?:[ \t]*#.*\n){2}(?=[ \t]*#)/m.exec(text)
  if (!wall) return []
  const line = text.slice(0, wall.index + wall[0].length).split('\n').length
  return [say('COMMENT_LONG', { file, line, col: 1 }, 'three lines of comment in a row')]
}
