import type { Sql } from '../../pg/base/database.ts'
import { replayRows } from '../../pg/replay/result.ts'
import { caseIntervals } from '../case-interval.ts'
import type { ReplayResult } from '../engine.ts'

/** The result of a replay is read from its database. */
export async function fullResult(db: Sql): Promise<ReplayResult> {
  const { caseFacts, unplaced, lawless, ...rows } = await replayRows(db)
  return {
    ...rows,
    cases: caseIntervals(caseFacts),
    unplaced: unplaced.sort(),
    lawless: lawless.sort(),
  }
}
