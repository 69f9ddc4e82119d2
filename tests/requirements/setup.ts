import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder in which the test files of one run share what they have rendered. */
    renders: string
  }
}

let folder: string

/** Called by vitest before a run (vitest.config.ts, globalSetup): a folder for renders, empty again before every rerun of watch mode. */
export const setup = (project: TestProject): void => {
  folder = mkdtempSync(join(tmpdir(), 'requirements-'))
  project.provide('renders', folder)
  project.onTestsRerun(() => {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder)
  })
}

/** Called by vitest at the end. */
export const teardown = (): void => rmSync(folder, { recursive: true, force: true })
