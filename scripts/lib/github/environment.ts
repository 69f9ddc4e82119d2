import { Failure } from '../failure.ts'
import { type GitHub, openGitHub } from './api.ts'

/** GitHub as a workflow's job reaches it, and the repository's address for people. Throws a Failure for a variable that isn't set. */
export const fromWorkflow = (env: NodeJS.ProcessEnv): { github: GitHub; web: string } => {
  const said = (name: string): string => {
    const value = env[name]
    if (!value) throw new Failure(`${name} is not set; this runs in a GitHub workflow`)
    return value
  }
  const repository = said('GITHUB_REPOSITORY')
  const github = openGitHub({ api: said('GITHUB_API_URL'), repository, token: said('GITHUB_TOKEN') })
  return { github, web: `${said('GITHUB_SERVER_URL')}/${repository}` }
}
