import { beforeAll } from 'vitest'

/** Files share a process: what a command of one left as the exit code is not the next one's. */
beforeAll(() => {
  process.exitCode = undefined
})
