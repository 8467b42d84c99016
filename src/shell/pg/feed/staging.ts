import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Database, Sql } from '../base/database.ts'
import { ask, plainStatement } from '../base/statement.ts'

const COPY = 'copy import_staging (run_id, first_line, facts, said, told, accounts, debtors) from stdin'

/** Pages as COPY reads them, as they come, with back-pressure. */
export async function copyToStaging(db: Database, rows: Readable): Promise<void> {
  const client = await db.pool.connect()
  let broken: Error | undefined
  try {
    await pipeline(rows, client.query(copyFrom(COPY)))
  } catch (error) {
    broken = error as Error
    throw error
  } finally {
    client.release(broken)
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
