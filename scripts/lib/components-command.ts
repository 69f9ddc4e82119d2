import { readFlags } from './args.ts'
import { type Component, componentsTable, type Reader } from './components-table.ts'
import { enginesFor } from './engines-for.ts'
import { exit } from './failure.ts'
import { listInside, readInside, writeInside } from './files.ts'
import { isBuilt, renderUnits } from './render.ts'
import { findRoot } from './root.ts'
import { findUnits, foldersOnDisk, ownLayout } from './units.ts'

const file = 'base/README.md'
const help = `Writes the table of shared Components in ${file}: purpose from the comment on top of each kustomization.yaml, prerequisite from
the paragraph of its README.md that begins with "Needs", users from what each unit's build reads.

  pnpm components            write it
  pnpm components --check    say whether it is as it should be, and write nothing
  --root DIR                 another repository

Exit codes: 0 fine, 1 the table is out of date, 2 bad usage or a unit that can't be built, 3 a bug of ours.`

const flags = { check: { type: 'boolean' }, root: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const

/** The shared Components of a tree, in the order of their names. */
const components = (root: string): Component[] => {
  const text = (path: string): string | undefined => readInside(root, path)?.toString()
  const kustomizations = listInside(root, 'base/components').filter(path => /^base\/components\/[^/]+\/kustomization\.yaml$/.test(path))
  return kustomizations.sort().map(path => {
    const name = path.split('/')[2] ?? ''
    return { name, kustomization: text(path) ?? '', readme: text(`base/components/${name}/README.md`) }
  })
}

/** Every overlay and what its build reads; one that can't be built counts with what it read until then. */
const readers = async (root: string): Promise<{ readers: Reader[]; broken: string[] }> => {
  const engines = await enginesFor(root)
  try {
    const rendered = await renderUnits(engines, 'work', findUnits(foldersOnDisk(root), ownLayout.slice(0, 1)))
    return {
      readers: rendered.map(({ unit: { env, name }, result: { reads } }) => ({ env, app: name.slice(env.length + 1), reads })),
      broken: rendered.filter(({ result }) => !isBuilt(result)).map(({ unit }) => unit.name),
    }
  } finally {
    engines.close()
  }
}

/** What `pnpm components` does, from its arguments to its exit code. */
export const componentsCommand = async (argv: string[]): Promise<number> => {
  const values = readFlags('components', argv, flags)
  if (values.help) {
    console.log(help)
    return exit.fine
  }
  const root = findRoot(values.root)
  const found = await readers(root)
  if (found.broken.length > 0) {
    console.error(`not every unit can be built, so who uses what isn't known; run: pnpm render ${found.broken.join(' ')}`)
    return exit.badInput
  }
  const before = readInside(root, file)?.toString() ?? ''
  const after = componentsTable(before, components(root), found.readers)
  if (before === after) {
    console.log(`${file} is up to date`)
    return exit.fine
  }
  if (values.check) {
    console.error(`${file} is out of date; write it with: pnpm components`)
    return exit.findings
  }
  writeInside(root, file, after)
  console.log(`wrote the table in ${file}`)
  return exit.fine
}
