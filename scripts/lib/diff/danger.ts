import type { ObjectId, Step } from './data.ts'

/**
 * Something that a danger rule says of a change: the rule by its code and name (`D09`, `data-removed`), where, and what it is about. `why`,
 * `fix` (how to do it safely) and `more` (where to read on) are the rule's own. `acknowledged` is the file in acks/ that lets it pass.
 */
export type Danger = {
  rule: string
  name: string
  severity: 'blocks' | 'warns'
  unit?: string
  object?: ObjectId
  path?: readonly Step[]
  file?: string
  problem: string
  why: string
  fix: string
  more: string
  acknowledged?: string
}
