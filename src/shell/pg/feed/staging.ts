import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Database, Sql } from '../base/database.ts'
import { ask, askOne, plainStatement } from '../base/statement.ts'

const COPY = 'copy import_staging (run_id, first_line, facts, said, told, accounts, debtors) from stdin'

/** Pages as COPY reads them, as they come, with back-pressure: on a connection of its own, since no other statement may be sent meanwhile. */
export async function copyToStaging(db: Database, rows: Readable): Promise<void> {
  const client = new pg.Client({ ...db.pool.options, pipeline: false })
  client.on('error', () => {})
  try {
    await client.connect()
    await pipeline(rows, client.query(copyFrom(COPY)))
  } finally {
    await client.end().catch(() => {})
  }
}

const PAGE = plainStatement({
  name: 'import-page',
  text: `
    select first_line as first, facts from import_staging
    where run_id = $1 and first_line > $2 order by first_line limit 1`,
  row: { first: 'int8', facts: 'text' },
})

export interface StagedPage {
  first: number
  /** The facts of each of its lines, as they were written. */
  facts: string
}

/** The next page of staged lines, in their order. */
export async function stagedPage(sql: Sql, run: number, after: number): Promise<StagedPage | null> {
  return (await ask(sql, PAGE, [run, after]))[0] ?? null
}

const AT = plainStatement({
  name: 'import-page-at',
  text: 'select facts from import_staging where run_id = $1 and first_line = $2',
  row: { facts: 'text' },
})

/** The facts of the page that begins with that line. */
export async function stagedPageAt(sql: Sql, run: number, first: number): Promise<string> {
  return (await askOne(sql, AT, [run, first])).facts
}

const NAMES = plainStatement({
  name: 'import-page-names',
  text: `
    select first_line as first, accounts, debtors from import_staging
    where run_id = $1 and first_line > $2 order by first_line limit 1`,
  row: { first: 'int8', accounts: 'text[]', debtors: 'text[]' },
})

export interface StagedNames {
  first: number
  accounts: string[]
  debtors: string[]
}

/** The next page tells whom its lines name. */
export async function stagedNames(sql: Sql, run: number, after: number): Promise<StagedNames | null> {
  return (await ask(sql, NAMES, [run, after]))[0] ?? null
}
