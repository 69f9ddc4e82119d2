import { atExit } from './at-exit.ts'
import type { SideName } from './diff/data.ts'
import { headOf } from './diff/refs.ts'
import { readTrees } from './diff/sides.ts'
import { enginesFor } from './engines-for.ts'
import { exit } from './failure.ts'
import { resolveCommit } from './git.ts'
import { print } from './print.ts'
import { findRoot } from './root.ts'
import { type Answer, answer, fieldAnswer } from './why/answer.ts'
import { whyText } from './why/text.ts'
import { whyHelp, whyOptions } from './why-options.ts'

/** What `pnpm run why` does, from its arguments to its exit code. */
export const whyCommand = async (argv: string[]): Promise<number> => {
  const options = whyOptions(argv)
  if (options.help) {
    console.log(whyHelp)
    return exit.fine
  }
  const root = findRoot(options.root)
  const commit = options.at === undefined ? headOf(root) : resolveCommit(root, options.at)
  const base: SideName = { ref: commit, tree: commit, commit }
  const head: SideName = options.at === undefined ? { ref: 'working tree', tree: 'work', commit } : base
  const engines = await enginesFor(root)
  atExit(engines.close)
  try {
    const ground = { root, trees: readTrees(root, base, head, options.layouts), engines }
    const answers: Answer[] = options.field
      ? [await fieldAnswer(ground, options.names)]
      : (await Promise.all(options.names.map(name => answer(ground, name)))).flat()
    print(options.json ? `${JSON.stringify({ schema: 'why/v1', answers }, null, 2)}\n` : `${answers.map(whyText).join('\n\n')}\n`)
    return answers.some(one => 'findings' in one && one.findings.length > 0) ? exit.badInput : exit.fine
  } finally {
    engines.close()
  }
}
