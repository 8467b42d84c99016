import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { runLine } from '../../../src/cli/command-line.ts'
import { creditCommand } from '../../../src/cli/credit.ts'
import { makeRecords } from '../../../src/shell/credit/make.ts'
import { recordFacts } from '../../../src/flow/record.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import { publishSchedules } from '../../../src/shell/pg/config/publish.ts'
import { recordStore } from '../../../src/shell/pg/record/record.ts'
import { beginRun, completeRun } from '../../../src/shell/pg/credit/run.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { projectSchedules } from '../../support/story-engine.ts'
import { billed, fact, opened } from '../record/facts.ts'
import { incoming } from '../record/stage.ts'

const CARD = { region: 'US-MA', zone: 'America/New_York', actor: 'third_party', product: 'credit_card' }
const account = (name: string) => opened(name, { ...CARD, debtor: `D-${name}`, phone: PHONE[name] })
const PHONE: Record<string, string> = {
  told: '+12025550181',
  unasked: '+12025550182',
  early: '+12025550183',
  current: '+12025550184',
  fed: '+12025550185',
}
const notified = (name: string, at: string) =>
  fact('evidence.recorded', at, { account: name, evidence: 'notice.deliverable', value: true })

let database: TestDatabase
let folder: string
let said: string[] = []
let files = 0

async function record(now: string, facts: Record<string, unknown>[]): Promise<void> {
  await at(now)
  const recording = { store: recordStore(database.db), prepare: prepareWith(openVault(newVaultKeys())) }
  expect(await recordFacts(recording, incoming(facts))).toMatchObject({ rejected: [] })
}

async function at(now: string): Promise<void> {
  await database.db.query(
    'insert into virtual_clock (at) values ($1) on conflict (one) do update set at = $1',
    [now],
  )
}

async function made(...args: string[]): Promise<Record<string, unknown>[]> {
  const out = join(folder, `${++files}.ndjson`)
  await runLine(creditCommand, 'credit', ['make', '--creditor', 'acme', '--out', out, ...args])
  return linesOf(out)
}

async function written(...args: string[]): Promise<Record<string, unknown>[]> {
  const out = join(folder, `${++files}.ndjson`)
  await runLine(creditCommand, 'credit', ['write', '--out', out, ...args])
  return linesOf(out)
}

function linesOf(path: string): Record<string, unknown>[] {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'arrears-credit-'))
  database = await freshDatabase()
  await publishSchedules(database.db, { ...projectSchedules(), by: 'test' })
  await record('2026-04-02T16:00:00Z', [
    ...['told', 'unasked', 'early', 'current'].flatMap((name) => [
      account(name),
      billed(name, 'I1', '2026-04-01'),
    ]),
    account('fed'),
    fact('account.snapshot', '2026-04-02T15:00:00Z', {
      account: 'fed',
      pastDue: '70.00',
      oldestDueOn: '2026-03-01',
    }),
    fact('payment.received', '2026-04-02T15:00:00Z', { account: 'current', payment: 'P1', amount: '200.00' }),
    notified('told', '2026-04-02T15:00:00Z'),
    notified('fed', '2026-04-02T15:00:00Z'),
  ])
  await record('2026-04-25T16:00:00Z', [notified('early', '2026-04-25T15:00:00Z')])
})
beforeEach(() => {
  said = []
  vi.stubEnv('DATABASE_URL', database.url)
  vi.spyOn(console, 'error').mockImplementation((text: string) => void said.push(text))
  vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

test('what is past due is told where the law allows it; the rest is withheld with its rule and its day', async () => {
  await at('2026-05-02T16:00:00Z')
  expect(await made()).toMatchObject([
    {
      line: 'first',
      account: 'told',
      debtor: 'D-told',
      on: '2026-05-02',
      status: 'past_due',
      daysPastDue: 31,
      pastDue: '100.00',
      oldestDueOn: '2026-04-01',
      disputed: false,
    },
    { line: 'first', account: 'fed', daysPastDue: 62, pastDue: '70.00' },
  ])
  expect(said[0]).toBe('run 1: 2 told, 2 withheld')
  expect(await written('1', '--withheld')).toMatchObject([
    { account: 'unasked', mayBeToldFrom: null, rules: ['US-F-21'] },
    { account: 'early', mayBeToldFrom: '2026-05-09T04:00:00Z', rules: ['US-F-21'] },
  ])
})

test('nothing is told twice on a day, and another bureau is told by itself', async () => {
  expect(await made()).toEqual([])
  expect(await made('--bureau', 'north')).toHaveLength(2)
})

test('facts that came since correct what was told of an earlier day, once', async () => {
  await record('2026-05-05T16:00:00Z', [
    fact('payment.received', '2026-05-01T15:00:00Z', { account: 'told', payment: 'P1', amount: '30.00' }),
    fact('payment.received', '2026-05-04T15:00:00Z', { account: 'told', payment: 'P2', amount: '20.00' }),
    fact('account.snapshot', '2026-05-02T15:00:00Z', {
      account: 'fed',
      pastDue: '20.00',
      oldestDueOn: '2026-04-15',
    }),
    fact('dispute.opened', '2026-05-04T15:00:00Z', { account: 'fed', dispute: 'd' }),
  ])
  const told = await made()
  expect(told).toMatchObject([
    { line: 'update', account: 'told', on: '2026-05-05', pastDue: '50.00', lastPaidOn: '2026-05-04' },
    { line: 'update', account: 'fed', pastDue: '20.00', daysPastDue: 20, disputed: true },
    { line: 'correction', account: 'told', on: '2026-05-02', pastDue: '70.00', lastPaidOn: '2026-05-01' },
    {
      line: 'correction',
      account: 'fed',
      on: '2026-05-02',
      pastDue: '20.00',
      daysPastDue: 17,
      disputed: false,
    },
  ])
  expect(await made()).toEqual([])
  expect(await written('4')).toEqual(told)
})

test('an account that is cured or closed is told so once', async () => {
  await record('2026-05-20T16:00:00Z', [
    fact('payment.received', '2026-05-20T15:00:00Z', { account: 'told', payment: 'P3', amount: '50.00' }),
  ])
  expect(await made()).toMatchObject([
    { account: 'told', line: 'update', status: 'current', pastDue: '0.00', oldestDueOn: null },
    { account: 'early', line: 'first', status: 'past_due' },
    { account: 'fed', line: 'update' },
  ])
  await at('2026-05-21T16:00:00Z')
  expect(await made()).toMatchObject([
    { account: 'early', line: 'update' },
    { account: 'fed', line: 'update' },
  ])
})

test('what a run found wrong and told nobody, as it died, the next one tells', async () => {
  await record('2026-05-22T16:00:00Z', [
    fact('payment.received', '2026-05-21T15:00:00Z', { account: 'early', payment: 'P1', amount: '10.00' }),
  ])
  const onPersons = () => {
    throw new Error('it died')
  }
  const asked = { creditor: 'acme', bureau: 'bureau', by: 'test', onTotal: () => {}, onPersons }
  await expect(makeRecords(database.db, asked)).rejects.toThrow('it died')
  const told = (await made()).filter(({ line }) => line === 'correction')
  expect(told).toMatchObject([{ account: 'early', on: '2026-05-21', pastDue: '90.00' }])
  expect(await made()).toEqual([])
})

test('a run that was overtaken tells nobody anything', async () => {
  const asked = { bureau: 'late', creditor: 'acme', by: 'test' }
  const late = await beginRun(database.db, asked)
  await made('--bureau', 'late')
  expect(await completeRun(database.db, { id: late, lines: 0, withheld: 0 })).toBeNull()
  await expect(written(String(late))).rejects.toMatchObject({ problems: [{ code: 'unknown_run' }] })
  await expect(runLine(creditCommand, 'credit', ['make', '--creditor', 'nobody'])).rejects.toMatchObject({
    problems: [{ code: 'unknown_creditor' }],
  })
})

test('an account that cannot be worked out again is withheld, and the others are told', async () => {
  await at('2026-06-01T16:00:00Z')
  await made()
  await record('2026-06-02T16:00:00Z', [
    fact('payment.received', '2026-05-31T15:00:00Z', { account: 'early', payment: 'P9', amount: '10.00' }),
  ])
  await database.owner.query(
    `update fact set body = body || '{"amount": 5}' where kind = 'payment.received' and body ->> 'payment' = 'P9'`,
  )
  expect(await made()).toMatchObject([
    { account: 'early', line: 'update', pastDue: '80.00' },
    { account: 'fed', line: 'update' },
  ])
  const [{ id } = { id: 0 }] = await database.db.query<{ id: number }>('select max(id) as id from credit_run')
  expect(await written(String(id), '--withheld')).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ account: 'early', rules: ['figures_in_doubt'] })]),
  )
})
