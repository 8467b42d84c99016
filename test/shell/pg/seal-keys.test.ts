import { afterAll, beforeAll, expect, it } from 'vitest'
import { SEALED_AT, sealKeys } from '../../../src/shell/pg/watch/seal-keys.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

it('every column that names the key of a sealed value is known', async () => {
  const named = await database.owner.query<{ table: string; key: string }>(
    `select c.table_name as "table", c.column_name as key from information_schema.columns c
     where c.table_schema = 'public' and c.column_name like '%key_id' and c.table_name <> 'parked'`,
  )
  const wordsOf = ({ table, key }: { table: string; key: string }): string => `${table}.${key}`
  expect(SEALED_AT.map(wordsOf).sort()).toEqual(named.map(wordsOf).sort())
})

it('a key is named as long as it opens something, wherever that is', async () => {
  const { owner } = database
  expect(await sealKeys(owner)).toEqual([])
  await owner.query(
    `insert into person (external_id, zones, name_sealed, key_id)
     values ('D1', '{Etc/GMT}', '\\x00', 'k1'), ('D2', '{Etc/GMT}', '\\x00', 'k2'), ('D3', '{Etc/GMT}', null, null)`,
  )
  await owner.query(
    `insert into webhook (name, url, secret_sealed, key_id, position)
     values ('ledger', 'https://ledger.example.com', '\\x01', 'k1', 0)`,
  )
  await owner.query(
    `update webhook set before_sealed = secret_sealed, before_key_id = key_id, before_until = clock_timestamp() + interval '1 day',
       secret_sealed = '\\x02', key_id = 'k2'`,
  )
  expect(await sealKeys(owner)).toEqual([
    { key: 'k1', values: 3, tables: { person: 1, webhook: 1, webhook_secret_before: 1 } },
    { key: 'k2', values: 2, tables: { person: 1, webhook: 1 } },
  ])
  await owner.query(`update person set name_sealed = null where external_id = 'D1'`)
  await owner.query('update webhook set before_until = clock_timestamp()')
  await owner.query('update webhook_secret_before set until = clock_timestamp()')
  expect((await sealKeys(owner)).map(({ key }) => key)).toEqual(['k2'])
})
