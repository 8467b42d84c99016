import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLog } from '../../../src/shell/log/log.ts'

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

/** The disk is full until more lines wait than there is room for; then it has room again. */
const FREED = `
import fs from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openLog } from './src/shell/log/log.ts'
const [file] = process.argv.slice(1)
const write = fs.write
fs.write = (fd, ...rest) => rest.at(-1)(Object.assign(new Error('full'), { code: 'ENOSPC' }))
const log = openLog({ worker: 'test', level: 'info', file })
for (let line = 0; line < 180; line++) {
  log.info({ event: 'a line', text: 'x'.repeat(100_000) })
  await sleep(1)
}
fs.write = write
await sleep(3000)
log.info({ event: 'the last line' })
await sleep(500)
process.exit(0)`

test('a log goes on once there is room again, and says that lines were lost', () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-'))
  const file = join(folder, 'engine.log')
  const args = ['--import', 'tsx', '--input-type=module', '-e', FREED, '--', file]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 })
  const written = readFileSync(file, 'utf8').trim().split('\n')
  rmSync(folder, { recursive: true })
  expect([status, stderr]).toEqual([
    0,
    'log_not_written: ENOSPC\nlog_lines_lost: too many wait to be written\n',
  ])
  expect(written.length).toBeGreaterThan(100)
  expect(JSON.parse(written.at(-1) ?? '')).toMatchObject({ event: 'the last line' })
})

test('a log that cannot be opened is refused at the start, with its cause', () => {
  expect(() => openLog({ worker: 'test', level: 'info', file: '/dev/null/engine.log' })).toThrow(
    expect.objectContaining({
      problems: [expect.objectContaining({ code: 'bad_setting', path: 'LOG_FILE' })],
    }),
  )
})
