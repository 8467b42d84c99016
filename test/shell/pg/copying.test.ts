import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { columns, selected } from '../../../src/shell/pg/base/columns.ts'
import { HEX, JOINED } from '../../../src/shell/pg/base/cell.ts'
import { copying, unlessMade } from '../../../src/shell/pg/base/copying.ts'
import { connect, type Database } from '../../../src/shell/pg/base/database.ts'
import { drawn } from '../../property/drawn.ts'
import { reusedDatabase } from '../../support/reused-database.ts'
import type { TestDatabase } from '../../support/database.ts'

/** `db`: connections of the command line, where a statement is sent when the one before has answered. Those of `database` are a pipeline. */
let database: TestDatabase
let db: Database
beforeAll(async () => {
  database = await reusedDatabase()
  db = connect({ url: database.ownerUrl, max: 4, applicationName: 'test' })
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

interface Drawn {
  small: number
  middle: number
  large: number | null
  float: number
  at: number | null
  day: string
  text: string
  isTrue: boolean
  bytes: string
  joined: string[]
  list: string[]
  numbers: number[]
  json: unknown
}

const TABLE = columns<Drawn>({
  small: 'small int2',
  middle: 'middle int4',
  large: 'large int8?',
  float: 'float float8',
  at: 'at timestamptz?',
  day: 'day date',
  text: 'text text',
  isTrue: 'is_true bool',
  bytes: { column: 'bytes', ...HEX },
  joined: { column: 'joined', ...JOINED },
  list: 'list text[]',
  numbers: 'numbers int8[]',
  json: { column: 'json', type: 'jsonb', nullable: false, read: (value) => value },
})
const MADE = `create temporary table drawn (n int8, small int2, middle int4, large int8, float float8, at timestamptz,
  day date, text text, is_true bool, bytes bytea, joined text, list text[], numbers int8[], json jsonb) on commit drop`

/** Texts of every script, without the one sign that Postgres keeps in none. */
const texts = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll('\0', ''))
const rows = fc.array(
  fc.record<Drawn>({
    small: fc.integer({ min: -32_768, max: 32_767 }),
    middle: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    large: fc.option(fc.maxSafeInteger()),
    float: fc.double({ noNaN: true }),
    at: fc.option(
      fc.date({ min: new Date('1900-01-01'), max: new Date('9999-12-30'), noInvalidDate: true }).map(Number),
    ),
    day: fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    text: texts,
    isTrue: fc.boolean(),
    bytes: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    joined: fc.array(fc.stringMatching(/^[a-z]+$/), { minLength: 1, maxLength: 3 }),
    list: fc.array(texts, { maxLength: 3 }),
    numbers: fc.array(fc.maxSafeInteger(), { maxLength: 3 }),
    json: fc.array(texts, { maxLength: 3 }),
  }),
  { minLength: 50, maxLength: 80 },
)

test.each([true, false])(
  'rows that COPY wrote are read as they were given, on a pipeline or not: %s',
  async (isPipelined) => {
    const copy = copying('drawn', TABLE, columns<{ n: number }>({ n: 'n int8' }))
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const read = await (isPipelined ? database.db : db).transaction(async (tx) => {
          await tx.query(MADE)
          expect(await copy(tx, given, (_, n) => ({ n }))).toBe(true)
          return tx.query<Record<string, unknown>>(`select ${selected(TABLE, 'd')} from drawn d order by n`)
        })
        const back = read.map(({ bytes, joined, ...row }) => ({
          ...row,
          bytes: (bytes as Buffer).toString('hex'),
          joined: String(joined).split(','),
        }))
        expect(back).toEqual(given)
      }),
      drawn(15),
    )
  },
)

const NUMBER = columns<{ hash: string }>({ hash: { column: 'hash', ...HEX } })
const hashes = Array.from({ length: 60 }, (_, index) => ({ hash: `00${(100 + index).toString(16)}` }))
const none = (): object => ({})

test('what a type cannot hold is refused before it is sent, and few rows are left to others', async () => {
  const copy = copying('drawn', columns<{ n: number }>({ n: 'n int8' }), {})
  await db.transaction(async (tx) => {
    await tx.query(MADE)
    for (const n of [Number.NaN, 1.5, 2 ** 60]) {
      const many = hashes.map(() => ({ n }))
      await expect(copy(tx, many, none)).rejects.toThrow(RangeError)
    }
    expect(await copy(tx, [{ n: 1 }], none)).toBe(false)
  })
})

test('a transaction whose rows another has just made starts over, and one on a pipeline leaves them to lists', async () => {
  const copy = unlessMade(copying('shared_number', NUMBER, {}))
  let tried = 0
  await db.transaction((tx) => copy(tx, hashes.slice(0, 50), none))
  await expect(
    db.transaction(async (tx) => {
      tried++
      return tried > 2 ? null : copy(tx, hashes, none)
    }),
  ).resolves.toBe(null)
  expect(tried).toBe(3)
  await database.db.transaction(async (tx) => {
    expect(await copy(tx, hashes, none)).toBe(false)
  })
})

test('what failed before a COPY says why, and not the COPY behind it', async () => {
  const copy = copying('drawn', columns<{ n: number }>({ n: 'n int8' }), {})
  const rows = Array.from({ length: 60 }, (_, n) => ({ n }))
  const made = database.db.transaction(async (tx) => {
    await tx.query(MADE)
    await Promise.all([tx.query('select 1 / (n - n) from generate_series(1, 1) n'), copy(tx, rows, none)])
  })
  await expect(made).rejects.toMatchObject({ code: '22012' })
  const alone = database.db.transaction(async (tx) => {
    await tx.query(MADE)
    const failing = tx.query('select 1 / (n - n) from generate_series(1, 1) n').catch(() => {})
    await expect(copy(tx, rows, none)).rejects.toMatchObject({ code: '22012' })
    await failing
    throw new Error('over')
  })
  await expect(alone).rejects.toThrow('over')
})

test('a COPY stands among other statements: one answer is awaited for all, and what fails is told', async () => {
  const copy = copying('drawn', columns<{ n: number }>({ n: 'n int8' }), {})
  const rows = Array.from({ length: 60 }, (_, n) => ({ n }))
  const { db: pipeline } = database
  const [, , one, , two] = await pipeline.transaction((tx) =>
    Promise.all([
      tx.query(MADE),
      copy(tx, rows, none),
      tx.query('select count(*)::int as n from drawn'),
      copy(tx, rows, none),
      tx.query('select count(*)::int as n from drawn'),
    ]),
  )
  expect([one, two]).toEqual([[{ n: 60 }], [{ n: 120 }]])
  const nowhere = pipeline.transaction((tx) => Promise.all([copy(tx, rows, none), tx.query('select 1')]))
  await expect(nowhere).rejects.toMatchObject({ code: '42P01' })
  const spoilt = pipeline.transaction((tx) =>
    Promise.all([
      tx.query(MADE),
      tx.query('alter table drawn add check (n <> 30)'),
      copy(tx, rows, none),
      tx.query('select 1'),
    ]),
  )
  await expect(spoilt).rejects.toMatchObject({ code: '23514' })
  expect(await pipeline.transactionAtOnce((tx) => tx.query('select 1 as one'))).toEqual([{ one: 1 }])
})
