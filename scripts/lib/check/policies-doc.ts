import { exit } from '../failure.ts'
import { readInside, writeInside } from '../files.ts'
import { print } from '../print.ts'
import { home } from '../tools.ts'
import { type Loaded, loadJudges } from './judges.ts'

export const policiesDoc = 'docs/policies.md'

const head = `# What \`pnpm check\` judges

<!-- Written by \`pnpm check --write-docs\` from the tables beside the rules; edit those. -->

A rule is enforced by the **cluster** too where the API server refuses what breaks it (a ValidatingAdmissionPolicy, or Pod Security through the
namespace's label); the others are judged here alone. Severity is what a rule says at its strictest: some only warn outside prod and offline. A
waivable rule takes a waiver: \`overlays/<env>/cluster-policies/waivers/<name>.yaml\`. What building, schemas and golden files say is in
[bad-input.md](bad-input.md).
`

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;')

/** The table of all rules, family by family. */
export const policiesText = (families: readonly Loaded[]): string => [head, ...families.map(section)].join('\n')

const section = ({ name, about, judge }: Loaded): string => {
  const rows = Object.entries(judge.rules)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { severity, enforced, waivable, why, fix }]) =>
      ['', `\`${code}\``, severity, enforced, waivable ? 'yes' : 'no', cell(why), cell(fix), ''].join(' | ').trim(),
    )
  return [
    `## ${name}\n`,
    `${about}\n`,
    '| Code | Severity | Enforced by | Waivable | Why | Fix |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

/** Writes docs/policies.md and docs/dangers.md of this project; returns the exit code. */
export const writePoliciesDoc = async (): Promise<number> => {
  const { dangersDoc, dangersText } = await import('../danger/document.ts')
  for (const [path, text] of [
    [policiesDoc, policiesText(await loadJudges(true))],
    [dangersDoc, dangersText()],
  ] as const) {
    const same = readInside(home, path)?.toString() === text
    if (!same) writeInside(home, path, text)
    print(`${path} ${same ? 'is as the rules say' : 'was written'}\n`)
  }
  return exit.fine
}
