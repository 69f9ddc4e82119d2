import { Failure } from './failure.ts'

/** A shared Component: its folder's name, its kustomization.yaml, its README.md when it asks for something. */
export type Component = { name: string; kustomization: string; readme: string | undefined }

/** What a unit is and which paths its build looked at. */
export type Reader = { env: string; app: string; reads: readonly string[] }

const marks = /(?<=<!-- table: written by pnpm components -->\n).*?(?=<!-- end of table -->)/s

/** The line of purpose on top of a kustomization, below the line that names its schema. Throws a Failure without one. */
const purpose = ({ name, kustomization }: Component): string => {
  const comment = kustomization.split('\n').find(line => line.startsWith('# ') && !line.includes('$schema='))
  if (!comment) throw new Failure(`base/components/${name}/kustomization.yaml: say what it adds in a comment on top`)
  return comment.slice(2).replace(/\.$/, '')
}

/** The paragraph of a README that begins with "Needs". Throws a Failure when a README has none: what else would it be for? */
const prerequisite = ({ name, readme }: Component): string => {
  if (readme === undefined) return ''
  const needs = readme.split(/\n\n+/).find(paragraph => paragraph.startsWith('Needs '))
  if (!needs) throw new Failure(`base/components/${name}/README.md: begin a paragraph with "Needs"`)
  return needs.replace('Needs ', '').replaceAll('\n', ' ').trim().replace(/\.$/, '')
}

/** Apps whose units read a component's folder, with the environments where these aren't all that the app has. */
const usedBy = (name: string, readers: readonly Reader[]): string => {
  const apps = [...new Set(readers.map(({ app }) => app))].sort()
  const using = readers.filter(({ reads }) => reads.some(path => path.startsWith(`base/components/${name}/`)))
  const environments = [...new Set(using.map(({ env }) => env))]
  if (using.length > 0 && readers.filter(({ env }) => environments.includes(env)).length === using.length) {
    const all = new Set(readers.map(({ env }) => env)).size === environments.length
    return all ? 'every unit' : `every unit (${environments.join(', ')})`
  }
  return apps
    .flatMap(app => {
      const environments = using.filter(reader => reader.app === app).map(({ env }) => env)
      if (environments.length === 0) return []
      const all = readers.filter(reader => reader.app === app).length === environments.length
      return [all ? app : `${app} (${environments.join(', ')})`]
    })
    .join(', ')
}

/** base/README.md with the table between its two marks written anew; the rest of it is written by hand. */
export const componentsTable = (readme: string, components: readonly Component[], readers: readonly Reader[]): string => {
  if (!marks.test(readme)) throw new Failure('base/README.md has lost the two comment lines around its table; restore them')
  const rows = components.map(one => {
    const name = one.readme === undefined ? `\`${one.name}\`` : `[\`${one.name}\`](components/${one.name}/README.md)`
    return `| ${name} | ${purpose(one)} | ${prerequisite(one)} | ${usedBy(one.name, readers)} |\n`
  })
  return readme.replace(marks, () => `| component | purpose | prerequisite | used by |\n|---|---|---|---|\n${rows.join('')}`)
}
