import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { expect, test } from 'vitest'

const FULL = '/dev/full'
/** The last line goes to standard error, so that whatever the log does can be told. */
const PROGRAM = `
import { setTimeout as sleep } from 'node:timers/promises'
import { openLog } from './src/shell/log/log.ts'
const [file] = process.argv.slice(1)
const log = openLog({ worker: 'test', level: 'info', ...(file && { file }) })
for (let line = 0; line < 50; line++) {
  log.info({ event: 'a line', text: 'x'.repeat(100) })
  await sleep(1)
}
console.error('it works')
process.exit(0)`

const flags = ['--import', 'tsx', '--input-type=module', '-e', PROGRAM]

test.each([
  ['a file', [FULL], 'ignore'],
  ['standard output', [], 'full'],
] as const)('a process whose log goes to %s on a full disk works, says so once, and ends', (_, args, out) => {
  const full = openSync(FULL, 'w')
  const { status, stderr } = spawnSync(process.execPath, [...flags, '--', ...args], {
    stdio: ['ignore', out === 'full' ? full : 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 120_000,
  })
  closeSync(full)
  expect([status, stderr]).toEqual([0, 'log_not_written: ENOSPC\nit works\n'])
})
