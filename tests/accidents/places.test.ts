import { chownSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, visit } from '../door.ts'
import { commitAll, git, scratch, tree, unit } from '../helpers.ts'

const one = unit('overlays/dev/web')
const rendered = /^dev\/web +1 .*missing$/m

/** A repository of one unit and two commits. */
const repository = (): string => {
  const root = tree(one)
  commitAll(root)
  git(root, 'commit', '--quiet', '--allow-empty', '--message=second')
  return root
}

/** Ways a checkout can stand: what makes it from a repository, and whether it has Git's objects. */
const checkouts: Record<string, (root: string) => string> = {
  'a clone': root => {
    const to = join(scratch(), 'clone')
    git(root, 'clone', '--quiet', root, to)
    return to
  },
  'a shallow clone': root => {
    const to = join(scratch(), 'clone')
    git(root, 'clone', '--quiet', '--depth=1', `file://${root}`, to)
    return to
  },
  'a detached HEAD': root => {
    git(root, 'checkout', '--quiet', '--detach')
    return root
  },
  'a linked worktree': root => {
    const to = join(scratch(), 'linked')
    git(root, 'worktree', 'add', '--quiet', '--detach', to)
    return to
  },
  'a worktree of a bare repository': root => {
    const bare = join(scratch(), 'bare.git')
    git(root, 'clone', '--quiet', '--bare', root, bare)
    git(bare, 'worktree', 'add', '--quiet', '--detach', join(bare, '../wt'))
    return join(bare, '../wt')
  },
  'a submodule': root => {
    const outer = tree({ 'README.md': '' })
    commitAll(outer)
    git(outer, 'submodule', '--quiet', 'add', root, 'inner')
    return join(outer, 'inner')
  },
  'a folder below the top of its repository': root => {
    mkdirSync(join(root, 'deep/er'), { recursive: true })
    renameSync(join(root, 'overlays'), join(root, 'deep/er/overlays'))
    commitAll(root)
    return join(root, 'deep/er')
  },
  'SHA-256 objects': () => {
    const root = tree(one)
    git(root, 'init', '--quiet', '--object-format=sha256', '--initial-branch=main')
    commitAll(root)
    return root
  },
  'a path with spaces and letters of the world': root => {
    const to = join(scratch(), "a b'ü$x 日本", 'c\\d')
    mkdirSync(join(to, '..'))
    renameSync(root, to)
    mkdirSync(root)
    return to
  },
  'a path through a symbolic link': root => {
    const to = join(scratch(), 'link')
    symlinkSync(root, to)
    return to
  },
}

test.each(Object.keys(checkouts))('%s: the working tree and HEAD render', async name => {
  const root = checkouts[name]?.(repository()) as string
  for (const args of [[], ['--at', 'HEAD']]) {
    const { status, stdout, stderr } = await visit(undefined, args, { cwd: root })
    expect([status, stderr, stdout]).toEqual([1, '', expect.stringMatching(rendered)])
  }
})

test('a shallow clone says how to get an older commit', async () => {
  const root = checkouts['a shallow clone']?.(repository()) as string
  const { status, stderr } = await visit(root, ['--at', 'HEAD~1'])
  expect([status, stderr]).toEqual([2, expect.stringContaining('git fetch --unshallow')])
})

test('no Git at all: the working tree renders, a commit is one sentence', async () => {
  const root = tree(one)
  expect((await visit(root)).stdout).toMatch(rendered)
  const { status, stderr } = await visit(root, ['--at', 'HEAD'])
  expect([status, stderr]).toEqual([2, expect.stringContaining('is not in a Git repository')])
})

test('git not on PATH: the same', async () => {
  const root = repository()
  const env = { PATH: folder(scratch(), 'empty') }
  expect((await visit(root, [], { env })).stdout).toMatch(rendered)
  const { status, stderr } = await visit(root, ['--at', 'HEAD'], { env })
  expect([status, stderr]).toEqual([2, 'git is not on PATH, and it reads the commits; install it\n'])
})

test('a repository without a commit, and one whose Git folder is broken', async () => {
  const root = tree(one)
  git(root, 'init', '--quiet')
  expect((await visit(root, ['--at', 'HEAD'])).stderr).toContain('no such commit here')
  writeFileSync(join(root, '.git/HEAD'), 'garbage')
  expect((await visit(root)).stdout).toMatch(rendered)
  const { status, stderr } = await visit(root, ['--at', 'HEAD'])
  expect([status, stderr]).toEqual([2, expect.stringContaining('--at HEAD')])
})

test('a folder that a commit did not have yet', async () => {
  const root = repository()
  mkdirSync(join(root, 'later/overlays/dev'), { recursive: true })
  const { status, stderr } = await visit(join(root, 'later'), ['--at', 'HEAD'])
  expect([status, stderr]).toEqual([2, expect.stringContaining('there are no units')])
})

test.each(['.', 'overlays', 'overlays/dev/web'])('from the folder %s', async from => {
  const root = repository()
  const { status, stdout } = await visit(undefined, ['dev'], { cwd: join(root, from) })
  expect([status, stdout]).toEqual([1, expect.stringMatching(rendered)])
})

test('as a package script, from where it was called', async () => {
  const root = repository()
  const env = { INIT_CWD: join(root, 'overlays/dev'), npm_lifecycle_script: 'node scripts/render.ts' }
  expect((await visit(undefined, [], { cwd: scratch(), env })).stdout).toMatch(rendered)
})

test.skipIf(process.getuid?.() !== 0)(
  'a repository of another user (needs root): git says how to trust it, and then it renders',
  async () => {
    const root = repository()
    chownSync(root, 1234, 1234)
    chownSync(join(root, '.git'), 1234, 1234)
    const homeFolder = scratch()
    const env = { HOME: homeFolder, XDG_CONFIG_HOME: homeFolder }
    const { status, stderr } = await visit(root, ['--at', 'HEAD'], { env })
    expect([status, stderr]).toEqual([2, expect.stringContaining('git config --global --add safe.directory')])
    writeFileSync(join(homeFolder, '.gitconfig'), '[safe]\n  directory = *\n')
    expect((await visit(root, ['--at', 'HEAD'], { env })).stdout).toMatch(rendered)
  },
)
