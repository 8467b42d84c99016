import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { runLine } from '../../src/cli/command-line.ts'
import { auditCommand } from '../../src/cli/audit.ts'
import { ProblemError } from '../../src/core/base/problem.ts'
import { connect, type Database } from '../../src/shell/pg/base/database.ts'
import { billed, opened } from '../shell/record/facts.ts'
import { type PgStage, pgStage } from '../shell/record/pg-stage.ts'

let stage: PgStage
let owner: Database
let folder: string
let said: string[]

beforeAll(async () => {
  stage = await pgStage()
  owner = connect({ url: stage.ownerUrl, max: 1, applicationName: 'test' })
  folder = mkdtempSync(join(tmpdir(), 'arrears-audit-cli-'))
  await stage.record(opened('A1'), billed('A1', 'o', '2026-02-01'), opened('A2', { debtor: 'D2' }))
})
beforeEach(() => {
  said = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
  const url = new URL(stage.ownerUrl)
  url.username = 'arrears_engine'
  vi.stubEnv('DATABASE_URL', url.href)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  process.exitCode = undefined
})
afterAll(async () => {
  await owner.close()
  await stage.close()
  rmSync(folder, { recursive: true })
})

const verify = (...rawArgs: string[]) => runLine(auditCommand, 'audit', ['verify', ...rawArgs])

test('heads go to a file, a line each, and an untouched book holds against them: exit code 0', async () => {
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, ['bin/arrears.mjs', 'audit', 'heads'], {
    env: { ...process.env },
  })
  const lines = stdout.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { person: 1, account: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { person: 2, account: 2 },
  ])
  writeFileSync(join(folder, 'heads'), stdout)
  await verify('--heads', join(folder, 'heads'))
  expect(process.exitCode).toBeUndefined()
  expect(said).toEqual([expect.stringMatching(/^\d+ facts in 2 chains, 2 exported heads: all hold$/)])
})

test('a changed fact is told with its account, place and instant: exit code 1', async () => {
  await owner.query(`update fact set body = body || '{"amount":"1.00"}' where kind = 'obligation.billed'`)
  await verify()
  expect(process.exitCode).toBe(1)
  expect(said[0]).toMatch(/^broken: A1 \(a1\) at fact \d+, recorded 2026-03-01T12:00:00Z: this fact, or one/)
  expect(said[1]).toMatch(/1 broken$/)
  said = []
  await verify('--json', '--account', 'A2')
  expect(JSON.parse(said[0] ?? '')).toMatchObject({ chains: 1, count: 0, broken: [], heads: null })
  said = []
  await verify('--json', '--person', 'D1')
  expect(JSON.parse(said[0] ?? '')).toMatchObject({ count: 1, broken: [{ chain: 'a1', why: 'link' }] })
})

test.each([
  ['bad_day', ['--since', 'yesterday']],
  ['unknown_account', ['--account', 'nobody']],
  ['unknown_person', ['--person', 'nobody']],
  ['no_file', ['--heads', '/nowhere/heads']],
] as const)('what cannot be done is a problem: %s', async (code, args) => {
  const failed = await verify(...args).catch((error: unknown) => error)
  expect(failed instanceof ProblemError && failed.problems[0]?.code).toBe(code)
})

test('the option --since leaves out what came before', async () => {
  await verify('--json', '--since', '2026-03-02')
  expect(JSON.parse(said[0] ?? '')).toMatchObject({ facts: 0, chains: 2, count: 0 })
  expect(readFileSync(join(folder, 'heads'), 'utf8')).not.toContain('D1')
})
