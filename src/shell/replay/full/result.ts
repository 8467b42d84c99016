import type { Database, Sql } from '../../pg/base/database.ts'
import { CONTACTS, type ContactLine } from '../../pg/read/list/contacts.ts'
import { replayRows } from '../../pg/replay/result.ts'
import { caseIntervals } from '../case-interval.ts'
import type { ReplayResult, WrongLine } from '../engine.ts'

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

const PAGE = 500

/** The contacts that history shows as wrong, as the list of contacts has them. */
export async function fullWrong(db: Database): Promise<WrongLine[]> {
  const lines: ContactLine[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await CONTACTS.read(db, { given: { wrong: true }, limit: PAGE, cursor })
    lines.push(...page.lines)
    if (page.next === null) break
    cursor = page.next
  }
  return lines.flatMap(({ account, at, step, attempt, wrong, toldLate }) => {
    if (account === null || at === null || step === null) return []
    return [{ at: Date.parse(at), account, step, attempt: attempt ?? 1, why: wrong, late: toldLate }]
  })
}
