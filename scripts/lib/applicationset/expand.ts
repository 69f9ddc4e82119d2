import { makeApplication } from './application.ts'
import { gitParams } from './git-generator.ts'
import {
  type Application,
  type ApplicationSet,
  type Evaluate,
  type Files,
  type Generator,
  type Params,
  type Path,
  SetProblem,
} from './types.ts'

/** What an ApplicationSet makes: its Applications by name, and why others are missing. */
export type Expansion = { applications: Application[]; problems: SetProblem[] }

const unsupported = (path: Path, what: string): SetProblem =>
  new SetProblem('ARGO_GENERATOR', path, `${what} is not expanded here`, 'use git directories, git files or a list, with goTemplate')

/** What a list generator gives: its elements, then those of elementsYaml, read by the controller's own parser. */
const listParams = async (
  { elements = [], elementsYaml }: { elements?: Params[]; elementsYaml?: string },
  evaluate: Evaluate,
  at: Path,
): Promise<Params[]> => {
  if (!elementsYaml) return elements
  const parsed = await evaluate('{{ fromYamlArray .text | toJson }}', { text: elementsYaml }, [])
  const more: unknown[] | undefined = 'text' in parsed ? JSON.parse(parsed.text) : undefined
  if (!more?.every(one => typeof one === 'object' && !Array.isArray(one)))
    throw new SetProblem(
      'ARGO_GENERATOR',
      [...at, 'elementsYaml'],
      'elementsYaml is not a YAML list of objects',
      'correct it, or write elements',
    )
  return [...elements, ...more.map(one => (one ?? {}) as Params)]
}

/** All parameters of one entry of `generators`. More than one generator in an entry is allowed. */
const paramsOf = async (generator: Generator, tree: Files, evaluate: Evaluate, options: readonly string[], at: Path): Promise<Params[]> => {
  const names = Object.keys(generator)
  const other = names.find(name => !['git', 'list'].includes(name))
  if (other) throw unsupported([...at, other], `the generator field "${other}"`)
  if (names.length === 0)
    throw new SetProblem('ARGO_GENERATOR', at, 'the generator is empty', 'delete it, or name folders, files or elements')
  for (const name of names)
    if ((generator[name] as { template?: unknown } | null)?.template)
      throw unsupported([...at, name, 'template'], `a generator's own template`)
  const list = generator.list ? await listParams(generator.list, evaluate, [...at, 'list']) : []
  const git = generator.git ? await gitParams(generator.git, tree, evaluate, options, [...at, 'git']) : []
  return [...list, ...git]
}

/** A name that the API server takes for an object (RFC 1123 subdomain). */
const validName = (name: string): boolean =>
  name.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name)

const namePath: Path = ['spec', 'template', 'metadata', 'name']

/** The controller makes neither of two Applications of one name, and the API server none with a name it doesn't take. */
const splitByName = (all: Application[]): Expansion => {
  const count = new Map<string, number>()
  for (const { metadata } of all) count.set(metadata.name, (count.get(metadata.name) ?? 0) + 1)
  const pathOf = ({ spec }: Application): string => spec.source?.path ?? spec.sources?.map(({ path }) => path).join() ?? ''
  const problems = [...count].flatMap(([name, times]) => {
    const paths = all.filter(({ metadata }) => metadata.name === name).map(pathOf)
    if (times > 1)
      return new SetProblem(
        'ARGO_NAME_DUPLICATE',
        namePath,
        `${times} Applications would be called "${name}" (${paths.join(', ')}), and none is made`,
        'make the name depend on what differs',
      )
    if (!validName(name))
      return new SetProblem(
        'ARGO_NAME_INVALID',
        namePath,
        `"${name}" is no name for an object (${paths.join()})`,
        'use lower case letters, digits, - and . ; the template function normalize makes such names',
      )
    return []
  })
  const applications = all.filter(({ metadata }) => count.get(metadata.name) === 1 && validName(metadata.name))
  return { applications: applications.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)), problems }
}

/**
 * Expands an ApplicationSet as Argo CD 3.5.7's controller would over a tree. One problem in a generator or template and the
 * controller touches none of the set's Applications, so the answer then holds none.
 * @param tree stands for every revision that the set's generators name
 */
export const expandSet = async (set: ApplicationSet, tree: Files, evaluate: Evaluate): Promise<Expansion> => {
  const { generators = [], goTemplate, goTemplateOptions = [], templatePatch } = set.spec
  try {
    if (!goTemplate) throw unsupported(['spec', 'goTemplate'], 'a template without goTemplate')
    if (templatePatch) throw unsupported(['spec', 'templatePatch'], 'templatePatch')
    const all = await Promise.all(
      generators.map((generator, i) => paramsOf(generator, tree, evaluate, goTemplateOptions, ['spec', 'generators', i])),
    )
    return splitByName(await Promise.all(all.flat().map(params => makeApplication(set, params ?? {}, evaluate))))
  } catch (error) {
    if (error instanceof SetProblem) return { applications: [], problems: [error] }
    throw error
  }
}
