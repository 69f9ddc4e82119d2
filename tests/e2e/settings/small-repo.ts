import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { git, write } from '../../../scripts/lib/e2e/git-repo.ts'
import type { KubeObject } from '../../../scripts/lib/engine.ts'

/** A repository of a few manifests; gitRepo, with all files of this checkout, would be a thousand times what these tests need. */
export type SmallRepo = {
  url: string
  /** Writes files (nothing deletes one) to `main` and pushes; returns the commit. */
  commit: (files: Files) => string
  /** Reverts the newest commit and pushes; returns the commit that does. */
  revert: () => string
  /** Puts an annotated tag on the newest commit, or moves it there, and pushes. */
  tag: (name: string) => void
}

export type Files = { [path: string]: string | undefined }

/** @param folder new; deleted with what it is in */
export const smallRepo = (folder: string): SmallRepo => {
  const bare = join(folder, 'repository.git')
  mkdirSync(folder, { recursive: true })
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', bare)
  git(folder, 'clone', '--quiet', bare, 'work')
  const work = join(folder, 'work')
  const push = (ref: string): string => {
    git(work, 'push', '--quiet', '--force', 'origin', ref)
    return git(work, 'rev-parse', 'HEAD')
  }
  return {
    url: pathToFileURL(bare).href,
    commit: files => {
      write(work, files)
      git(work, 'add', '--all')
      git(work, 'commit', '--quiet', '--message=change')
      return push('main')
    },
    revert: () => {
      git(work, 'revert', '--no-edit', 'HEAD')
      return push('main')
    },
    tag: name => {
      git(work, 'tag', '--force', '--annotate', `--message=${name}`, name)
      push(`refs/tags/${name}`)
    },
  }
}

/** Objects as files of a folder, one each. */
export const files = (folder: string, ...objects: KubeObject[]): Files =>
  Object.fromEntries(objects.map(object => [pathOf(folder, object), JSON.stringify(object)]))

/** The same files, deleted. */
export const without = (folder: string, ...objects: KubeObject[]): Files =>
  Object.fromEntries(objects.map(object => [pathOf(folder, object), undefined]))

const pathOf = (folder: string, { kind, metadata }: KubeObject): string => join(folder, `${kind}-${metadata.name}.json`)
