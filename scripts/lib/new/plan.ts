import { type Edit, textOf } from '../edit/edits.ts'
import { Failure } from '../failure.ts'

/**
 * What makes a new thing: edits of sources, the units whose renders they make or change, what a person does then. `accepts` are units whose
 * renders change only because of this.
 */
export type Plan = { edits: Edit[]; accepts: string[]; apps: string[]; next: string[] }

/** A file that must not be there yet, unless it says just this. Throws a Failure when it says something else. */
export const newFile = (root: string, path: string, after: string): Edit => {
  const before = textOf(root, path)
  if (before !== undefined && before !== after)
    throw new Failure(`${path} is there already and says something else; choose another name, or edit it by hand`)
  return { path, before, after }
}

const label = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/

/** Throws a Failure for a name that can't be a namespace, a folder and part of an Application's name. */
export const checkName = (what: string, name: string): void => {
  if (!label.test(name))
    throw new Failure(`"${name}" can't be the name of ${what}; write lower-case letters, digits and dashes, at most 40, a letter first`)
}
