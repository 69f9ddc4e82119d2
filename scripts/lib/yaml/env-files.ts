import type { Judgement } from '../check/rule.ts'
import type { Kustomization } from '../sources/kustomization.ts'
import { say } from './say.ts'

/** The files that generators read line by line as `key=value`. */
export const envFilesOf = (kustomizations: readonly Kustomization[]): string[] => [
  ...new Set(
    kustomizations.flatMap(({ references }) => references.filter(({ field }) => /\.envs?(\[\d+\])?$/.test(field)).map(({ path }) => path)),
  ),
]

/** Lines of such a file that kustomize refuses, or takes for something else than its author. No judgement carries a value. */
export const judgeEnvFile = (file: string, text: string): Judgement[] => {
  const first = new Map<string, number>()
  return text.split(/\r?\n/).flatMap((whole, i): Judgement[] => {
    const line = whole.trimStart()
    if (line === '' || line.startsWith('#')) return []
    const at = (col: number): { file: string; line: number; col: number } => ({ file, line: i + 1, col: whole.length - line.length + col })
    const equals = line.indexOf('=')
    if (equals < 0) {
      const problem = 'the line has no =, so its value is what the environment of whoever renders has, here nothing'
      return [say('ENV_FILE', at(1), problem, 'write key=value')]
    }
    const [key, value] = [line.slice(0, equals), line.slice(equals + 1)]
    if (!/^[A-Za-z0-9._-]+$/.test(key)) {
      const exported = /^export\s/.test(key) ? ': export is a word of shells' : ''
      return [say('ENV_FILE', at(1), `what stands before the = can't be a key${exported}`, 'write key=value, without blanks')]
    }
    const known = first.get(key)
    if (known !== undefined) return [say('ENV_FILE', at(1), `the key ${key} stands twice, first at line ${known}`, 'delete one')]
    first.set(key, i + 1)
    if (/^(["']).*\1\s*$/.test(value) && value.trim().length > 1)
      return [say('ENV_FILE', at(equals + 2), `the quotes are part of the value of ${key}`, 'delete them')]
    if (/^\s+\S/.test(value)) return [say('ENV_FILE', at(equals + 2), `the value of ${key} begins with a blank`, 'delete it')]
    const end = value.trimEnd().length
    if (end < value.length) return [say('TEXT_TRAILING', at(equals + 2 + end), `the value of ${key} ends with blanks`)]
    return []
  })
}
