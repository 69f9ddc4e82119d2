import { join } from 'node:path'
import { home } from '../tools.ts'
import { type Case, forget, type Ground, layout, ours } from './cases.ts'
import { oneLargeUnit } from './corpus.ts'
import { makeRepository } from './repository.ts'
import { kustomizeEach } from './rivals.ts'

/** One unit of so many objects. kustomize's time grows with their square, so both run once, and ours gets the time. */
export const largeCase = (ground: Ground, objects: number): Case => {
  const root = join(ground.folder, `large-${objects}`)
  makeRepository(root, oneLargeUnit(objects))
  return {
    ...{ corpus: `1 unit of ${objects} objects`, name: 'build all, cold' },
    contenders: [
      {
        name: 'pnpm render --stdout',
        command: ours(ground, root, 'render', ...layout, '--stdout', '--time-limit', '600'),
        before: () => forget(ground),
        most: 1,
      },
      {
        name: 'kustomize, a process per unit',
        command: kustomizeEach(root, join(ground.folder, `out-large-${objects}`), ground.programs),
        rival: true,
        most: 1,
      },
    ],
  }
}

/** This repository, as it is on the disk. */
export const ownCases = (ground: Ground): Case[] =>
  [
    ['render', 'render all'],
    ['check', 'check all'],
  ].map(([script = '', name = '']) => ({
    corpus: 'this repository',
    name,
    contenders: [
      { name: `pnpm ${script}, cold`, command: ours(ground, home, script), before: () => forget(ground) },
      { name: `pnpm ${script}, warm`, command: ours(ground, home, script) },
    ],
  }))
