import { readArgs } from '../args.ts'
import { exit, Failure } from '../failure.ts'
import { findRoot } from '../root.ts'
import { foldersOnDisk } from '../units.ts'
import { commentOnRun, markMoved, markPushed } from './comment.ts'
import { fromWorkflow } from './environment.ts'

export const commentHelp = `Keeps the one comment of a pull request that shows what it changes; .github/workflows/comment.yaml runs it.

  node scripts/comment.ts report --run ID --head SHA   comment and labels, from the report that a run uploaded
  node scripts/comment.ts stale --main SHA             main has moved: comments compared with another commit say so
  node scripts/comment.ts stale --head SHA             a branch has moved: its comment says so until the next report

The variables are those of a GitHub workflow: GITHUB_API_URL, GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_TOKEN.
Exit codes: 0 done, 1 GitHub refused or the report is not one, 2 bad usage, 3 a bug of ours.`

const flags = {
  run: { type: 'string' },
  head: { type: 'string' },
  main: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const commitOf = (flag: string, value: string | undefined): string => {
  if (value === undefined || !/^[0-9a-f]{40}$/.test(value))
    throw new Failure(`--${flag} ${value ?? ''}: write a full commit, 40 hex digits`)
  return value
}

/** What `comment` does, from its arguments to its exit code. */
export const commentCommand = async (argv: string[]): Promise<number> => {
  const { values, positionals } = readArgs('exec node scripts/comment.ts', argv, flags)
  if (values.help) {
    console.log(commentHelp)
    return exit.fine
  }
  const [what, ...rest] = positionals
  const say = (line: string): void => console.log(line)
  if (rest.length > 0 || (what !== 'report' && what !== 'stale'))
    throw new Failure('say report or stale; see: node scripts/comment.ts --help')
  if (what === 'stale') {
    const moved = values.main ?? values.head
    if (moved === undefined) throw new Failure('say what has moved: --main SHA or --head SHA')
    const mark = values.main === undefined ? markPushed : markMoved
    const commit = commitOf(values.main === undefined ? 'head' : 'main', moved)
    await mark(fromWorkflow(process.env).github, commit, say)
    return exit.fine
  }
  if (!/^[1-9]\d{0,15}$/.test(values.run ?? '')) throw new Failure(`--run ${values.run ?? ''}: write the number of a run`)
  const [id, head] = [Number(values.run), commitOf('head', values.head)]
  const { github, web } = fromWorkflow(process.env)
  await commentOnRun(github, { id, head, url: `${web}/actions/runs/${id}` }, environments(), say)
  return exit.fine
}

/** The environments that main has; this runs in a checkout of it. */
const environments = (): string[] => foldersOnDisk(findRoot(undefined))('overlays')
