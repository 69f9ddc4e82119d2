import { posix } from 'node:path'
import { pathMatch, pathspecMatch } from './match.ts'
import { evaluateAt } from './template.ts'
import { type Evaluate, type Files, type Params, type Path, SetProblem } from './types.ts'

type Item = { path: string; exclude?: boolean }
type Git = { directories?: Item[]; files?: Item[]; pathParamPrefix?: string; values?: Record<string, string> }

/** Argo CD's `normalize`: a DNS subdomain of a name (applicationset/utils/template_functions.go). */
const normalize = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^-a-z0-9.]/gu, '-')
    .slice(0, 253)
    .replace(/^[-.]+|[-.]+$/g, '')

const known = new WeakMap<readonly string[], Set<string>>()

/** Every folder that a clone of the tree has, but those that Argo CD hides: with a dot in front, at any level. Each set asks it of the same tree. */
const foldersOf = (files: readonly string[]): Set<string> => {
  const folders = known.get(files) ?? new Set<string>()
  if (known.has(files)) return folders
  known.set(files, folders)
  for (const file of files) {
    const parts = file.replace(/\/$/, '').split('/').slice(0, -1)
    for (const [i, part] of parts.entries()) {
      if (part.startsWith('.')) break
      folders.add(parts.slice(0, i + 1).join('/'))
    }
  }
  return folders
}

const params = (path: string, prefix: string | undefined, more: object = {}): Params => {
  const basename = posix.basename(path)
  const own = { path, basename, basenameNormalized: normalize(basename), segments: path.split('/'), ...more }
  return prefix ? { [prefix]: { path: own } } : { path: own }
}

/** A folder is taken when an item names it and none excludes it, whatever their order. A malformed glob names nothing. */
const directoryParams = ({ directories = [], pathParamPrefix }: Git, { files, read, exact = false }: Files): Params[] => {
  const items = directories.map(({ path, exclude }) => ({ glob: pathMatch(path), exclude }))
  // The list of a working tree can name deleted files, which leave no folder.
  const isThere = (folder: string): boolean =>
    files.some(file => file.startsWith(`${folder}/`) && (exact || file.endsWith('/') || read(file) !== undefined))
  return [...foldersOf(files)]
    .filter(folder => {
      const named = items.filter(({ glob }) => glob?.test(folder))
      return named.length > 0 && !named.some(({ exclude }) => exclude) && isThere(folder)
    })
    .map(folder => params(folder, pathParamPrefix))
}

/** One set of parameters for each object in each file; files are taken as folders are. */
const fileParams = async ({ files: items = [], pathParamPrefix }: Git, tree: Files, evaluate: Evaluate, at: Path): Promise<Params[]> => {
  const matching = (excluded: boolean): Set<string> =>
    new Set(
      items.flatMap(({ path, exclude = false }, i) => {
        const matches = pathspecMatch(path)
        if (!matches)
          throw new SetProblem(
            'ARGO_GENERATOR',
            [...at, 'files', i, 'path'],
            `the path "${path}" is more than names, * and ?, and is not expanded here`,
            'write it with names, * and ? alone, relative to the repository',
          )
        return exclude === excluded ? tree.files.map(file => file.replace(/\/$/, '')).filter(matches) : []
      }),
    )
  const excluded = matching(true)
  const all: Params[] = []
  for (const file of [...matching(false)].filter(file => !excluded.has(file)).sort()) {
    const folder = posix.dirname(file)
    const filename = posix.basename(file)
    const own = params(folder, pathParamPrefix, { filename, filenameNormalized: normalize(filename) })
    for (const object of await objectsIn(file, tree, evaluate, at)) all.push({ ...object, ...own })
  }
  return all
}

/** The objects of a YAML or JSON file: one, or those of a list; read by the controller's own YAML parser. */
const objectsIn = async (file: string, { read }: Files, evaluate: Evaluate, at: Path): Promise<Params[]> => {
  const text = read(file)
  if (text === undefined) {
    // A deleted file that Git still lists is none.
    return []
  }
  for (const parser of ['fromYaml', 'fromYamlArray']) {
    const parsed = await evaluate(`{{ ${parser} .text | toJson }}`, { text }, [])
    if ('error' in parsed) continue
    const objects: unknown[] = [JSON.parse(parsed.text) ?? {}].flat()
    if (objects.every(isObject)) return objects.map(object => object ?? {})
  }
  throw new SetProblem(
    'ARGO_GENERATOR',
    at,
    `${file} is neither an object nor a list of objects`,
    `make ${file} a YAML or JSON object, or a list of them`,
  )
}

const isObject = (value: unknown): value is Params | null => typeof value === 'object' && !Array.isArray(value)

/**
 * The parameters of a git generator over a tree, which stands for the repository and revision that it names.
 * `values` are templates over the rest of the parameters (applicationset/generators/git.go). Throws a SetProblem.
 */
export const gitParams = async (git: Git, tree: Files, evaluate: Evaluate, options: readonly string[], at: Path): Promise<Params[]> => {
  const directories = (git.directories ?? []).length > 0
  if (!directories && (git.files ?? []).length === 0)
    throw new SetProblem('ARGO_GENERATOR', at, 'the git generator has neither directories nor files', 'name folders or files')
  const found = directories ? directoryParams(git, tree) : await fileParams(git, tree, evaluate, at)
  const values = Object.entries(git.values ?? {})
  if (values.length === 0) return found
  return Promise.all(
    found.map(async one => {
      const filled = values.map(async ([name, text]) => [name, await evaluateAt(evaluate, text, one, options, [...at, 'values', name])])
      return { ...one, values: Object.fromEntries(await Promise.all(filled)) }
    }),
  )
}
