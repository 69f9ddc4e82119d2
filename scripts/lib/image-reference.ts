import { Failure } from './failure.ts'

export type ImageReference = { name: string; tag: string; digest?: string }

const shape =
  /^(?<name>(?:[a-z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*):(?<tag>\w[\w.-]{0,127})(?:@(?<digest>sha256:[0-9a-f]{64}))?$/

/**
 * `name:tag` or `name:tag@sha256:…` in its parts (grammar: OCI distribution specification 1.1).
 * Throws a Failure without a tag, and for tags that move: `latest` and branch names.
 */
export const parseImage = (text: string): ImageReference => {
  const { name, tag, digest } = shape.exec(text)?.groups ?? {}
  if (!name || !tag) throw new Failure(`"${text}" is not an image with a tag; write name:tag or name:tag@sha256:…`)
  if (/^(latest|main|master|develop)$/.test(tag)) throw new Failure(`${text}: the tag "${tag}" moves; name a version`)
  return digest ? { name, tag, digest } : { name, tag }
}

export const formatImage = ({ name, tag, digest }: ImageReference): string => `${name}:${tag}${digest ? `@${digest}` : ''}`

/** The registry's API host and the repository in it. A name without a registry is Docker Hub's, whose API has a host of its own. */
export const repositoryOf = (name: string): { registry: string; repository: string } => {
  const [first = '', ...rest] = name.split('/')
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  const registry = hasRegistry ? first : 'docker.io'
  const path = hasRegistry ? rest.join('/') : name
  if (registry !== 'docker.io') return { registry, repository: path }
  return { registry: 'registry-1.docker.io', repository: path.includes('/') ? path : `library/${path}` }
}
