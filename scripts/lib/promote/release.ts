import { isMap } from 'yaml'
import { type Edit, textOf } from '../edit/edits.ts'
import { environmentsOf } from '../environments.ts'
import { Failure } from '../failure.ts'
import { resolveCommit } from '../git.ts'
import { isAncestor, refsOf } from '../git-refs.ts'
import { kustomizationOf, textOfDocument } from '../image-entry.ts'
import { findUnits, foldersOnDisk } from '../units.ts'

/** An environment's release: the edit, the revision until now, and the commit that comes. */
export type Release = { edit: Edit; before: string; commit: string }

const fileOf = (env: string): string => `argo/env/${env}/environment.yaml`

const revisionOf = (root: string, env: string): string | undefined => {
  const text = textOf(root, fileOf(env))
  const revision = text === undefined ? undefined : kustomizationOf(fileOf(env), text).getIn(['data', 'revision'])
  return revision === undefined ? undefined : String(revision)
}

/**
 * Makes an environment run a tag (or a commit, by its full id). Throws a Failure for an environment that follows a branch, a tag that isn't
 * here, and, unless `skip`, one that the environment before it hasn't run.
 */
export const planRelease = (root: string, env: string, tag: string, skip: boolean): Release => {
  const before = /^[\w.-]+$/.test(env) ? revisionOf(root, env) : undefined
  if (before === undefined) {
    const envs = findUnits(foldersOnDisk(root))
      .filter(({ path }) => path.startsWith('argo/env/'))
      .map(unit => unit.env)
    throw new Failure(`no environment is called "${env}"; there are ${envs.join(', ') || 'none'} (argo/env/<env>/environment.yaml)`)
  }
  const file = fileOf(env)
  if (refsOf(root, 'branch', before).length > 0)
    throw new Failure(`${env} follows the branch ${before}, so a merge is its release; to pin it, edit ${file} by hand`)
  const commit = commitOf(root, tag)
  if (!skip) requireRehearsed(root, env, tag, commit)
  const text = textOf(root, file) ?? ''
  const document = kustomizationOf(file, text)
  const data = document.get('data')
  if (isMap(data) && before !== tag) data.set('revision', tag)
  return { edit: { path: file, before: text, after: before === tag ? text : textOfDocument(document) }, before, commit }
}

const commitOf = (root: string, tag: string): string => {
  if (/^[0-9a-f]{40}$/.test(tag)) return resolveCommit(root, tag, 'the commit')
  if (refsOf(root, 'tag', tag).length === 0)
    throw new Failure(`there is no tag "${tag}" here; fetch it (git fetch --tags), or make it: git tag --annotate ${tag} --message ${tag}`)
  return resolveCommit(root, `refs/tags/${tag}`, 'the tag')
}

/** The environment before one, or before the one that it follows; undefined for the first. */
const rehearsalOf = (root: string, env: string): string | undefined => {
  const all = environmentsOf(root)
  const self = (name: string | undefined): (typeof all)[number] | undefined => all.find(one => one.name === name)
  return (self(self(env)?.builtOn) ?? self(env))?.promotedFrom
}

/** It runs a branch or a tag; everything up to there it has run. */
const requireRehearsed = (root: string, env: string, tag: string, commit: string): void => {
  const before = rehearsalOf(root, env)
  const runs = before === undefined ? undefined : revisionOf(root, before)
  if (before === undefined || runs === undefined) return
  const seen = revisionRefs(root, runs)
  if (seen.length === 0) throw new Failure(`${before} runs "${runs}", which isn't here; fetch it (git fetch), or say --skip-ok`)
  if (!seen.some(ref => isAncestor(root, commit, ref)))
    throw new Failure(`${tag} is not in what ${before} runs (${runs}), so nobody has rehearsed it; merge it there first, or say --skip-ok`)
}

/** What a revision may mean here: a branch, a tag, a commit. */
const revisionRefs = (root: string, revision: string): string[] => {
  const found = [...refsOf(root, 'branch', revision), ...refsOf(root, 'tag', revision)]
  return found.length === 0 && isHere(root, revision) ? [revision] : found
}

/** Whether a revision is a commit here. */
export const isHere = (root: string, revision: string): boolean => {
  try {
    return resolveCommit(root, revision) !== ''
  } catch {
    return false
  }
}
