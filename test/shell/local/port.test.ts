import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { runLine } from '../../../src/cli/command-line.ts'
import { upCommand } from '../../../src/cli/up.ts'
import { freePort, LAST_PORT } from '../../../src/shell/local/port.ts'

test('the port that is wished for is given where it is free, and another one where it is not', async () => {
  const own = await freePort(0)
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(own, '127.0.0.1', resolve))
  const other = await freePort(own)
  server.close()
  expect(other).not.toBe(own)
})

test('the system chooses where the wish is beyond the last port', async () => {
  expect(await freePort(LAST_PORT + 1)).toBeLessThanOrEqual(LAST_PORT)
})

test.each(['0', '65536', '70000', 'x'])('--port %s is refused before anything begins', async (port) => {
  await expect(runLine(upCommand, 'up', ['--port', port])).rejects.toMatchObject({
    problems: [{ code: 'bad_number', path: '--port' }],
  })
})
