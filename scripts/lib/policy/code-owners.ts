import { matchesGlob } from 'node:path'

/** The owners of a path as CODEOWNERS says: the last pattern that matches decides; none when there is no such file. */
export const ownersOf = (codeOwners: string, path: string): string[] =>
  codeOwners
    .split('\n')
    .map(line => line.replace(/(^|\s)#.*$/, '').trim())
    .filter(Boolean)
    .reduce<string[]>((owners, line) => {
      const [pattern = '', ...named] = line.split(/\s+/)
      return globsOf(pattern).some(glob => matchesGlob(path, glob)) ? named : owners
    }, [])

/** A pattern with a slash inside starts at the root, another matches at any depth; a folder means all in it. */
const globsOf = (pattern: string): string[] => {
  const anchored = pattern.replace(/\/$/, '').includes('/')
  const body = `${anchored ? '' : '**/'}${pattern.replace(/^\//, '')}`
  return body.endsWith('/') ? [`${body}**`] : [body, `${body}/**`]
}
