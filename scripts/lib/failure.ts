import { stripVTControlCharacters } from 'node:util'

/** Exit codes of every command (docs: README): 1 is for findings, 2 for bad usage or input, 3 for a bug of ours, 130 for Ctrl-C. */
export const exit = { fine: 0, findings: 1, badInput: 2, bug: 3, interrupted: 130 } as const

/** Something the person at the keyboard can mend. Its message says what is wrong and the next command or edit; it is never shown with a stack. */
export class Failure extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode: number = exit.badInput) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Hidden characters that could forge a line, move the cursor or turn text around: C0 but newline and tab, DEL, C1, bidi controls. */
const hidden = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** What a CI runner takes for a command: `::` after any indent of a line (GitHub's and others'), `##[` anywhere, `##vso[`. */
const commands = /^(\s*):(?=:)|#(?=#(?:\[|vso\[))/gm

const code = (c: string): string => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`

/** Text from a repository made safe for a terminal or log: escape sequences go, hidden characters and runner commands show as `\xNN`. */
export const printable = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(hidden, code)
    .replace(commands, (found, indent = '') => `${indent}${code(found.at(-1) ?? '')}`)

/** A name or value from a repository for the middle of a line: as printable, and it can't begin a line of its own. */
export const inline = (text: string): string => printable(text.replaceAll('\n', '\\n'))

/** Prints why a command ended, on stderr, and returns its exit code. Anything but a Failure is our bug, and says where to report it. */
export const fail = (error: unknown): number => {
  if (error instanceof Failure) {
    console.error(printable(error.message))
    return error.exitCode
  }
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  console.error(`This is a bug in the tool, not in your files. Please report it with the text below (see CONTRIBUTING.md, "Report a bug").`)
  console.error(printable(what))
  return exit.bug
}
