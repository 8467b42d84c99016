import type { Sql } from '../pg/base/database.ts'

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

/** What a run that was killed left behind is cleared by the next one. */
export async function startRun(sql: Sql, { kind, file }: { kind: string; file: string }): Promise<number> {
  await sql.query(
    `delete from import_staging s using import_run r
     where r.id = s.run_id and (r.ended_at is not null or r.started_at < now() - interval '1 day')`,
  )
  const [row] = await sql.query<{ id: number }>(
    `insert into import_run (kind, file, started_at) values ($1, $2, now()) returning id`,
    [kind, file],
  )
  if (!row) throw new Error('import_run gave no id')
  return row.id
}

export async function endRun(sql: Sql, run: number, end: RunEnd): Promise<void> {
  await sql.query(
    `update import_run
     set sha256 = $2, rows = $3, taken = $4, same = $5, rejected = $6, forced = $7, refused = $8, ended_at = now()
     where id = $1`,
    [run, end.sha256, end.rows, end.taken, end.same, end.rejected, end.forced, end.refused],
  )
  await sql.query('delete from import_staging where run_id = $1', [run])
}
