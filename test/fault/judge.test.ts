import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Gateway, startGateway } from '../../fault/gateway.ts'
import { outcomesOf } from '../../fault/judge.ts'
import { CALM, type Weather } from '../../fault/moods.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let folder: string
let gateway: Gateway

beforeAll(async () => {
  database = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'arrears-judge-'))
  gateway = await startGateway(folder, {
    databaseUrl: database.url,
    callbackUrl: 'http://127.0.0.1:9/',
    callbackSecret: 'unused',
    answerMs: 1,
    lateMs: 200,
    paidMs: 4_000,
  })
})
afterAll(async () => {
  await gateway.stop()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** An account with one message in that state, as the engine leaves it. */
async function message(account: string, state: string): Promise<string> {
  const [row] = await database.db.query<{ reference: string }>(
    `with p as (insert into person (external_id, zones) values ($1, '{Etc/GMT}') returning id),
       a as (insert into account (person_id, external_id, creditor, collector, currency, zones, feed)
         select id, $1, 'c', 'c', 'EUR', 'Etc/GMT', 'ledger' from p returning person_id, id)
     insert into contact (person_id, case_id, account_id, channel, creditor, collector, step, episode, attempt, state, at,
       created_at, changed_at)
     select person_id, 1, id, 'sms', 'c', 'c', 's', '2026-03-01', 1, $2, now(), now(), now() from a
     returning client_ref as reference`,
    [account, state],
  )
  return row?.reference ?? ''
}

async function post(reference: string, weather: Weather = CALM, validForMs = 60_000): Promise<number | null> {
  await gateway.set(weather)
  const validUntil = new Date(Date.now() + validForMs).toISOString()
  const body = JSON.stringify({ reference, to: '+34612000000', text: 'a text', validUntil })
  const answer = await fetch(`${gateway.url}/messages`, { method: 'POST', body }).catch(() => null)
  return answer?.status ?? null
}

function wrongOf(reference: string): (string | null)[] {
  return gateway
    .accepted()
    .filter((entry) => entry.reference === reference)
    .map(({ wrong }) => wrong)
}

test('the gateway says of each message whether it might go at that moment', async () => {
  const [permitted, queued, unknown] = [
    await message('A', 'sending'),
    await message('B', 'queued'),
    randomUUID(),
  ]
  for (const reference of [permitted, queued, unknown]) expect(await post(reference)).toBe(202)
  expect([permitted, queued, unknown].map(wrongOf)).toEqual([[null], ['not_permitted'], ['no_contact']])

  const late = await message('C', 'sending')
  await post(late, CALM, -1)
  expect(wrongOf(late)).toEqual(['validity_over'])

  const paid = await message('D', 'sending')
  await database.db.query(
    `insert into payment (person_id, account_id, external_id, amount, happened_at, recorded_at)
     select person_id, id, 'P', 1, now(), now() - interval '5 seconds' from account where external_id = 'D'`,
  )
  await post(paid)
  expect(wrongOf(paid)).toEqual(['paid'])
})

test.each([
  ['reset', null, 0],
  ['accept_reset', null, 1],
  ['accept_late', 202, 1],
  ['error_500', 500, 0],
  ['accept_500', 500, 1],
  ['busy_429', 429, 0],
] as const)('the gateway in the mood %s answers %s and takes %s', async (mood, status, taken) => {
  const reference = await message(mood, 'sending')
  expect(await post(reference, { moods: [mood], receipts: 0 })).toBe(status)
  expect(wrongOf(reference)).toHaveLength(taken)
})

test('what was taken twice, and what never was, is found', async () => {
  const twice = await message('twice', 'sent')
  await message('once', 'sending')
  const book = ['twice', 'once', 'never told'].map((account) => ({
    account,
    channel: 'sms' as const,
    phone: '',
    pays: false,
  }))
  const entry = { at: 0, reference: twice, receipt: false, wrong: null }
  const outcomes = await outcomesOf(database.db, book, { accepted: [entry, entry], started: [] })
  expect(outcomes).toEqual([
    { account: 'twice', made: 2, resolved: true, states: ['sent'] },
    { account: 'once', made: 0, resolved: false, states: ['sending'] },
    { account: 'never told', made: 0, resolved: false, states: [] },
  ])
})
