import { dirname } from 'node:path'
import { readFlags } from './args.ts'
import { exit, Failure, inline } from './failure.ts'
import { deleteInside, readInside, writeInside } from './files.ts'
import { type Expiring, expiringWaivers, withoutFiles } from './policy/expiring.ts'
import { findRoot } from './root.ts'

const help = `Says which waivers have expired or soon will. pnpm check judges a commit on its own day; this judges today.

  pnpm waivers                  those that have expired, or will within 14 days
  pnpm waivers --within 60      days to look ahead
  pnpm waivers --remove         delete the expired ones, file and line; the object must then keep the rule
  pnpm waivers --date DAY       another day than today, YYYY-MM-DD
  pnpm waivers --root DIR       another repository

Exit codes: 0 none has expired (or it is removed), 1 some have, 2 bad usage, 3 a bug of ours.`

const flags = {
  within: { type: 'string', default: '14' },
  date: { type: 'string' },
  remove: { type: 'boolean' },
  root: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** What `pnpm waivers` does, from its arguments to its exit code. */
export const waiversCommand = async (argv: string[]): Promise<number> => {
  const values = readFlags('waivers', argv, flags)
  if (values.help) {
    console.log(help)
    return exit.fine
  }
  const today = values.date ?? new Date().toISOString().slice(0, 10)
  if (!/^\d{4}-\d\d-\d\d$/.test(today) || Number.isNaN(Date.parse(today))) throw new Failure(`--date ${today}: write a day like 2027-02-01`)
  if (!/^\d{1,4}$/.test(values.within)) throw new Failure(`--within ${values.within}: write days`)
  const root = findRoot(values.root)
  const near = expiringWaivers(root, today).filter(({ days }) => days <= Number(values.within))
  for (const waiver of near) console.log(lineOf(waiver, values.remove ?? false))
  const expired = near.filter(({ days }) => days < 0)
  if (near.length === 0) console.log(`no waiver expires within ${values.within} days of ${today}`)
  if (!values.remove) return expired.length > 0 ? exit.findings : exit.fine
  remove(root, expired)
  return exit.fine
}

const lineOf = ({ file, line, policy, expires, days }: Expiring, removed: boolean): string => {
  const where = `${inline(file)}:${line}  ${inline(policy)}`
  if (days >= 0) return `${where} expires on ${expires}, in ${days} days; mend the object, or ask for time again`
  return `${where} expired on ${expires}; ${removed ? 'removed' : 'remove it: pnpm waivers --remove'}`
}

/** The line first, then the file: when this is interrupted, a file is left that nothing reads, which `pnpm check` names. */
const remove = (root: string, expired: readonly Expiring[]): void => {
  for (const [folder, group] of Map.groupBy(expired, ({ file }) => dirname(file))) {
    const list = `${folder}/kustomization.yaml`
    const names = group.map(({ file }) => file.slice(folder.length + 1))
    writeInside(root, list, withoutFiles(readInside(root, list)?.toString() ?? '', names))
    for (const { file } of group) deleteInside(root, file)
  }
}
