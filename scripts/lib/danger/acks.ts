import type { Danger } from '../diff/data.ts'
import { idText } from '../diff/identity.ts'
import { ownersOf } from '../policy/code-owners.ts'
import { type Ack, ackOf, folder, nameOf } from './ack-file.ts'
import type { Sources } from './change.ts'
import { dangerRules } from './judge.ts'

/** What acknowledging needs: the pull request, both trees, and what it changes. */
export type Asked = { pr: number; base: Sources; head: Sources; changed: readonly string[] }

/** Below so many dangers of a rule each is named. chosen: a list that is still read */
export const fewest = 10

/** The ways to name a danger: its unit, its unit and object, its file. */
export const targetsOf = ({ unit, object, file }: Danger): string[] =>
  [unit, unit && object && `${unit} ${idText(object, true)}`, file].filter(target => target !== undefined)

/**
 * The dangers with the acknowledgements of a pull request, and what is wrong with those: an acknowledgement that doesn't hold blocks too. Who
 * may approve is what base's CODEOWNERS says, because head's is what the pull request writes.
 */
export const acknowledged = (dangers: readonly Danger[], asked: Asked): Danger[] => {
  const { pr, base, head, changed } = asked
  const files = head.files.filter(file => file.startsWith(`${folder}/`))
  const codeOwners = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'].map(base.read).find(text => text !== undefined) ?? ''
  const mine = files.filter(file => nameOf(file)?.pr === pr).map(file => ackOf(file, head.read(file) ?? '', ownersOf(codeOwners, file)))
  const strays = files.filter(file => changed.includes(file) && nameOf(file)?.pr !== pr).map(file => stray(file, pr))
  const covers = (ack: Ack, danger: Danger): boolean =>
    ack.rule === danger.rule && (ack.dangers === 'all' || targetsOf(danger).some(target => ack.dangers.includes(target)))
  const valid = mine.filter(({ problems }) => problems.length === 0)
  return [
    ...mine.flatMap(ack => [...ack.problems, ...effects(ack, dangers)].map(problem => refused(ack.file, problem))),
    ...strays,
    ...dangers.map(danger => {
      const ack = valid.find(one => covers(one, danger) && effects(one, dangers).length === 0)
      return ack ? { ...danger, acknowledged: ack.file } : danger
    }),
  ]
}

const refused = (file: string, { problem, fix }: { problem: string; fix: string }): Danger => ({
  ...{ rule: 'ACK', name: 'acknowledgement-refused', severity: 'blocks', file, problem: `${file}: ${problem}`, fix },
  why: 'an acknowledgement that doesn’t say exactly what it allows, allows what nobody looked at',
  more: 'docs/dangers.md#acknowledging',
})

const stray = (file: string, pr: number): Danger =>
  refused(file, {
    problem: nameOf(file) ? `is not for pull request ${pr}` : 'its name is not <pull request>-<rule>.yaml',
    fix: `call it ${folder}/${pr}-<rule>.yaml, like ${folder}/${pr}-D09.yaml`,
  })

/** What an acknowledgement says that no danger bears out. */
const effects = ({ rule, dangers: said }: Ack, dangers: readonly Danger[]): { problem: string; fix: string }[] => {
  if (dangerRules[rule] === undefined) return []
  const own = dangers.filter(one => one.rule === rule)
  if (own.length === 0) return [{ problem: `${rule} finds nothing in this change`, fix: 'delete it: it would hide the next danger' }]
  const known = [...new Set(own.map(one => targetsOf(one).at(-1) ?? ''))]
  if (said === 'all')
    return own.length < fewest
      ? [{ problem: `"all" is too broad for ${own.length} danger${own.length === 1 ? '' : 's'}`, fix: `name each: ${known.join(', ')}` }]
      : []
  const targets = new Set(own.flatMap(targetsOf))
  return said
    .filter(target => !targets.has(target))
    .map(target => ({ problem: `${rule} finds nothing at "${target}"`, fix: `name what it found: ${known.slice(0, 5).join(', ')}` }))
}
