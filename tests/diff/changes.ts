import { fieldChanges } from '../../scripts/lib/diff/fields.ts'
import { pathText } from '../../scripts/lib/diff/path-text.ts'

/** `change path old → new`, one for each field. */
export const changes = (old: unknown, next: unknown): string[] =>
  fieldChanges(old, next).map(({ path, change, old: before, new: after }) => {
    const values = [before, after].filter(value => value !== undefined).map(value => JSON.stringify(value))
    return [change, pathText(path), values.join(' → ')].filter(Boolean).join(' ')
  })
