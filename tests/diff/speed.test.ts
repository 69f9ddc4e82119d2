import { expect, test } from 'vitest'
import { corpus } from '../history/corpus.ts'
import { repositoryOf } from '../history/generate.ts'
import { diff } from './shop.ts'

test('the diff of two units among a thousand takes at most an eighth of building both sides whole', { timeout: 600_000 }, () => {
  const tree = corpus(1000)
  const next = new Map(tree)
  for (const path of ['overlays/dev/app0001/patches/replicas.yaml', 'overlays/prod/app0002/patches/replicas.yaml'])
    next.set(path, { content: tree.get(path)?.content.replace('replicas: 2', 'replicas: 3') ?? '', mode: '100644' })
  const { root } = repositoryOf([
    { edit: 'all', tree },
    { edit: 'two', tree: next },
  ])
  const timed = (...args: string[]): { ms: number; stdout: string } => {
    const from = performance.now()
    const { stdout } = diff(root, '--base', 'HEAD~1', '--head', 'HEAD', '--names-only', ...args)
    return { ms: performance.now() - from, stdout }
  }
  // fast-import has no working tree; the comparison of two commits needs none.
  const [two, all] = [timed(), timed('--all')]
  expect(two.stdout).toBe('dev/app0001\nprod/app0002\n')
  expect(all.stdout).toBe(two.stdout)
  expect(two.ms).toBeLessThan(all.ms / 8)
})
