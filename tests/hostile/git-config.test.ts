import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, visit } from '../door.ts'
import { commitAll, git, scratch, tree, unit } from '../helpers.ts'
import { setTraps } from './traps.ts'

/** Every setting of a repository by which Git runs a program of its choice. */
const settings = (program: string, bin: string): [string, string][] => [
  ['core.fsmonitor', program],
  ['core.hooksPath', bin],
  ['core.sshCommand', program],
  ['core.pager', program],
  ['core.editor', program],
  ['core.askPass', program],
  ['core.alternateRefsCommand', program],
  ['credential.helper', `!${program}`],
  ['diff.external', program],
  ['diff.evil.command', program],
  ['diff.evil.textconv', program],
  ['filter.evil.smudge', program],
  ['filter.evil.clean', program],
  ['filter.evil.process', program],
  ['filter.evil.required', 'true'],
  ['merge.evil.driver', program],
  ['pager.ls-tree', program],
  ['pager.cat-file', program],
  ['alias.ls-tree', `!${program}`],
  ['uploadpack.packObjectsHook', program],
  ['gpg.program', program],
  ['trace2.eventTarget', '/dev/null'],
]

/** Makes `origin` a place to fetch missing objects from, over a program. */
const promise = (root: string, program: string): void => {
  git(root, 'config', 'core.repositoryFormatVersion', '1')
  git(root, 'config', 'extensions.partialClone', 'origin')
  git(root, 'config', 'remote.origin.promisor', 'true')
  git(root, 'config', 'remote.origin.url', `ext::${program}`)
  git(root, 'config', 'remote.origin.uploadpack', program)
  git(root, 'config', 'protocol.ext.allow', 'always')
}

const evil = {
  ...unit('overlays/dev/web'),
  ...unit('overlays/dev/lost', 'a: lost'),
  '.gitattributes': '* filter=evil diff=evil merge=evil\n',
}

test('no program that the Git configuration of the repository names is run', async () => {
  const traps = await setTraps(true)
  const root = tree(evil)
  commitAll(root)
  const blob = git(root, 'rev-parse', 'HEAD:overlays/dev/lost/configmap.yaml')
  const program = join(traps.bin, 'hook')
  for (const [key, value] of settings(program, traps.bin)) git(root, 'config', key, value)
  promise(root, program)
  rmSync(join(root, '.git/objects', blob.slice(0, 2), blob.slice(2)))
  for (const args of [[], ['--at', 'HEAD'], ['--at', 'main~0', '--json'], ['--update']]) {
    const run = await visit(root, args, { env: traps.env })
    traps.check(run, root)
    if (args.includes('--at')) expect(run.stdout).toMatch(/overlays\/dev\/lost.*BUILD_FAILED|"BUILD_FAILED"/)
    else expect(run.stdout).toContain('dev/lost')
  }
})

test('git is asked for names and contents, and for nothing else', async () => {
  const root = tree({ ...unit('overlays/dev/web'), 'tests/golden/dev/web.yaml': 'an older render\n' })
  commitAll(root)
  const bin = folder(scratch(), 'bin')
  const log = join(bin, 'log')
  writeFileSync(join(bin, 'git'), `#!/bin/sh\nfor word; do echo "$word"; done >> '${log}'\nexec '${git(root, '--exec-path')}/git' "$@"\n`)
  chmodSync(join(bin, 'git'), 0o755)
  await visit(root, ['--at', 'HEAD'], { env: { PATH: `${bin}:${process.env.PATH}` } })
  const asked = readFileSync(log, 'utf8')
    .split('\n')
    .filter(word => /^[a-z]+-[a-z]+$/.test(word))
  expect([...new Set(asked)].sort()).toEqual(['cat-file', 'ls-tree', 'rev-parse'])
})

test('a git in a folder of PATH that is relative, so in the repository itself, is not run', async () => {
  const root = tree({ ...unit('overlays/dev/web'), git: '#!/bin/sh\n: > ran\n' })
  commitAll(root)
  chmodSync(join(root, 'git'), 0o755)
  const { status, stdout } = await visit(root, ['--at', 'HEAD'], { env: { PATH: `.::${process.env.PATH}` } })
  expect([status, stdout]).toEqual([1, expect.stringContaining('GOLDEN_MISSING')])
})

test('in a hook of another repository, its GIT_DIR does not decide what is rendered', async () => {
  const root = tree(unit('overlays/dev/web'))
  commitAll(root)
  const other = tree(unit('overlays/dev/other'))
  commitAll(other)
  const env = { GIT_DIR: join(other, '.git'), GIT_WORK_TREE: other, GIT_INDEX_FILE: join(other, '.git/index') }
  expect((await visit(root, ['--at', 'HEAD'], { env })).stdout).toContain('dev/web')
})
