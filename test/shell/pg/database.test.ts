import { afterAll, beforeAll, expect, test } from 'vitest'
import { missingMigrations } from '../../../src/shell/pg/base/migrate.ts'
import { isSeparated } from '../../../src/shell/pg/base/roles.ts'
import { connect } from '../../../src/shell/pg/base/database.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'

let made: TestDatabase
beforeAll(async () => void (made = await freshDatabase()))
afterAll(() => made.drop())

test('the engine may add facts but neither change nor delete them, nor make tables', async () => {
  for (const statement of ['update fact set key = key', 'delete from fact', 'create table mine (id int)']) {
    await expect(made.db.query(statement)).rejects.toMatchObject({ code: '42501' })
  }
  expect(await made.db.query('select count(*) as n from fact')).toEqual([{ n: 0 }])
  expect(await isSeparated((text) => made.db.query(text))).toBe(true)
})

test('one role for both is seen', async () => {
  const owner = connect({ url: made.ownerUrl, max: 1, applicationName: 'test' })
  expect(await isSeparated((text) => owner.query(text))).toBe(false)
  await owner.close()
})

test('business time is the virtual clock where there is one, else the database clock', async () => {
  expect(await missingMigrations(made.db)).toEqual([])
  await made.db.query(`insert into virtual_clock (at) values ('2026-01-05T08:00:00Z')`)
  const seen = await made.db.transaction(async (tx) => tx.now)
  expect(new Date(seen).toISOString()).toBe('2026-01-05T08:00:00.000Z')
  await made.owner.query('delete from virtual_clock')
  const real = await made.db.transaction(async (tx) => tx.now)
  expect(Math.abs(real - Date.now())).toBeLessThan(3_600_000)
})

test('an instant or a day that nobody can count with is an error where is decided, and told as it is elsewhere', async () => {
  const asked = (value: string): string => `select ${value} as value`
  const far = ["'infinity'::timestamptz", "'infinity'::date", "'0044-03-15 BC'::date", "'12000-01-01'::date"]
  for (const value of far)
    await expect(made.db.transaction((tx) => tx.query(asked(value)))).rejects.toThrow(RangeError)
  expect(await made.db.transaction((tx) => tx.query('select 1 as one'))).toEqual([{ one: 1 }])
  expect(await made.db.query(asked("'infinity'::timestamptz"))).toEqual([{ value: Infinity }])
  expect(await made.db.query(asked("'0044-03-15 BC'::date"))).toEqual([{ value: '0044-03-15 BC' }])
  const [row] = await made.db.query<{ value: number }>(asked("'0001-01-01 00:00:00+05'::timestamptz"))
  expect(row?.value).toBe(Date.parse('0001-01-01T00:00:00+05:00'))
})

test('a process that froze in a transaction lets go of what it had locked, and whoever waits for it outlasts it or says so', async () => {
  const opened = (lockMs: number) =>
    connect({ url: made.url, applicationName: 'test', limits: { lockMs, idleMs: 300 } })
  const [frozen, patient, hasty] = [opened(20_000), opened(20_000), opened(20)]
  await made.db.query(`insert into person (external_id, zones) values ('D1', '{UTC}')`)
  const change = `update person set locale = 'fr'`
  let locked = (): void => {}
  const hasLocked = new Promise<void>((resolve) => (locked = resolve))
  let thaw = (): void => {}
  const freezing = frozen.transaction(async (tx) => {
    await tx.query(change)
    locked()
    await new Promise<void>((resolve) => (thaw = resolve))
    await tx.query(change)
  })
  await hasLocked
  await expect(hasty.transaction((tx) => tx.query(change))).rejects.toMatchObject({ code: '55P03' })
  await patient.transaction((tx) => tx.query(change))
  thaw()
  await expect(freezing).rejects.toThrow()
  await Promise.all([frozen, patient, hasty].map((db) => db.close()))
})
