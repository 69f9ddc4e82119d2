import { createHash } from 'node:crypto'
import { Failure } from './failure.ts'
import { type Answer, get, NoAnswer, secureUrl } from './http.ts'
import { formatImage, type ImageReference, repositoryOf } from './image-reference.ts'

type Index = { mediaType?: string; manifests?: { platform?: { os?: string; architecture?: string } }[] }

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

const ms = 20_000

/**
 * Asks the image's registry (OCI distribution API, anonymous) whether it holds every platform, like `linux/arm64`.
 * Returns the reference with the digest of what was checked. Throws a Failure (exit 1) that says what is missing.
 */
export const verifyImage = async (image: ImageReference, platforms: readonly string[], api?: URL): Promise<ImageReference> => {
  const { registry, repository } = repositoryOf(image.name)
  const url = new URL(`/v2/${repository}/manifests/${image.digest ?? image.tag}`, api ?? secureUrl('registry', registry))
  const name = formatImage(image)
  const { status, body } = await answer(url, repository, name)
  if (status === 404) throw new Failure(`${name} is not in ${url.host}; push it or correct the tag`, 1)
  if (status === 401 || status === 403) throw new Failure(`${url.host} shows ${name} to nobody without a login (${status})`, 1)
  if (status !== 200) throw new Failure(`${url.host} answers ${status} for ${name}; try again later`, 1)
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`
  if (image.digest && image.digest !== digest) throw new Failure(`${url.host} sent other content than ${name} names: ${digest}`, 1)
  const found = platformsOf(body, name)
  const missing = platforms.filter(platform => !found.includes(platform))
  if (missing.length > 0)
    throw new Failure(`${name} has no ${missing.join(', no ')} (it has ${found.join(', ') || 'none'}); build and push it`, 1)
  return { ...image, digest }
}

/** The platforms of an image index; none for the manifest of a single image. Throws a Failure for anything else. */
const platformsOf = (body: string, name: string): string[] => {
  let index: Index
  try {
    index = JSON.parse(body)
  } catch {
    throw new Failure(`the manifest of ${name} is not JSON`, 1)
  }
  return (index?.manifests ?? [])
    .map(({ platform }) => `${platform?.os}/${platform?.architecture}`)
    .filter(platform => !/undefined|unknown/.test(platform))
}

const answer = async (url: URL, repository: string, name: string): Promise<Answer> => {
  try {
    const first = await get(url, ms, { accept })
    if (first.status !== 401) return first
    const token = await anonymousToken(first.headers.get('www-authenticate') ?? '', repository)
    return token ? await get(url, ms, { accept, authorization: `Bearer ${token}` }) : first
  } catch (error) {
    if (error instanceof NoAnswer) throw new Failure(`${name}: ${error.message}`, 1)
    throw error
  }
}

/** The token that a registry hands to everybody, or nothing. Protocol: https://distribution.github.io/distribution/spec/auth/token/ */
const anonymousToken = async (challenge: string, repository: string): Promise<string | undefined> => {
  const field = (key: string): string | undefined => new RegExp(`${key}="([^"]*)"`).exec(challenge)?.[1]
  const realm = field('realm')
  if (!/^bearer /i.test(challenge) || !realm) return undefined
  const url = secureUrl('the token service', realm)
  url.searchParams.set('scope', `repository:${repository}:pull`)
  const service = field('service')
  if (service) url.searchParams.set('service', service)
  const { status, body } = await get(url, ms)
  if (status !== 200) return undefined
  try {
    const { token, access_token: accessToken } = JSON.parse(body)
    return token ?? accessToken
  } catch {
    return undefined
  }
}
