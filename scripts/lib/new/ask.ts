import { createInterface } from 'node:readline/promises'
import { Failure } from '../failure.ts'

/** Something that must be known: the flag that says it, the question on a terminal, and what is taken when the answer is empty. */
export type Question = { flag: string; question: string; or?: string }

/** Asks a person one question. */
export type Ask = (question: string) => Promise<string>

/** Asks on the terminal; undefined where there is none, as in CI. */
export const terminal = (): { ask: Ask; close: () => void } | undefined => {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  return { ask: question => lines.question(question), close: () => lines.close() }
}

/**
 * The answers by flag: what was given, else what a person answers, else what is taken by itself. Throws a Failure that names every flag
 * which is missing when there is nobody to ask.
 */
export const answers = async (
  questions: readonly Question[],
  given: Readonly<Record<string, string | undefined>>,
  ask: Ask | undefined,
): Promise<Record<string, string>> => {
  const found: Record<string, string> = {}
  const missing: string[] = []
  for (const { flag, question, or } of questions) {
    const typed = given[flag] ?? (ask ? (await ask(`${question}${or === undefined ? '' : ` [${or}]`}: `)).trim() : '')
    const answer = typed || or
    if (answer === undefined) missing.push(`--${flag}`)
    else found[flag] = answer
  }
  if (missing.length > 0) throw new Failure(`${missing.join(' and ')} must be said; see: pnpm new --help`)
  return found
}
