import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CommandDef, renderUsage } from 'citty'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runLine } from '../../src/cli/command-line.ts'
import { importCommand } from '../../src/cli/import.ts'
import { iAm } from '../../src/cli/whoami.ts'
import { ProblemError } from '../../src/core/base/problem.ts'
import { approvalsInForce, decideApproval } from '../../src/shell/pg/door/approval.ts'
import { brakesOn, stopBrake } from '../../src/shell/pg/door/brake.ts'
import { newVaultKeys } from '../../src/shell/pg/base/vault.ts'
import { seedCase } from '../shell/http/seed.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'

let folder: string
let database: TestDatabase
let said: string[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'arrears-import-test-'))
  database = await freshDatabase()
  said = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
  const keys = newVaultKeys()
  vi.stubEnv('DATABASE_URL', database.url)
  vi.stubEnv('ARREARS_SEAL_KEYS', keys.seal)
  vi.stubEnv('ARREARS_HASH_KEY', keys.hash)
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
  process.exitCode = undefined
  await database.drop()
})

const file = (text: string): string => {
  const path = join(folder, 'book.csv')
  writeFileSync(path, text)
  return path
}
const run = (...rawArgs: string[]) => runLine(importCommand, 'import', rawArgs)

const GOOD = 'account,debtor,creditor,currency,zone\nA1,D1,acme,USD,UTC\n'

test('a good file goes in: exit code 0, a summary, no rejects file', async () => {
  await run('accounts', file(GOOD))
  expect(process.exitCode).toBeUndefined()
  expect(said).toEqual(['1 lines: 1 new facts, 0 known already, 0 lines rejected'])
  expect(existsSync(`${join(folder, 'book.csv')}.rejects.ndjson`)).toBe(false)
})

test('bad lines go to a file beside it: exit code 1', async () => {
  await run('accounts', file(`${GOOD}A2,D2,acme,Ann Example,UTC\n`), '--json')
  expect(process.exitCode).toBe(1)
  const rejects = `${join(folder, 'book.csv')}.rejects.ndjson`
  expect(JSON.parse(said[0] ?? '')).toMatchObject({ rows: 2, taken: 1, rejected: 1, rejects })
  const lines = readFileSync(rejects, 'utf8').trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { line: 3, column: 'currency', code: 'unknown_currency' },
  ])
  expect(lines.join()).not.toContain('Ann')
})

test.each([
  ['empty_file', ['accounts', '']],
  ['no_file', ['accounts', null]],
  ['bad_as_of', ['accounts', GOOD, '--as-of', 'yesterday']],
  ['bad_number', ['accounts', GOOD, '--max-share', 'half']],
  ['truncated_file', ['accounts', GOOD, '--expect-rows', '2']],
] as const)('what cannot be done is a problem: %s', async (code, [kind, text, ...rest]) => {
  const path = text === null ? join(folder, 'absent.csv') : file(text)
  const failed = await run(kind, path, ...rest).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(ProblemError)
  expect(failed instanceof ProblemError && failed.problems[0]?.code).toBe(code)
  expect(await database.db.query('select 1 from account')).toEqual([])
})

test('--help tells the columns of each kind', async () => {
  const children = importCommand.subCommands as Record<string, CommandDef>
  const usage = await renderUsage(children['payments'] ?? importCommand)
  expect(usage).toContain('paid_at*')
})

test('accounts of yesterday’s file that this one leaves out are told in words and in JSON', async () => {
  const header = 'account,debtor,creditor,currency,zone,past_due,oldest_due_on\n'
  const a1 = 'A1,D1,acme,USD,UTC,5.00,2026-02-01\n'
  await run('accounts', file(`${header}${a1}A2,D2,acme,USD,UTC,5.00,2026-02-01\n`), '--as-of', '2026-02-27')
  await run('accounts', file(`${header}${a1}`), '--as-of', '2026-02-28', '--complete')
  expect(said.slice(1)).toEqual([
    '1 lines: 0 new facts, 2 known already, 0 lines rejected',
    "1 account of yesterday's file is not in this one (acme)",
    'complete: the figures of acme are as of this file',
  ])
  await run('accounts', file(`${header}${a1}`), '--as-of', '2026-02-28', '--json')
  expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({
    asOf: '2026-02-28T00:00:00Z',
    missing: [{ creditor: 'acme', lastFile: '2026-02-27', accounts: 1 }],
  })
})

test('a brake in a file asks for the right and for the second person that it asks for at every door; its neighbours go on', async () => {
  const { db } = database
  const on = async () => (await brakesOn(db)).map(({ channel }) => channel)
  vi.stubEnv('SECOND_PERSON_ABOVE', '0')
  await seedCase(db)
  await stopBrake(db, { brake: { channel: 'sms', strategy: null, creditor: null }, why: 'x', by: 'ann' })
  const lines = file(
    [
      { type: 'brake.released', at: '2026-03-01T10:00:00Z', channel: 'sms' },
      { type: 'brake.set', at: '2026-03-01T10:00:00Z', channel: 'call' },
    ]
      .map((fact) => `${JSON.stringify(fact)}\n`)
      .join(''),
  )
  const told = async (roles: ('admin' | 'supervisor' | 'viewer')[]) => {
    iAm({ name: 'ann', roles, scopes: ['facts:write'] })
    await run('facts', lines, '--json').finally(() => iAm(null))
    const rejects = readFileSync(`${lines}.rejects.ndjson`, 'utf8').trim().split('\n')
    return rejects.map((line) => JSON.parse(line)).map(({ line, code }) => `${line} ${code}`)
  }
  expect(await told(['viewer'])).toEqual(['1 brake_not_allowed', '2 brake_not_allowed'])
  expect(await told(['supervisor'])).toEqual(['1 brake_not_allowed'])
  expect(await on()).toEqual(['sms', 'call'])
  expect(await told(['admin'])).toEqual(['1 second_person_needed'])
  const [asked] = await approvalsInForce(db)
  await decideApproval(db, { id: asked?.id ?? 0, by: 'bob', granted: true })
  await run('facts', lines)
  expect(await on()).toEqual(['call'])
})

test('settlements come by file, and whoever brings them grants none of them', async () => {
  await run('accounts', file(GOOD))
  const offers = `account,settlement,amount,until,offered_at,by,accepted_at,number,first,every
A1,S1,100.00,2026-03-10,2026-03-01,anna,2026-03-02,2,2026-03-10,month
A1,S2,,2026-03-10,2026-03-01,anna,,,,
`
  await run('settlements', file(offers), '--json')
  expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({ rows: 2, taken: 2, rejected: 1 })
  const grant = { type: 'settlement.approved', at: '2026-03-03T10:00:00Z', account: 'A1', settlement: 'S1' }
  const told = async (name: string, by: string) => {
    iAm({ name, roles: ['admin'], scopes: [] })
    await run('facts', file(`${JSON.stringify({ ...grant, by })}\n`), '--json').finally(() => iAm(null))
    return JSON.parse(said.at(-1) ?? '').taken
  }
  const [own] = await database.db.query<{ told_by: string }>('select told_by from settlement')
  expect(await told(own?.told_by ?? '', own?.told_by ?? '')).toBe(0)
  expect(await told('ben', 'cleo')).toBe(0)
  expect(await told('ben', 'ben')).toBe(1)
})
