import { expect } from 'vitest'
import { row } from '../row.ts'

row('ENGRAM-154', 'CI validates, and tries on an API server', see => {
  expect(see.text('.ci/run')).toMatch(/pnpm@12 test\b[\s\S]*pnpm@12 e2e\b/)
  expect(see.text('tests/e2e/accepted.e2e.ts')).toMatch(/\{ dryRun: true \}/)
  expect(see.text('tests/combinations.test.ts')).toMatch(/validate\(/)
})
