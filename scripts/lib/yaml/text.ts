import { isUtf8 } from 'node:buffer'
import type { Judgement } from '../check/rule.ts'
import { say } from './say.ts'

/** What is wrong with a file's text before any YAML is read, and whether its YAML can be read at all. */
export type TextVerdict = { said: Judgement[]; readable: boolean }

/** C0 but tab, line feed and carriage return; DEL, C1 but NEL, text directions, and a byte order mark that isn't the first character. */
const hidden = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g

/** Judges encoding, hidden characters, line ends and conflict markers. */
export const judgeText = (file: string, bytes: Buffer): TextVerdict => {
  const encoding = encodingOf(bytes)
  if (encoding) return { said: [say('TEXT_ENCODING', { file, ...encoding.at }, encoding.problem)], readable: false }
  const text = bytes.toString('utf8')
  const conflict = /^(?:<{7}|>{7}|\|{7})(?= |\r?$)|^={7}(?=\r?$)/m.exec(text)
  if (conflict && /^<{7}(?: |\r?$)/m.test(text))
    return {
      said: [say('TEXT_CONFLICT', place(file, text, conflict.index), `the marker ${conflict[0]} of a merge conflict`)],
      readable: false,
    }
  const control = [...text.matchAll(hidden)].slice(0, 1).map(({ 0: found, index }) => {
    const name = `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
    return say('TEXT_CONTROL', place(file, text, index), `the hidden character ${name}`)
  })
  const carriage = text.indexOf('\r')
  const crlf = carriage < 0 ? [] : [say('TEXT_CRLF', place(file, text, carriage), 'line ends with carriage returns')]
  return { said: [...control, ...crlf], readable: control.length === 0 }
}

const encodingOf = (bytes: Buffer): { at: { line: number; col: number }; problem: string } | undefined => {
  const start = { line: 1, col: 1 }
  const [a, b, c] = bytes
  if (
    (a === 0xff && b === 0xfe) ||
    (a === 0xfe && b === 0xff) ||
    (bytes.length > 3 && (a === 0) !== (b === 0) && nulls(bytes) > bytes.length / 4)
  )
    return { at: start, problem: 'the file is UTF-16 or UTF-32' }
  if (a === 0xef && b === 0xbb && c === 0xbf) return { at: start, problem: 'the file begins with a byte order mark' }
  if (isUtf8(bytes)) return undefined
  const good = validPrefix(bytes)
  const text = bytes.subarray(0, good).toString('utf8')
  const { line, col } = place('', text, text.length)
  return { at: { line, col }, problem: `the byte 0x${(bytes[good] ?? 0).toString(16)} is not UTF-8` }
}

const nulls = (bytes: Buffer): number => bytes.subarray(0, 1024).reduce((sum, byte) => sum + (byte === 0 ? 1 : 0), 0)

/** How many bytes from the start are UTF-8. */
const validPrefix = (bytes: Buffer): number => {
  let low = 0
  for (let high = bytes.length; low < high; ) {
    const middle = Math.ceil((low + high) / 2)
    // A prefix may end inside a character: three more bytes show whether it is whole.
    if ([0, 1, 2, 3].some(cut => isUtf8(bytes.subarray(0, middle - cut)))) low = middle
    else high = middle - 1
  }
  while (low > 0 && !isUtf8(bytes.subarray(0, low))) low--
  return low
}

/** Line and column of an offset in a text. */
export const place = (file: string, text: string, offset: number): { file: string; line: number; col: number } => {
  const before = text.slice(0, offset)
  return { file, line: before.split('\n').length, col: offset - before.lastIndexOf('\n') }
}
