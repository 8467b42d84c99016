import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { COLUMNS } from './daily-file.ts'

/** How a file is usually taken: COPY into staging, and one upsert of what changed. */

const NAMES = COLUMNS.split(',')
const REST = NAMES.slice(1)

/** The same values under the same key as in the engine's book; numbers and names as they come. */
export async function makePlainBook(client: pg.Client): Promise<void> {
  const columns = REST.map((name) => `${name} ${TYPES[name] ?? 'text not null'}`).join(', ')
  await client.query(
    `create table plain_account (account text primary key, ${columns}) with (fillfactor = 85)`,
  )
  await client.query(`create unlogged table plain_staging (account text, ${columns})`)
  await client.query('create index on plain_account (debtor)')
}

const TYPES: Record<string, string> = {
  score: 'double precision',
  past_due: 'numeric',
  oldest_due_on: 'date',
  balance: 'numeric',
}

export const UPSERT = `
  insert into plain_account select * from plain_staging
  on conflict (account) do update set ${REST.map((name) => `${name} = excluded.${name}`).join(', ')}
  where (${REST.map((name) => `plain_account.${name}`).join(', ')})
    is distinct from (${REST.map((name) => `excluded.${name}`).join(', ')})`

/** The rows of the file alone stand in staging. */
export async function stagePlain(client: pg.Client, path: string): Promise<void> {
  await client.query('truncate plain_staging')
  await pipeline(
    createReadStream(path, { highWaterMark: 1 << 18 }),
    client.query(copyFrom('copy plain_staging from stdin (format csv, header)')),
  )
}

/** The answer is the number of rows that it wrote. */
export async function plainImport(client: pg.Client, path: string): Promise<number> {
  await client.query('begin')
  await stagePlain(client, path)
  const { rowCount } = await client.query(UPSERT)
  await client.query('commit')
  return rowCount ?? 0
}
