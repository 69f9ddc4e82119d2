import { Lexer } from 'yaml'

/** Nesting that no manifest has; far below what overflows a parser's stack. The engine has the same limit. */
export const deepest = 100

/**
 * Where YAML nests deeper than the limit; undefined when it doesn't. A parser can't be asked: a few thousand levels abort the process. Brackets and indents of the whole
 * text bound the depth from above; only where they allow it are tokens counted, which no nesting harms.
 */
export const tooDeepAt = (text: string): number | undefined => (bound(text) > deepest ? tokensNest(text) : undefined)

const bound = (text: string): number => {
  let open = 0
  let most = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 91 || c === 123) most = Math.max(most, ++open)
    else if ((c === 93 || c === 125) && open > 0) open--
  }
  const indent = Math.max(0, ...[...text.matchAll(/^[ \t?:-]{100,}/gm)].map(([found]) => found.length))
  return most + indent
}

/** Columns at which something begins, each further right than the one before, and open brackets; ends once that is too many. */
const tokensNest = (text: string): number | undefined => {
  const columns: number[] = []
  let flow = 0
  let column = 0
  let offset = 0
  let begins = true
  for (const token of new Lexer().lex(text)) {
    const line = token.lastIndexOf('\n')
    if (token === '[' || token === '{') flow++
    else if (token === ']' || token === '}') flow = Math.max(0, flow - 1)
    else if (begins && flow === 0 && token.trim() !== '' && !token.startsWith('#')) {
      while ((columns.at(-1) ?? -1) >= column) columns.pop()
      columns.push(column)
    }
    if (flow + columns.length > deepest) return offset
    if (line >= 0 || /^[-?:]$/.test(token)) begins = true
    else if (token.trim() !== '') begins = false
    if (!/^[\u0002\u0018\u001f\ufeff]$/.test(token)) offset += token.length
    column = line >= 0 ? token.length - line - 1 : column + token.length
  }
  return undefined
}
