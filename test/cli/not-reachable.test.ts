import { expect, test } from 'vitest'
import { freePort } from '../../src/shell/local/port.ts'
import { compiled } from '../support/compiled.ts'

test('a server that is away is said with a code, exit code 2', async () => {
  const url = `postgres://nobody@127.0.0.1:${await freePort(0)}/none`
  const failed = await (await compiled()).cli(['audit', 'verify', '--json'], { DATABASE_URL: url })
  expect(failed).toMatchObject({ code: 2, out: expect.stringContaining('"code": "not_reachable"') })
})
