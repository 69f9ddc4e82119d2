import { dangerRules } from './judge.ts'

export const dangersDoc = 'docs/dangers.md'

const head = `# Dangers

<!-- Written by \`pnpm check --write-docs\` from the tables in scripts/lib/danger; edit those. -->

\`pnpm diff\` builds both sides and judges what changes, where \`pnpm check\` judges what is. A danger that **blocks** ends it with exit code 1 until the pull request
acknowledges it; one that **warns** is said and passes. A release, which moves an environment's revision, is judged by what it changes there.

Rules about references look at all units of an environment; those that no changed file can touch are built only where something comes, goes, or is missing.

## Acknowledging

A file \`acks/<pull request>-<rule>.yaml\` in the pull request, which the owners of \`acks/\` in [CODEOWNERS](../.github/CODEOWNERS) review:

\`\`\`yaml
rule: D09
pr: 214
reason: The claim holds a cache that the new version doesn't read; its data was copied and can be made again.
dangers:
  - prod/engram PersistentVolumeClaim/engram/engram-data
approvedBy:
  - "@gitops/release"
\`\`\`

\`dangers\` names exactly what is meant: a unit, a unit and an object of it (\`<unit> <Kind>/<namespace>/<name>\`), or the file that the danger names. \`all\` is for ten dangers of a rule or
more. \`reason\` has 40 characters or more; \`approvedBy\` are owners that the CODEOWNERS of the branch to merge into names for the file.

An acknowledgement blocks as \`ACK\` when it is unused, too broad, names what the rule didn't find, is for another pull request, or has an unknown rule, field or owner. What was
merged stays as a record and is not judged again.
`

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;')

/** The text of docs/dangers.md. */
export const dangersText = (): string => {
  const table = Object.entries(dangerRules).map(([code, { name, severity, signal, why, fix, more }]) =>
    [
      `## ${code} ${name}\n`,
      `**${severity}** when ${cell(signal)}.\n`,
      `- Why: ${cell(why)}.`,
      `- Safely: ${cell(fix)}.`,
      `- Read on: ${cell(more)}\n`,
    ].join('\n'),
  )
  return [head, ...table].join('\n')
}
