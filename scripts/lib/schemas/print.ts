const width = 140

/** JSON that diffs well and stays small: what fits in 140 characters is one line, the rest a line per entry, without indentation. */
export const print = (value: unknown): string => {
  const line = JSON.stringify(value)
  if (line.length <= width || typeof value !== 'object' || value === null) return line
  if (Array.isArray(value)) return `[\n${value.map(print).join(',\n')}\n]`
  const entries = Object.entries(value).map(([key, child]) => `${JSON.stringify(key)}:${print(child)}`)
  return `{\n${entries.join(',\n')}\n}`
}
