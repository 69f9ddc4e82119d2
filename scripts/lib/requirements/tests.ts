/** Strings, template strings and comments of TypeScript. Strings are matched so that a comment mark in one isn't taken for a comment. */
const quotedOrComment = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g

/** Source without its comments and template strings; lines stay where they are. */
const codeOf = (source: string): string =>
  source.replace(quotedOrComment, found => (/^[/`]/.test(found) ? found.replace(/[^\n]/g, ' ') : found))

/** A test of a requirement. */
export type RowTest = { id: string; file: string; line: number }

/** The requirements that a test file tests: its calls `row('ID-1', …)` at the start of a line. One in a comment, or skipped, is none. */
export const readTests = (file: string, source: string): RowTest[] => {
  const code = codeOf(source)
  return [...code.matchAll(/^row\(\s*'([A-Z]+-\d+)'/gm)].map(match => ({
    id: match[1] as string,
    file,
    line: code.slice(0, match.index).split('\n').length,
  }))
}
