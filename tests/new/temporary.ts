import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A folder for all tests of a file, deleted when they end. */
export const temporary = (): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gitops-new-test-')))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
