import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { freePort } from '../../src/shell/local/port.ts'

test('a server that is away is said with a code, exit code 2', async () => {
  const url = `postgres://nobody@127.0.0.1:${await freePort(0)}/none`
  const run = promisify(execFile)
  const failed = await run(process.execPath, ['bin/arrears.mjs', 'audit', 'verify', '--json'], {
    env: { ...process.env, DATABASE_URL: url },
  }).catch((error: unknown) => error)
  expect(failed).toMatchObject({ code: 2, stdout: expect.stringContaining('"code":"not_reachable"') })
})
