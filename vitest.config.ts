import { defineConfig } from 'vitest/config'

const pure = ['test/core/**/*.test.ts', 'test/flow/**/*.test.ts', 'test/property/**/*.test.ts']

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'pure', include: pure } },
      {
        extends: true,
        test: {
          name: 'served',
          include: ['test/**/*.test.ts'],
          exclude: pure,
          globalSetup: ['test/support/servers.ts'],
        },
      },
    ],
  },
})
