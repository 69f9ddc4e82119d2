import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**'],
    // Requirement tests share one render of each unit.
    globalSetup: ['tests/requirements/setup.ts'],
    // Tests start real programs (engines, git, kubeconform); on two cores a crowd of them is slower than two at a time.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default', ['json', { outputFile: '.turbo/tests.json' }]],
  },
})
