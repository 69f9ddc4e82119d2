import { digestOf } from '../cache/kept.ts'
import type { JudgedUnit, World } from '../check/rule.ts'

/** All that a unit is built from, in a word. */
export const closuresOf = ({ read }: World): ((unit: JudgedUnit) => string) => {
  const digests = new Map<string, string>()
  const known = new Map<string, string>()
  const digest = (file: string): string => {
    const found = digests.get(file) ?? digestOf(read(file) ?? '')
    digests.set(file, found)
    return found
  }
  return ({ unit, reads }) => {
    const found = known.get(unit.name) ?? digestOf(reads.map(file => `${file} ${digest(file)}`).join('\n'))
    known.set(unit.name, found)
    return found
  }
}
