import type { Database, Sql } from '../base/database.ts'
import { ask, askOne, plainStatement } from '../base/statement.ts'

export interface RunEnd {
  sha256: string
  rows: number
  taken: number
  same: number
  rejected: number
  forced: boolean
  /** The code of what refused the file. */
  refused: string | null
}

const CLEAR = plainStatement({
  name: 'import-clear',
  once: true,
  text: `
    with over as (
      select id from import_run where ended_at is not null or started_at < now() - interval '1 day'
    ), known as (
      delete from import_known k using over where k.run_id = over.id
    ), texts as (
      delete from import_text t using over where t.run_id = over.id)
    delete from import_staging s using over where s.run_id = over.id`,
  row: {},
})

const START = plainStatement({
  name: 'import-start',
  once: true,
  text: 'insert into import_run (kind, file, started_at) values ($1, $2, now()) returning id',
  row: { id: 'int8' },
})

/** What a run that was killed left behind is cleared by the next one. */
export async function startRun(sql: Sql, { kind, file }: { kind: string; file: string }): Promise<number> {
  await ask(sql, CLEAR)
  return (await askOne(sql, START, [kind, file])).id
}

const END = plainStatement({
  name: 'import-end',
  once: true,
  text: `
    update import_run
    set sha256 = $2, rows = $3, taken = $4, same = $5, rejected = $6, forced = $7, refused = $8, ended_at = now()
    where id = $1`,
  row: {},
})

const EMPTY = plainStatement({
  name: 'import-empty',
  once: true,
  text: `
    with known as (
      delete from import_known where run_id = $1
    ), texts as (
      delete from import_text where run_id = $1)
    delete from import_staging where run_id = $1`,
  row: {},
})

const ALONE = plainStatement({
  name: 'import-alone',
  once: true,
  text: `
    select not exists (
      select from import_run where id <> $1 and ended_at is null and started_at > now() - interval '1 day') as alone`,
  row: { alone: 'bool' },
})

/** A table of a million rows is emptied at once; row by row where another run has rows there, too, which it told of before it wrote any. */
async function empty(db: Database, run: number): Promise<void> {
  const emptied = await db
    .transaction(async (tx) => {
      await tx.query('lock table import_staging, import_known, import_text in access exclusive mode nowait')
      if (!(await askOne(tx, ALONE, [run])).alone) return false
      await tx.query('truncate import_staging, import_known, import_text')
      return true
    })
    .catch(() => false)
  if (!emptied) await ask(db, EMPTY, [run])
}

export async function endRun(db: Database, run: number, end: RunEnd): Promise<void> {
  const { sha256, rows, taken, same, rejected, forced, refused } = end
  await ask(db, END, [run, sha256, rows, taken, same, rejected, forced, refused])
  await empty(db, run)
}
