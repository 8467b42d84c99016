import pg from 'pg'
import { copyIn } from '../base/copy-in.ts'
import type { CopyRows } from '../base/copy-rows.ts'
import { spareRoom, spareRows } from '../base/copying.ts'
import type { Database, Sql } from '../base/database.ts'
import { ask, askOne, plainStatement } from '../base/statement.ts'

const COLUMNS = ['run_id', 'first_line', 'facts', 'said', 'told', 'accounts', 'debtors']
const COPY = `copy import_staging (${COLUMNS.join(', ')}) from stdin (format binary)`

/** The row of a page that is to be staged. */
export function stagingRow(): CopyRows {
  return spareRows(COLUMNS.length).row()
}

/** Each page is a COPY of its own, and one more is made while it is on its way: on a connection of its own, where nothing else is asked meanwhile. All are one transaction, which waits for a slow sender: whoever is killed leaves nothing, and a server that came back has told it. */
export async function copyToStaging(db: Database, pages: AsyncIterable<Uint8Array>): Promise<void> {
  const client = new pg.Client({ ...db.pool.options, pipeline: false })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('begin; set local idle_in_transaction_session_timeout = 0')
    let sent = Promise.resolve()
    for await (const page of pages) {
      await sent
      sent = copyIn(client, COPY, page).then(() => spareRoom(page))
      // The next turn awaits it; a failure of this turn must not leave it unheard.
      sent.catch(() => {})
    }
    await sent
    await client.query('commit')
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
