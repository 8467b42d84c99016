import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepDigits, minorDigits } from '../../../src/core/base/money.ts'
import { keepMinorUnits } from '../../../src/shell/pg/base/minor-units.ts'
import { checkInvariants } from '../../../src/shell/pg/watch/invariants.ts'
import { connect } from '../../../src/shell/pg/base/database.ts'
import { migrate, missingMigrations } from '../../../src/shell/pg/base/migrate.ts'
import { emptyDatabase, type TestDatabase } from '../../support/database.ts'
import { seedCase } from '../http/seed.ts'

const MIGRATIONS = 'src/shell/pg/migrations'
/** The last of version 0.1.0. */
const RELEASED = '0006-check-to-socket.sql'

/** A folder with those of the migrations that are kept. */
function folderOf(isKept: (name: string) => boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'arrears-migrations-'))
  for (const name of readdirSync(MIGRATIONS))
    if (isKept(name)) cpSync(join(MIGRATIONS, name), join(folder, name))
  return folder
}

let old: TestDatabase
let folder: string

beforeAll(async () => {
  old = await emptyDatabase()
  folder = folderOf((name) => name <= RELEASED)
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await old.drop()
})

test('cases that were open before an upgrade are reviewed within a day, spread out, and nothing is stuck meanwhile', async () => {
  const { db, ownerUrl, url: engineUrl } = old
  await migrate({ ownerUrl, engineUrl, folder })
  const { person } = await seedCase(db)
  await db.query(
    `insert into account (person_id, external_id, creditor, collector, currency, zones)
     select $1, 'B' || n, 'acme', 'acme', 'USD', 'UTC' from generate_series(1, 40) n`,
    [person],
  )
  await db.query(
    `insert into collection_case (person_id, account_id, number, state, snapshot, strategy, strategy_hash, opened_on, opened_at, next_review_at)
     select person_id, id, 1, 'held', '{}', 'us-card', repeat('a', 64), '2026-03-02', '2026-03-02T05:05:00Z', '2026-03-25T05:00:00Z'
     from account where external_id like 'B%'`,
  )
  await migrate({ ownerUrl, engineUrl })
  const [reviews] = await db.query<{ first: boolean; last: boolean; instants: number }>(
    `select min(next_review_at) >= business_now() as first,
       max(next_review_at) <= business_now() + interval '1 day' as last,
       count(distinct next_review_at) as instants
     from collection_case where state = 'held'`,
  )
  expect(reviews).toEqual({ first: true, last: true, instants: 40 })
  const results = await checkInvariants(db)
  expect(results.find(({ id }) => id === 'I5')?.violations.filter((one) => one.startsWith('case'))).toEqual(
    [],
  )
})

const OF_BLOCKS = ['0052-blocks.sql', '0076-leaving-blocks.sql', '0077-joining-blocks.sql']

test('accounts of the version before stand alone after an upgrade, as of what they were', async () => {
  const before = folderOf((name) => !OF_BLOCKS.includes(name))
  const book = await emptyDatabase()
  try {
    const { db, ownerUrl, url: engineUrl } = book
    await migrate({ ownerUrl, engineUrl, folder: before })
    await db.query(
      `with p as (insert into person (external_id, zones, zones_from) values ('D1', '{UTC}', 2) returning id)
       insert into account (person_id, external_id, creditor, collector, currency, zones, feed, snapshot_at, line_mark)
       select p.id, 'B' || n, 'acme', 'acme', 'USD', 'UTC', 'snapshot', '2026-03-01T02:00:00Z', '\\x01' from p, generate_series(1, 40) n`,
    )
    await db.query(
      `insert into import_known (run_id, page, lines, persons, accounts, marks, says)
       values (1, 1, '{1}', '{1}', '{1}', '{"\\\\x01"}', '{1}')`,
    )
    expect(await migrate({ ownerUrl, engineUrl })).toEqual(OF_BLOCKS)
    expect(
      await db.query('select count(*)::int as alone from account where block is null and place is null'),
    ).toEqual([{ alone: 40 }])
    await db.query(`update account set line_mark = null, past_due = 1 where external_id = 'B1'`)
    expect((await checkInvariants(db)).flatMap(({ violations }) => violations)).toEqual([])
  } finally {
    rmSync(before, { recursive: true })
    await book.drop()
  }
})

test('a book goes on with the minor units in which it stored its sums, and a currency that it has not held is counted as ISO 4217 has it', async () => {
  const before = folderOf((name) => name !== '0092-minor-units.sql')
  const book = await emptyDatabase()
  try {
    const { db, ownerUrl, url: engineUrl } = book
    await migrate({ ownerUrl, engineUrl, folder: before })
    await db.query(
      `with p as (insert into person (external_id, zones, zones_from) values ('D1', '{UTC}', 2) returning id)
       insert into account (person_id, external_id, creditor, collector, currency, currencies, zones)
       select p.id, one.* from p, (values
         ('A1', 'acme', 'acme', 'HUF', null::jsonb, array['UTC']),
         ('A2', 'acme', 'acme', 'EUR', '[{"at":null,"currency":"LAK","rate":null},{"at":1,"currency":"EUR","rate":"20000"}]', array['UTC']),
         ('A3', 'acme', 'acme', 'USD', 'null', array['UTC'])) one`,
    )
    await keepMinorUnits(db)
    expect(['HUF', 'IQD', 'USD'].map(minorDigits)).toEqual([0, 0, 2])
    expect(await migrate({ ownerUrl, engineUrl })).toEqual(['0092-minor-units.sql'])
    await keepMinorUnits(db)
    expect(['HUF', 'LAK', 'IDR', 'USD'].map(minorDigits)).toEqual([0, 0, 2, 2])
  } finally {
    keepDigits(new Map())
    rmSync(before, { recursive: true })
    await book.drop()
  }
})

/** The folder has the migrations of this version, and one of a later one. */
function laterFolder(name: string): string {
  const later = folderOf(() => true)
  writeFileSync(join(later, name), 'create table later (n int);')
  return later
}

test('what ends the version before waits until its workers have ended, and says which run', async () => {
  const before = folderOf((name) => name < '0048')
  const book = await emptyDatabase()
  try {
    const { ownerUrl, url: engineUrl } = book
    await migrate({ ownerUrl, engineUrl, folder: before })
    const waiting = connect({ url: engineUrl, max: 1, applicationName: 'waiting for arrears migrate' })
    const worker = connect({ url: engineUrl, max: 1, applicationName: 'arrears decide' })
    const command = connect({ url: engineUrl, max: 1, applicationName: 'arrears-cli' })
    for (const one of [waiting, worker, command]) await one.query('select 1 as one')
    await expect(migrate({ ownerUrl, engineUrl })).rejects.toMatchObject({
      problems: [
        {
          code: 'older_version_at_work',
          file: expect.stringContaining('0048-money-of-other-kinds.sql'),
          message: expect.stringContaining('arrears decide, arrears-cli'),
        },
      ],
    })
    expect(await missingMigrations(book.db)).toContain('0048-money-of-other-kinds.sql')
    await Promise.all([worker.close(), command.close()])
    expect(await migrate({ ownerUrl, engineUrl })).toContain('0048-money-of-other-kinds.sql')
    await waiting.close()
  } finally {
    rmSync(before, { recursive: true })
    await book.drop()
  }
})

test('an older version leaves a later database alone: its migrate refuses, its workers go on until a migration ends them', async () => {
  const later = laterFolder('9999-later.sql')
  const book = await emptyDatabase()
  try {
    const { db, owner, ownerUrl, url: engineUrl } = book
    await migrate({ ownerUrl, engineUrl, folder: later })
    const refused = { problems: [{ code: 'database_newer', file: '9999-later.sql' }] }
    await expect(migrate({ ownerUrl, engineUrl })).rejects.toMatchObject(refused)
    expect(await missingMigrations(db)).toEqual([])
    await owner.query(`update schema_migration set ends_older = true where name = '9999-later.sql'`)
    await expect(missingMigrations(db)).rejects.toMatchObject(refused)
  } finally {
    rmSync(later, { recursive: true })
    await book.drop()
  }
})
