import { afterEach, beforeEach, expect, test } from 'vitest'
import { brakesOn, resumeBrake, stopBrake, stopBrakes } from '../../../src/shell/pg/door/brake.ts'
import { sweepStore } from '../../../src/shell/pg/sweep/sweep.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'

let fresh: TestDatabase
beforeEach(async () => void (fresh = await freshDatabase()))
afterEach(() => fresh.drop())

const sms = { channel: 'sms', strategy: null, creditor: null }
const acme = { channel: null, strategy: null, creditor: 'acme' }

test('stopping twice is stopping once; everybody sees who did it', async () => {
  const { db } = fresh
  const [first, again] = await Promise.all([
    stopBrake(db, { brake: sms, why: 'wrong text', by: 'amy' }),
    stopBrake(db, { brake: sms, why: 'wrong text', by: 'bob' }),
  ])
  expect(first.id).toBe(again.id)
  expect(await brakesOn(db)).toMatchObject([{ ...sms, why: 'wrong text', stoppedBy: first.stoppedBy }])
  expect(await db.query('select who, what from audit')).toEqual([{ who: first.stoppedBy, what: 'stop' }])
})

test('only the same words take a brake off, or all at once', async () => {
  const { db } = fresh
  await stopBrake(db, { brake: sms, why: 'x', by: 'amy' })
  await stopBrake(db, { brake: acme, why: 'x', by: 'amy' })
  expect(await resumeBrake(db, { brake: { ...sms, creditor: 'acme' }, all: false, by: 'bob' })).toEqual([])
  expect(await resumeBrake(db, { brake: sms, all: false, by: 'bob' })).toMatchObject([sms])
  expect(await brakesOn(db)).toMatchObject([acme])
  expect(await resumeBrake(db, { brake: sms, all: true, by: 'bob' })).toMatchObject([acme])
  expect(await brakesOn(db)).toEqual([])
  expect(await db.query('select what from audit order by id')).toEqual([
    { what: 'stop' },
    { what: 'stop' },
    { what: 'resume' },
    { what: 'resume' },
  ])
})

const factsOf = (db: TestDatabase['db']) =>
  db.query<{ kind: string; body: unknown }>(
    `select kind, body - 'at' - 'type' as body from fact where person_id = 0 order by id`,
  )

test('what is stopped and resumed is stored as facts, once', async () => {
  const { db } = fresh
  await stopBrakes(db, { brakes: [sms, acme], why: 'x', by: 'amy' })
  await stopBrake(db, { brake: sms, why: 'x', by: 'bob' })
  await resumeBrake(db, { brake: sms, all: false, by: 'bob' })
  expect(await sweepStore(db).transaction((tx) => tx.tellBrakes())).toBe(0)
  expect(await factsOf(db)).toEqual([
    { kind: 'brake.set', body: { channel: 'sms', by: 'amy' } },
    { kind: 'brake.set', body: { creditor: 'acme', by: 'amy' } },
    { kind: 'brake.released', body: { channel: 'sms', by: 'bob' } },
  ])
})

test('a stop waits for nobody who stores facts: the next sweep tells it', async () => {
  const { db } = fresh
  await db.transaction(async (tx) => {
    await tx.query('select from agent_chain where one for update')
    await stopBrake(db, { brake: sms, why: 'x', by: 'amy' })
    expect(await brakesOn(db)).toMatchObject([sms])
    expect(await factsOf(db)).toEqual([])
  })
  expect(await sweepStore(db).transaction((tx) => tx.tellBrakes())).toBe(1)
  expect(await factsOf(db)).toHaveLength(1)
})
