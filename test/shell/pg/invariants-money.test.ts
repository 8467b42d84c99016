import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkInvariants } from '../../../src/shell/pg/watch/invariants.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'

/** One account with a bill of 150 of which 50 were paid on 2 March, and its case. */
let made: TestDatabase
beforeAll(async () => {
  made = await freshDatabase()
  await made.db.query(`insert into virtual_clock (at) values ('2026-03-10T12:00:00Z')`)
  await made.db.query(`insert into person (external_id, zones) values ('D1', '{America/New_York}')`)
  await made.db.query(
    `insert into account (person_id, external_id, creditor, collector, currency, zones, feed, balance, past_due, anchor)
     values (1, 'A4', 'c', 'c', 'USD', 'America/New_York', 'ledger', 100, 100, '2026-03-01')`,
  )
  await made.db.query(
    `insert into obligation (person_id, account_id, external_id, due_on, amount) select 1, id, 'o', '2026-03-01', 150 from account`,
  )
  await made.db.query(
    `insert into payment (person_id, account_id, external_id, amount, happened_at, recorded_at)
     select 1, id, 'p', 50, '2026-03-02T00:00:00Z', '2026-03-02T00:00:00Z' from account`,
  )
  await made.db.query(
    `insert into collection_case (person_id, account_id, number, state, snapshot, strategy, strategy_hash, opened_on, opened_at)
     select 1, id, 1, 'working', '{}', 's', 'h', '2026-03-01', '2026-03-01T00:00:00Z' from account`,
  )
})
afterAll(() => made.drop())

async function broken(): Promise<Record<string, string[]>> {
  const results = await checkInvariants(made.db)
  return Object.fromEntries(results.map(({ id, violations }) => [id, violations]))
}

test('a contact while the only bill of an account is held breaks a promise, and beside another bill it does not', async () => {
  const [row] = await made.db.query<{ id: number }>(
    `insert into contact (person_id, case_id, account_id, channel, creditor, collector, step, episode, attempt, state, at,
       provider_ref, created_at, changed_at)
     select 1, 1, id, 'sms', 'c', 'c', 's', '2026-03-01', 1, 'sent', '2026-03-09T15:00:00Z', 'p', '2026-03-09T15:00:00Z',
       '2026-03-09T15:00:00Z' from account returning id`,
  )
  const id = row?.id ?? 0
  await made.db.query(
    `insert into hold (person_id, account_id, kind, external_id, reason, obligation, from_at, known_at)
     select 1, id, 'dispute', 'X', null, 'o', '2026-03-05', '2026-03-05' from account where external_id = 'A4'`,
  )
  expect((await broken())['I3']).toContain(`contact ${id}`)
  await made.db.query(
    `insert into obligation (person_id, account_id, external_id, due_on, amount) select 1, id, 'o2', '2026-03-02', 1 from account where external_id = 'A4'`,
  )
  expect((await broken())['I3'] ?? []).not.toContain(`contact ${id}`)
  await made.owner.query(
    `delete from hold where person_id = 1; delete from obligation where external_id = 'o2'`,
  )
  await made.owner.query(`delete from contact where id = ${id}`)
})

test('a promise that is told to be what its money excludes is found', async () => {
  await made.db.query(
    `update collection_case set next_review_at = '2026-03-11T00:00:00Z', account_id = (select id from account where external_id = 'A4')
     where person_id = 1`,
  )
  await made.db.query(
    `insert into promise (person_id, account_id, external_id, amount, made_at, by_on, told, told_paid)
     select 1, id, 'friday', 50, '2026-02-27T00:00:00Z', '2026-03-06', 'kept', 50 from account where external_id = 'A4'`,
  )
  const told = async (word: string) => {
    await made.db.query(`update promise set told = $1`, [word])
    return (await broken())['I11'] ?? []
  }
  // The 50 that were promised came on 2 March.
  expect(await told('kept')).toEqual([])
  expect(await told('broken')).toHaveLength(1)
  expect(await told('partly_kept')).toHaveLength(1)
  await made.db.query(`update payment set amount = 20`)
  expect(await told('partly_kept')).toEqual([])
  expect(await told('broken')).toHaveLength(1)
  await made.db.query(`update payment set happened_at = '2026-02-01'`)
  expect(await told('kept')).toHaveLength(1)
  expect(await told('broken')).toEqual([])
  await made.owner.query('delete from promise')
})
