import { beforeAll } from 'vitest'
import { iAm } from '../../src/cli/whoami.ts'

/** Files of the served tier share a process, which loads the engine once: what a command leaves in its process is taken back. */
beforeAll(() => {
  process.exitCode = undefined
  iAm(null)
})
