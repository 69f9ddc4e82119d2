import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { home } from '../tools.ts'

type Diffed = { code: number; stdout: string; stderr: string }

/** What `pnpm diff` says of a change before anybody merges it: its exit code, and the rules that fired in an environment. */
export const dangersOf = async (root: string, env: string, base: string, head: string): Promise<{ code: number; rules: string[] }> => {
  const args = [join(home, 'scripts/diff.ts'), env, '--root', root, '--base', base, '--head', head, '--json', '--engines', '1']
  const { code, stdout, stderr } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 28 })
    .then((said): Diffed => ({ code: 0, ...said }))
    .catch((failed: Diffed) => failed)
  if (!stdout.startsWith('{')) throw new Error(`pnpm diff ended with ${code}: ${stderr}`)
  const { dangers } = JSON.parse(stdout) as { dangers: { rule: string }[] }
  return { code, rules: [...new Set(dangers.map(({ rule }) => rule))].sort() }
}
