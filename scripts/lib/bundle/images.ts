import { isPair, parse, parseAllDocuments, visit } from 'yaml'
import { environmentsOf } from '../environments.ts'
import { Failure } from '../failure.ts'
import { listInside, readInside } from '../files.ts'
import { kustomizationOf } from '../image-entry.ts'
import { repositoryOf } from '../image-reference.ts'

/** An image that a site needs: where it comes from, what the site's registry calls it, and who asks for it. */
export type BundleImage = { source: string; mirror: string; digest: string | undefined; from: string[] }

type Entry = { name: string; newName?: string }

const textOf = (root: string, path: string): string => readInside(root, path)?.toString() ?? ''

/** The registry of a site and its version of Kubernetes, as its environment names them. Throws a Failure for one without a registry. */
export const siteOf = (root: string, env: string): { registry: string; kubernetes: string } => {
  const file = `base/env/${env}/environment.yaml`
  if (!readInside(root, file))
    throw new Failure(
      `no environment is called "${env}"; there are ${
        environmentsOf(root)
          .map(({ name }) => name)
          .join(', ') || 'none'
      }`,
    )
  const document = kustomizationOf(file, textOf(root, file))
  const registry = document.getIn(['data', 'registry'])
  if (!registry) throw new Failure(`${file} names no registry, so ${env} has no mirror to fill; only such a site needs a bundle`)
  return { registry: String(registry), kubernetes: String(document.getIn(['data', 'kubernetes-version']) ?? '') }
}

/** Where the overlays of a site take their mirror's names from: `registry.site.example/team/app` by its own name. */
const sources = (root: string, env: string): Map<string, string> => {
  const files = listInside(root, `overlays/${env}`).filter(file => file.endsWith('/kustomization.yaml'))
  const entries = files.flatMap(file => ((parse(textOf(root, file)) as { images?: Entry[] } | null)?.images ?? []) as Entry[])
  return new Map(entries.flatMap(({ name, newName }) => (newName ? [[newName, name] as const] : [])))
}

/** Every text in some YAML that names an image of a registry, wherever it stands: a container's, an operator's setting, an argument. */
const named = (yaml: string, registry: string): string[] => {
  const found = new Set<string>()
  const pattern = new RegExp(`(?<![\\w./-])${RegExp.escape(registry)}/[a-z0-9][\\w./-]*(?::[\\w][\\w.-]*)?(?:@sha256:[0-9a-f]{64})?`, 'g')
  for (const document of parseAllDocuments(yaml))
    visit(document, {
      Scalar: (_, { value }) => {
        if (typeof value === 'string')
          for (const [image] of value.matchAll(pattern)) if (/[:@]/.test(image.slice(registry.length))) found.add(image)
      },
    })
  return [...found]
}

/**
 * The images in an environment's accepted renders, Argo CD's own included. Throws a Failure for one whose source no overlay names: nobody
 * could fetch it.
 */
export const renderedFor = (root: string, env: string): BundleImage[] => {
  const [{ registry }, from] = [siteOf(root, env), sources(root, env)]
  const files = [...listInside(root, `tests/golden/${env}`), `tests/golden/argo/${env}.yaml`].filter(file => file.endsWith('.yaml'))
  return merged(
    files.flatMap(file =>
      named(textOf(root, file), registry).map(image => {
        const [name = '', digest] = image.split('@')
        const at = name.lastIndexOf(':')
        const source = from.get(at > registry.length ? name.slice(0, at) : name)
        if (!source) throw new Failure(`${file}: no overlay of ${env} says where ${image} comes from; add its entry to images`)
        return {
          source: `${source}${at > registry.length ? name.slice(at) : ''}`,
          mirror: name,
          digest,
          from: [file.slice('tests/golden/'.length, -'.yaml'.length)],
        }
      }),
    ),
  )
}

/** The images that charts name, in the values of this repository or in what `helm template` made of them, by file. */
export const chartImages = (root: string, env: string, files: readonly { path: string; text: string }[]): BundleImage[] => {
  const { registry } = siteOf(root, env)
  return merged(
    files.flatMap(({ path, text }) =>
      imagesIn(text).map(image => {
        const [name = '', digest] = image.split('@')
        const { repository } = repositoryOf(name)
        return { source: name, mirror: `${registry}/${repository}`, digest, from: [path] }
      }),
    ),
  )
}

const reference = String.raw`(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?\/[a-z0-9][a-z0-9._/-]*:\w[\w.-]*(?:@sha256:[0-9a-f]{64})?`
/** A whole reference with its registry: alone, behind `=` in an argument, or in a line of a setting. */
const anywhere = new RegExp(`(?<![^\\s="',])${reference}(?![^\\s"',])`, 'g')
const short = /^[a-z0-9][\w./-]*:\w[\w.-]*(?:@sha256:[0-9a-f]{64})?$/

/** What a chart runs: every reference that names its registry, and the short names of Docker Hub under keys called `image`. */
const imagesIn = (yaml: string): string[] => {
  const found: string[] = []
  for (const document of parseAllDocuments(yaml, { logLevel: 'silent' }))
    visit(document, {
      Scalar: (key, { value }, path) => {
        if (typeof value !== 'string' || key === 'key') return
        found.push(...[...value.matchAll(anywhere)].map(([image]) => image))
        const pair = path.at(-1)
        if (isPair(pair) && String(pair.key) === 'image' && short.test(value)) found.push(value)
      },
    })
  return [...new Set(found)]
}

/** Each image once, sorted. */
export const merged = (images: readonly BundleImage[]): BundleImage[] =>
  [...Map.groupBy(images, ({ source, digest }) => `${source}@${digest ?? ''}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => (group[0] ? [{ ...group[0], from: [...new Set(group.flatMap(({ from }) => from))].sort() }] : []))
