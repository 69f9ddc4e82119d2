const level = (line: string): number => /^(#+) /.exec(line)?.[1]?.length ?? 0

/** What stands below a heading of a Markdown text, up to the next one of its level or above; undefined without the heading or text. */
export const bodyBelow = (text: string, heading: string): string | undefined => {
  const lines = text.split('\n')
  const inFence = fenced(lines)
  const start = lines.findIndex((line, at) => !inFence[at] && level(line) > 0 && line.replace(/^#+ /, '').trim() === heading)
  if (start < 0) return undefined
  const own = level(lines[start] as string)
  const end = lines.findIndex((line, at) => at > start && !inFence[at] && level(line) > 0 && level(line) <= own)
  const body = lines.slice(start + 1, end < 0 ? undefined : end).join('\n')
  return body.trim() === '' ? undefined : body
}

/** For every line whether it stands in a code block, where # is a comment and no heading. */
const fenced = (lines: readonly string[]): boolean[] => {
  let inside = false
  return lines.map(line => {
    const fence = line.startsWith('```')
    if (fence) inside = !inside
    return inside || fence
  })
}

/** The rows of the Markdown tables in a text, as cells without code marks; header rows included, lines of dashes not. */
export const cells = (text: string): string[][] =>
  text
    .split('\n')
    .filter(line => line.startsWith('|') && !/^\|[-| :]+\|$/.test(line))
    .map(line =>
      line
        .slice(1, -1)
        .split('|')
        .map(cell => cell.trim().replaceAll('`', '')),
    )
