import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkInvariants } from '../../../src/shell/pg/watch/invariants.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'

let made: TestDatabase
beforeAll(async () => {
  made = await freshDatabase()
  await made.db.query(`insert into virtual_clock (at) values ('2026-03-10T12:00:00Z')`)
  await made.db.query(
    `insert into person (external_id, zones) select 'D' || n, '{America/New_York}' from generate_series(1, 4) n`,
  )
})
afterAll(() => made.drop())

async function broken(): Promise<Record<string, string[]>> {
  const results = await checkInvariants(made.db)
  return Object.fromEntries(
    results.filter(({ count }) => count > 0).map(({ id, violations }) => [id, violations]),
  )
}

interface Made {
  person: number
  at: string
  attempt: number
  channel?: string
  ref?: string | null
  createdAt?: string
}

async function contact({
  person,
  at,
  attempt,
  channel = 'sms',
  ref = 'p',
  createdAt = at,
}: Made): Promise<number> {
  const [row] = await made.db.query<{ id: number }>(
    `insert into contact (person_id, case_id, account_id, channel, creditor, collector, step, episode, attempt, state, at,
       provider_ref, created_at, changed_at)
     values ($1, $1, $1, $4, 'c', 'c', 's', '2026-03-01', $3, 'sent', $2, $5, $6, $2) returning id`,
    [person, at, attempt, channel, ref, createdAt],
  )
  return row?.id ?? 0
}

test('an empty book breaks nothing', async () => {
  expect(await broken()).toEqual({})
})

test('each broken promise is found, with the id of what breaks it', async () => {
  // 7:59 in New York, the hour after the clocks went forward.
  const early = await contact({ person: 1, at: '2026-03-09T11:59:00Z', attempt: 1 })
  const lawful = await contact({ person: 1, at: '2026-03-09T12:00:00Z', attempt: 2 })
  expect(lawful).toBeGreaterThan(early)
  expect(await broken()).toEqual({ I2: [`contact ${early}`] })

  const unheard = await contact({ person: 2, at: '2026-03-09T15:00:00Z', attempt: 1, ref: null })
  expect(await broken()).toMatchObject({ I4: [`contact ${unheard}`] })

  for (const attempt of [3, 4, 5]) await contact({ person: 1, at: '2026-03-09T18:00:00Z', attempt })
  expect(await broken()).toMatchObject({ I7: ['person 1 on 2026-03-09'] })

  await made.db.query(
    `insert into fact (person_id, account_id, kind, happened_at, recorded_at, source, key, body, digest, hash)
     values (3, 3, 'payment.received', '2026-03-09T14:00:00Z', '2026-03-09T14:00:00Z', 'ledger', 'k', '{}', '', '')`,
  )
  const late = await contact({
    person: 3,
    at: '2026-03-09T15:00:00Z',
    attempt: 1,
    createdAt: '2026-03-09T13:00:00Z',
  })
  await contact({ person: 3, at: '2026-03-09T16:00:00Z', attempt: 2, createdAt: '2026-03-09T14:00:00Z' })
  expect(await broken()).toMatchObject({ I3: [`contact ${late}`] })
})

test('a contact made before a hold was told breaks nothing, however long ago that began', async () => {
  const made4 = await contact({ person: 4, at: '2026-03-09T15:00:00Z', attempt: 1 })
  const before = (await broken())['I3']
  await made.db.query(
    `insert into hold (person_id, kind, external_id, reason, from_at, known_at)
     values (4, 'hold', 'rpc_attorney', 'attorney', '2026-03-01T09:00:00Z', '2026-03-09T16:00:00Z')`,
  )
  expect((await broken())['I3']).toEqual(before)
  await made.db.query(`update hold set known_at = '2026-03-09T14:00:00Z' where person_id = 4`)
  expect((await broken())['I3']).toContain(`contact ${made4}`)
  await made.owner.query('delete from hold where person_id = 4')
  await made.owner.query('delete from contact where person_id = 4')
})

test('a letter that no print house has taken for more than a week waits past its time', async () => {
  const letter = await contact({ person: 4, at: '2026-03-02T15:00:00Z', attempt: 9, channel: 'letter' })
  await made.db.query(`update contact set state = 'sending', at = null where person_id = 4 and id = $1`, [
    letter,
  ])
  await made.db.query(
    `insert into letter (person_id, contact_id, reference, provider, paper, pages, sha256, written_at)
     select 4, id, client_ref, 'post', 'a4', 1, '', '2026-03-03T15:00:00Z' from contact where id = $1`,
    [letter],
  )
  const late = async () => (await broken())['I5']?.includes(`contact ${letter}`) ?? false
  expect(await late()).toBe(false)
  await made.db.query(`update letter set written_at = '2026-03-02T11:00:00Z'`)
  expect(await late()).toBe(true)
  await made.owner.query('delete from letter')
  await made.owner.query('delete from contact where person_id = 4')
})

test('a payment whose transaction overlapped with the permit is no broken promise, one that was known before is', async () => {
  const real = await freshDatabase()
  try {
    await real.db.query(`insert into person (external_id, zones) values ('D', '{Etc/GMT}')`)
    await real.db.query(
      `insert into contact (person_id, case_id, account_id, channel, creditor, collector, step, episode, attempt, state, at,
         provider_ref, created_at, changed_at)
       values (1, 1, 1, 'sms', 'c', 'c', 's', '2026-03-01', 1, 'sent', '2026-03-09T12:00:10.100Z', 'p',
         '2026-03-09T12:00:00Z', '2026-03-09T12:00:10Z')`,
    )
    const pay = (at: string) =>
      real.db.query(
        `insert into fact (person_id, account_id, kind, happened_at, recorded_at, source, key, body, digest, hash)
         values (1, 1, 'payment.received', $1, $1, 'ledger', $2, '{}', '', '')`,
        [at, at],
      )
    const late = async () => (await checkInvariants(real.db)).find(({ id }) => id === 'I3')?.count
    await pay('2026-03-09T12:00:10.060Z')
    expect(await late()).toBe(0)
    await pay('2026-03-09T12:00:05Z')
    expect(await late()).toBe(1)
  } finally {
    await real.drop()
  }
})

test('what was committed after the check breaks nothing, whatever instant it bears, and what was committed before it does', async () => {
  const at = '2026-03-09T15:00:00Z'
  const id = await contact({ person: 4, at, attempt: 21, createdAt: '2026-03-09T13:00:00Z' })
  const [hold] = await made.db.query<{ fact: number }>(
    `insert into fact (person_id, account_id, kind, happened_at, recorded_at, source, key, body, digest, hash)
     values (4, 4, 'hold.placed', '2026-03-01', '2026-03-09T14:00:00Z', 'ledger', 'late', '{}', '', '') returning id as fact`,
  )
  const fact = hold?.fact ?? 0
  await made.db.query(
    `insert into hold (person_id, kind, external_id, reason, from_at, known_at, known_fact)
     values (4, 'hold', 'back-dated', 'other', '2026-03-01', '2026-03-09T14:00:00Z', $1)`,
    [fact - 1],
  )
  const checkedAfter = (seen: number) =>
    made.db.query('update contact set planned_fact = $2, checked_fact = $3 where id = $1', [
      id,
      fact - 1,
      seen,
    ])
  await checkedAfter(fact - 1)
  expect((await broken())['I3'] ?? []).not.toContain(`contact ${id}`)
  await checkedAfter(fact)
  expect((await broken())['I3']).toContain(`contact ${id}`)
  await made.owner.query(`delete from hold where person_id = 4; delete from contact where id = ${id}`)
})

test('a call of 40 minutes breaks nothing, one that nobody has or that was left alone does', async () => {
  const id = await contact({ person: 4, at: '2026-03-10T11:20:00Z', attempt: 22, channel: 'call' })
  await made.db.query(
    `update contact set state = 'sending', lease_until = clock_timestamp() - interval '38 minutes' where id = ${id}`,
  )
  expect((await broken())['I5']).toEqual([`contact ${id}`])
  await made.db.query(
    `insert into call_task (person_id, contact_id, case_id, rank, state, offered_at, expires_at, act_before, started_at)
     values (4, ${id}, 4, 1, 'started', '2026-03-10T11:00:00Z', '2026-03-10T20:00:00Z', clock_timestamp() - interval '38 minutes',
       '2026-03-10T11:20:00Z')`,
  )
  expect((await broken())['I5']).toBeUndefined()
  await made.db.query(`update call_task set started_at = '2026-03-09T22:00:00Z'`)
  expect((await broken())['I5']).toEqual([`contact ${id}`])
  await made.owner.query(`delete from call_task; delete from contact where id = ${id}`)
})

test('an account whose balance is not what obligations and payments say is found', async () => {
  await made.db.query(
    `insert into account (person_id, external_id, creditor, collector, currency, zones, feed, balance, past_due, anchor)
     values (4, 'A4', 'c', 'c', 'USD', 'America/New_York', 'ledger', 100, 100, '2026-03-01')`,
  )
  expect(await broken()).toHaveProperty('I6')
  await made.db.query(
    `insert into obligation (person_id, account_id, external_id, due_on, amount) select 4, id, 'o', '2026-03-01', 150 from account;`,
  )
  await made.db.query(
    `insert into payment (person_id, account_id, external_id, amount, happened_at, recorded_at)
     select 4, id, 'p', 50, '2026-03-02T00:00:00Z', '2026-03-02T00:00:00Z' from account`,
  )
  expect(await broken()).not.toHaveProperty('I6')
  // Nothing is left of the payment, of which 20 was charged back and 90 refunded by name. A refund takes of credit notes, not of what was written off.
  await made.db.query(
    `insert into payment (person_id, account_id, kind, external_id, of_payment, amount, happened_at, recorded_at)
     select 4, id, k.kind, k.kind || coalesce(k.of, ''), k.of, k.amount, '2026-03-03T00:00:00Z', '2026-03-03T00:00:00Z' from account, (values
       ('part_reversal', 'p', 20), ('refund', 'p', 90), ('credit', null, 30), ('write_off', null, 5), ('refund', null, 100)
     ) as k (kind, of, amount) where external_id = 'A4'`,
  )
  expect(await broken()).toHaveProperty('I6')
  await made.db.query(`update account set balance = 145, past_due = 145 where external_id = 'A4'`)
  expect(await broken()).not.toHaveProperty('I6')
  await made.owner.query(`delete from payment where kind <> 'money'`)
  await made.db.query(`update account set balance = 100, past_due = 100 where external_id = 'A4'`)
})

test('a case that nothing will review again is found', async () => {
  await made.db.query(
    `insert into collection_case (person_id, account_id, number, state, snapshot, strategy, strategy_hash, opened_on, opened_at)
     values (4, 4, 1, 'working', '{}', 's', 'h', '2026-03-01', '2026-03-01T00:00:00Z')`,
  )
  expect(await broken()).toHaveProperty('I5')
})

test('somebody of whom what is stored cannot be read is named, and the others are asked all the same', async () => {
  const spoilt: Record<string, (person: number) => Promise<unknown>> = {
    I2: (person) =>
      made.db.query(
        `insert into fact (person_id, kind, happened_at, recorded_at, source, key, body, digest, hash)
         values ($1, 'preference.set', '2026-03-01', '2026-03-01', 'ledger', 'spoilt', '{"closed": 7}', '', '')`,
        [person],
      ),
    I7: (person) => made.db.query(`update person set zones = '{Nowhere/Land}' where id = $1`, [person]),
  }
  for (const [id, spoil] of Object.entries(spoilt)) {
    const [row] = await made.db.query<{ id: number }>(
      `insert into person (external_id, zones) values ($1, '{UTC}') returning id`,
      [`D-${id}`],
    )
    const person = row?.id ?? 0
    await contact({ person, at: '2026-03-09T15:00:00Z', attempt: 91 })
    const before = await broken()
    await spoil(person)
    const after = await broken()
    const named = `person ${person}: this value cannot be read: `
    expect(after[id]?.filter((one) => one.startsWith(named))).toHaveLength(1)
    expect(after[id]?.filter((one) => !one.startsWith(named))).toEqual(before[id] ?? [])
    expect(after['I10']).toEqual(before['I10'])
  }
})
