import type { Judgement } from '../check/rule.ts'
import { say } from './say.ts'

/** Control and text-direction characters, what stands for bytes that aren't UTF-8, and what CI runners take for a command. */
const harmful = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd]|::/

/** Names that harm logs or disks: hidden characters, and two files that differ by case alone. */
export const judgeNames = (files: readonly string[]): Judgement[] => {
  const seen = new Map<string, string>()
  return files.flatMap(file => {
    const folded = file.toLowerCase()
    const other = seen.get(folded)
    seen.set(folded, file)
    return [
      ...(harmful.test(file) ? [say('NAME_CONTROL', { file }, 'the name has characters that harm logs')] : []),
      ...(other ? [say('NAME_CASE', { file }, `only its case differs from ${other}`)] : []),
    ]
  })
}
