import { execFileSync } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { folder } from '../door.ts'
import { git, scratch } from '../helpers.ts'
import { type Field, fields } from './fields.ts'
import type { Traps } from './traps.ts'
import { links, values } from './values.ts'

export type Case = { unit: string; field: Field; value: string; code: string }

const entries = Object.entries(values).flatMap(([code, texts]) => texts.map(text => ({ code, text })))

/** Every value in every field: a unit for each. */
export const cases = ({ server, outside }: Traps): Case[] =>
  fields.flatMap((field, f) =>
    entries.map(({ code, text }, v) => {
      const value = text.replace('{server}', server).replace('{host}', '127.0.0.1').replace('{outside}', outside)
      return { unit: `f${f}/v${v}`, field, value, code }
    }),
  )

/** A repository with a unit for each case, and beside the units of a field the links, pipe and submodule that the values name. */
export const repository = (all: readonly Case[], { outside }: Traps): string => {
  const root = scratch('hostile')
  const put = (path: string, text: string): void => writeFileSync(join(folder(root, dirname(path)), path.slice(dirname(path).length)), text)
  for (const { unit, field, value } of all)
    for (const [file, text] of Object.entries(field.files(value))) put(`overlays/${unit}/${file}`, text)
  for (const f of fields.keys()) {
    const beside = folder(root, `overlays/f${f}/.links`)
    for (const [name, target] of Object.entries(links(outside))) symlinkSync(target, join(beside, name))
    put(`overlays/f${f}/.links/submodule/.git`, 'gitdir: nowhere\n')
    put(`overlays/f${f}/.links/submodule/a.yaml`, '')
  }
  execFileSync(
    'mkfifo',
    [...fields.keys()].map(f => join(root, `overlays/f${f}/.links/pipe`)),
  )
  return root
}

/** Commits the repository; pipes can't be in a commit, submodules are entries without files. */
export const commit = (root: string): string => {
  git(root, 'init', '--quiet', '--initial-branch=main')
  const submodules = [...fields.keys()].map(f => `overlays/f${f}/.links/submodule`)
  git(root, 'add', '--', '.', ...submodules.map(path => `:!${path}`))
  for (const path of submodules) git(root, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},${path}`)
  git(root, 'commit', '--quiet', '--message=all')
  return git(root, 'rev-parse', 'HEAD')
}
