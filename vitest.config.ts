import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const pure = [
  'test/core/**/*.test.ts',
  'test/flow/**/*.test.ts',
  'test/property/**/*.test.ts',
  'test/providers/**/*.test.ts',
]

/** Short files that run long: begun last, one of them would keep the whole run waiting. */
const LONG = [
  'test/shell/record/record.test.ts',
  'test/shell/record/ledger.test.ts',
  'test/flow/record.test.ts',
  'test/scenario/real-ledger.test.ts',
  'test/scenario/golden-history.test.ts',
]

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((path) => moduleId.endsWith(path))
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    pool: 'forks',
    // One more than the processors that CI has: tests with real processes wait for much of their time.
    maxWorkers: 3,
    // What hangs is ended; what is slow because the machine is busy is not a failure.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Each worker loads the engine once, for all its files.
    isolate: false,
    sequence: { sequencer: LongFirst },
    projects: [
      { extends: true, test: { name: 'pure', include: pure } },
      {
        extends: true,
        test: {
          name: 'served',
          include: ['test/**/*.test.ts'],
          exclude: pure,
          globalSetup: ['test/support/servers.ts'],
          setupFiles: ['test/support/own-process.ts'],
        },
      },
    ],
  },
})
