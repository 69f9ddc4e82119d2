import { readArgs } from '../args.ts'
import { exit, Failure, inline } from '../failure.ts'
import { findRoot } from '../root.ts'
import { fromWorkflow } from './environment.ts'
import { propose } from './propose.ts'

const help = `Opens a pull request with what a workflow has changed in its checkout.

  node scripts/propose.ts <branch> --title TEXT [--body TEXT]

  node scripts/propose.ts image/engram-0.2.0 --title 'Engram 0.2.0'

The variables are those of a GitHub workflow: GITHUB_API_URL, GITHUB_SERVER_URL, GITHUB_REPOSITORY, and GITHUB_TOKEN of an account that may
open pull requests; the checkout must have been made with it, because a pull request of the workflow's own token starts no checks.
Exit codes: 0 opened, there already, or nothing to propose, 1 Git or GitHub refused, 2 bad usage, 3 a bug of ours.`

const flags = { title: { type: 'string' }, body: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const

/** What `propose` does, from its arguments to its exit code. */
export const proposeCommand = async (argv: string[]): Promise<number> => {
  const { values, positionals } = readArgs('exec node scripts/propose.ts', argv, flags)
  if (values.help) {
    console.log(help)
    return exit.fine
  }
  const [branch, ...rest] = positionals
  if (!branch || rest.length > 0 || !values.title) throw new Failure('write: <branch> --title TEXT; see: node scripts/propose.ts --help')
  const { github } = fromWorkflow(process.env)
  console.log(inline(await propose(findRoot(undefined), github, { branch, title: values.title, body: values.body ?? '' })))
  return exit.fine
}
