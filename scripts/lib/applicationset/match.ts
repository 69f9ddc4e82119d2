/**
 * Go's path.Match as a regular expression, for the whole path; nothing for a malformed pattern, which matches nothing.
 * `*` and `?` stop at a slash, a class does not (go/src/path/match.go).
 */
export const pathMatch = (pattern: string): RegExp | undefined => {
  let out = ''
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i] as string
    if (c === '*') out += '[^/]*'
    else if (c === '?') out += '[^/]'
    else if (c === '[') {
      const found = classAt(pattern, i + 1)
      if (!found) return undefined
      out += found.text
      i = found.last
    } else if (c === '\\') {
      i++
      if (i === pattern.length) return undefined
      out += literal(pattern[i] as string)
    } else out += literal(c)
  }
  return expression(out)
}

const literal = (c: string): string => RegExp.escape(c)
const expression = (text: string): RegExp => new RegExp(`^(?:${text})$`, 'su')

/** A class from after its bracket: ranges, `^` in front negates, a backslash escapes, an empty one is malformed. */
const classAt = (pattern: string, start: number): { text: string; last: number } | undefined => {
  let i = start
  const negated = pattern[i] === '^'
  if (negated) i++
  const member = (): string | undefined => {
    if (pattern[i] === '\\') i++
    else if (pattern[i] === '-' || pattern[i] === ']') return undefined
    const point = pattern.codePointAt(i)
    if (point === undefined) return undefined
    const c = String.fromCodePoint(point)
    i += c.length
    return c
  }
  const ranges: string[] = []
  while (pattern[i] !== ']' || ranges.length === 0) {
    const low = member()
    if (low === undefined) return undefined
    let high = low
    if (pattern[i] === '-') {
      i++
      const end = member()
      if (end === undefined) return undefined
      high = end
    }
    // Go lets a backward range match nothing; a regular expression refuses it.
    ranges.push(low <= high ? `${literal(low)}-${literal(high)}` : '')
    if (i >= pattern.length) return undefined
  }
  return { text: `[${negated ? '^' : ''}${ranges.join('')}]`, last: i }
}

/**
 * What `git ls-files -- <pathspec>` takes: the path itself, what is below it, or a match in which `*` and `?` cross slashes.
 * Nothing where the pathspec has magic, a class or an escape: those are left to Git.
 */
export const pathspecMatch = (pathspec: string): ((path: string) => boolean) | undefined => {
  if (/^:|[[\\]/.test(pathspec)) return undefined
  const parts: string[] = []
  for (const part of pathspec.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined
    } else if (part !== '.' && part !== '') parts.push(part)
  }
  if (pathspec.startsWith('/')) return undefined
  const plain = parts.join('/')
  const folder = /\/\.{0,2}$/.test(pathspec)
  const pattern = expression([...plain, ...(folder ? '/' : '')].map(c => (c === '*' ? '.*' : c === '?' ? '.' : literal(c))).join(''))
  return path => plain === '' || (!folder && path === plain) || path.startsWith(`${plain}/`) || (/[*?]/.test(plain) && pattern.test(path))
}
