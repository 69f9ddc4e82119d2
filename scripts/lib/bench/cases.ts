import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { keptFolders } from '../cache/prune.ts'
import { home } from '../tools.ts'
import { appName, type Corpus, corpus } from './corpus.ts'
import type { Command } from './measure.ts'
import { commitChange, git, makeRepository, writeFiles } from './repository.ts'
import { kustomizeAndKubeconform, kustomizeEach, type Programs, worktreeDiff } from './rivals.ts'

/**
 * One who does the work of a case. `before` makes the run cold or changes a file, and isn't measured. A rival keeps nothing between runs.
 * `most`: runs that count of what takes minutes; there is no warm-up then.
 */
export type Contender = { name: string; command: Command; before?: () => void; rival?: boolean; most?: number }

/** A question that several answer; the first is ours. `against`: the case whose rival does the same work for this one. */
export type Case = { corpus: string; name: string; contenders: Contender[]; against?: string }

/** Folders of a bench run: corpora, what rivals write, and a cache of its own that shares nothing but the built tools. */
export type Ground = { folder: string; cache: string; programs: Programs }

/** What earlier runs have kept, but not the tools. */
export const forget = ({ cache }: Ground): void => {
  for (const name of keptFolders) rmSync(join(cache, 'gitops', name), { recursive: true, force: true })
}

export const ours = ({ cache }: Ground, root: string, script: string, ...args: string[]): Command => ({
  program: process.execPath,
  args: [join(home, 'scripts', `${script}.ts`), '--root', root, ...args],
  cwd: root,
  env: { ...process.env, XDG_CACHE_HOME: cache, NO_COLOR: '1' },
})

export const layout = ['--units', 'overlays/*/*']

/** A file of the corpus with one line changed, another value each time. */
const oneLine = (path: string, from: RegExp, files: Corpus): (() => Corpus) => {
  let value = 2
  return () => new Map([[path, (files.get(path) ?? '').replace(from, `$1${++value}`)]])
}

/** The cases of a generated corpus of so many units. A long one is one where rivals would take an hour: ours runs few times and alone. */
export const corpusCases = (ground: Ground, units: number, long: boolean): Case[] => {
  const name = `${units} units`
  const root = join(ground.folder, `corpus-${units}`)
  const out = join(ground.folder, `out-${units}`)
  const files = corpus(units)
  makeRepository(root, files)
  const render = ours(ground, root, 'render', ...layout)
  const cold = (): void => forget(ground)
  const inUnit = oneLine(`overlays/dev/${appName(0)}/patches/replicas.yaml`, /(replicas: )\d+/, files)
  const inBase = oneLine('base/components/quota/quota.yaml', /(pods: ")\d+/, files)
  const clean = (): void => rmSync(out, { recursive: true, force: true })
  const rival = (name: string, command: Command): Contender[] => (long ? [] : [{ name, command, before: clean, rival: true }])
  const few = long ? { most: 2 } : {}
  const all = 'build and validate all, cold'
  const again = (what: string, before?: () => void): Case => ({
    ...{ corpus: name, name: what, against: all },
    contenders: [{ name: 'pnpm render', command: render, ...(before ? { before } : {}) }],
  })
  const build: Case = {
    ...{ corpus: name, name: 'build all, cold' },
    contenders: [
      { name: 'pnpm render --stdout', command: ours(ground, root, 'render', ...layout, '--stdout'), before: cold },
      ...rival('kustomize, a process per unit', kustomizeEach(root, out, ground.programs)),
    ],
  }
  return [
    ...(long ? [] : [build]),
    {
      ...{ corpus: name, name: all },
      contenders: [
        { name: 'pnpm render', command: render, before: cold, ...few },
        ...rival('kustomize per unit, kubeconform', kustomizeAndKubeconform(root, out, ground.programs)),
      ],
    },
    again('the same again, nothing changed'),
    again('one line in one unit', () => writeFiles(root, inUnit())),
    ...(long ? [] : [again('one line in a base of every unit', () => writeFiles(root, inBase()))]),
  ]
}

/** Diffs of so many affected units; in a corpus of their own, because they need commits. */
export const diffCases = (ground: Ground, units: number, affected: readonly number[]): Case[] => {
  const root = join(ground.folder, `diff-${units}`)
  const files = corpus(units)
  makeRepository(root, files)
  return affected.map(count => {
    const out = join(ground.folder, `diff-out-${units}-${count}`)
    const paths = Array.from(
      { length: count },
      (_, number) => `overlays/${number % 2 ? 'prod' : 'dev'}/${appName(number)}/patches/replicas.yaml`,
    )
    const base = commitChange(
      root,
      new Map(paths.map(path => [path, (files.get(path) ?? '').replace('replicas: 2', `replicas: ${count + 2}`)])),
    )
    const head = git(root, 'rev-parse', 'HEAD')
    const diff = ours(ground, root, 'diff', ...layout, '--base', base, '--head', head)
    const clean = (): void => {
      rmSync(out, { recursive: true, force: true })
      git(root, 'worktree', 'prune')
      git(root, 'checkout', '--quiet', '--detach', head)
    }
    const whole = worktreeDiff(root, base, out, ground.programs)
    const name = `diff of ${count} changed unit${count === 1 ? '' : 's'}`
    // However many units change, a rival builds all.
    const first = count === affected[0]
    return {
      ...{ corpus: `${units} units`, name },
      ...(first ? {} : { against: 'diff of 1 changed unit' }),
      contenders: [
        { name: 'pnpm diff, cold', command: diff, before: () => forget(ground) },
        { name: 'pnpm diff, warm', command: diff },
        ...(first ? [{ name: 'git worktree, kustomize per unit on both sides, diff', command: whole, before: clean, rival: true }] : []),
      ],
    }
  })
}
