import type { Problem } from '../../core/base/problem.ts'
import type { RecordDeps } from '../../flow/record.ts'
import { recordPrepared } from '../../flow/record.ts'
import type { Sql } from '../pg/database.ts'
import { fromStaged } from './staged.ts'

export interface Merge {
  sql: Sql
  store: RecordDeps['store']
  run: number
  onPage: (lines: number) => void
  reject: (problems: readonly Problem[]) => Promise<void>
}

export interface Merged {
  taken: number
  same: number
  /** Lines with a fact that the ledger refused. */
  refusedLines: number
}

const LINES = 1000

/** Staged lines through the same door as every other fact, in their order, page by page; the next page is read while one is stored. */
export async function mergeStaged({ sql, store, run, onPage, reject }: Merge): Promise<Merged> {
  const merged: Merged = { taken: 0, same: 0, refusedLines: 0 }
  const read = (after: number): Promise<{ line: number; fact: unknown[] }[]> =>
    sql.query(
      `select line, fact from import_staging where run_id = $1 and line > $2 order by line limit ${LINES}`,
      [run, after],
      'import-page',
    )
  let next = read(0)
  for (;;) {
    const page = await next
    const last = page.at(-1)
    if (!last) return merged
    next = read(last.line)
    // Awaited in the next turn; a failure of this turn must not leave it unheard.
    next.catch(() => {})
    const recorded = await recordPrepared(
      { store },
      page.flatMap(({ fact }) => fact.map(fromStaged)),
    )
    merged.taken += recorded.taken
    merged.same += recorded.same
    merged.refusedLines += new Set(recorded.rejected.map(({ line }) => line)).size
    await reject(recorded.rejected)
    onPage(page.length)
  }
}
