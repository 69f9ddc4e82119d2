import { unified } from '../diff/unified.ts'
import { inline } from '../failure.ts'
import { print } from '../print.ts'
import { colours, type Paint, plain } from '../report/text.ts'
import { applyEdits, changesOf, type Edit } from './edits.ts'

const signs = { removed: '-', added: '+', same: ' ', hunk: '' } as const
const styles = { removed: 'red', added: 'green', same: 'dim', hunk: 'cyan' } as const

/** One edit for a person: its file and the lines that change; a new file is only named. */
const editText = ({ path, before, after }: Edit, paint: Paint): string => {
  if (before === undefined) return `new      ${inline(path)}`
  const lines = unified(before, after, 2).map(({ kind, text }) => paint(styles[kind], `    ${signs[kind]}${inline(text)}`))
  return [`changed  ${inline(path)}`, ...lines].join('\n')
}

/** What becomes of a plan: `dryRun` writes nothing, `next` is what to do then. */
export type Ending = { dryRun: boolean; nothing: string; next: readonly string[]; folded?: (path: string) => boolean }

/** Shows every change, writes all of them or none, and says what comes next. */
export const finish = (root: string, planned: readonly Edit[], { dryRun, nothing, next, folded = () => false }: Ending): void => {
  const edits = changesOf(planned)
  if (edits.length === 0) {
    print(`${nothing}\n`)
    return
  }
  if (!dryRun) applyEdits(root, edits)
  const paint = process.stdout.isTTY && !process.env.NO_COLOR ? colours : plain
  const shown = edits.filter(({ path }) => !folded(path))
  const more = edits
    .filter(({ path }) => folded(path))
    .map(({ path, before }) => `${before === undefined ? 'new    ' : 'changed'}  ${inline(path)}`)
  const ending = dryRun ? ['nothing is written (--dry-run)'] : next.map((line, i) => `${i === 0 ? 'next:' : '     '}    ${line}`)
  print(`${[...shown.map(edit => editText(edit, paint)), ...more, ...ending].join('\n')}\n`)
}

/** The command that accepts the renders of some units. */
export const acceptCommand = (units: readonly string[]): string => `pnpm render ${units.join(' ')} --update`
