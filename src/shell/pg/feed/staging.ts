import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { json } from '../base/cell.ts'
import type { Database, Sql } from '../base/database.ts'
import { anyJson } from '../base/read-json.ts'
import { ask, plainStatement } from '../base/statement.ts'

const COPY = 'copy import_staging (run_id, line, key, fact, accounts, debtors) from stdin'

/** Rows as COPY reads them, as they come, with back-pressure. */
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

const LINES = 1000

const PAGE = plainStatement({
  name: 'import-page',
  text: `select line, fact from import_staging where run_id = $1 and line > $2 order by line limit ${LINES}`,
  row: { line: 'int8', fact: json(anyJson) },
})

export interface StagedRow {
  line: number
  fact: unknown
}

/** The next staged lines in their order. */
export function stagedPage(sql: Sql, run: number, after: number): Promise<StagedRow[]> {
  return ask(sql, PAGE, [run, after])
}
