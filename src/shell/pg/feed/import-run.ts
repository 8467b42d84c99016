import type { Sql } from '../base/database.ts'
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
    delete from import_staging s using import_run r
    where r.id = s.run_id and (r.ended_at is not null or r.started_at < now() - interval '1 day')`,
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
  text: 'delete from import_staging where run_id = $1',
  row: {},
})

export async function endRun(sql: Sql, run: number, end: RunEnd): Promise<void> {
  const { sha256, rows, taken, same, rejected, forced, refused } = end
  await ask(sql, END, [run, sha256, rows, taken, same, rejected, forced, refused])
  await ask(sql, EMPTY, [run])
}
