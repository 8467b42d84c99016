import type { Problem } from '../base/problem.ts'
import type { Day, Zone } from '../base/time.ts'
import { HOUR, lastDayOf } from '../base/time.ts'
import type { Draft, Subject } from './draft.ts'
import { refused } from './draft.ts'
import { FACT } from './fact.ts'
import type { FactKind } from './kind/kind.ts'
import type { PreparedFact } from './prepared.ts'

/** How far ahead of the engine a fact may be dated: files are stamped with the end of the local day on which they were written, which is at most a day and a change of clocks away. */
export const AHEAD_MS = 25 * HOUR

/** The answer refuses a fact whose instants and days cannot be meant as they stand. A payment may be dated ahead: it counts on its day, and its sender is told, as the year may be a slip. */
export function senseOfTime(draft: Draft, subject: Subject | null, prepared: PreparedFact): Problem | null {
  const { fact, at } = prepared
  const kind: FactKind = FACT[fact.type]
  if (at > draft.now + AHEAD_MS) {
    if (!kind.mayBeAhead)
      return refused(prepared, 'from_the_future', 'the fact lies more than a day ahead', 'at')
    draft.changes.warnings.push(
      refused(prepared, 'dated_ahead', 'the fact lies more than a day ahead: it counts on its day', 'at'),
    )
  }
  const end = kind.ends?.(fact) ?? null
  if (end === null) return null
  const zones = subject?.account?.zones ?? subject?.person.zones ?? ['UTC']
  if (isBefore(end.on, at, zones))
    return refused(prepared, 'ends_before', 'the end lies before the day of the fact itself', end.path)
  if (isBefore(end.last, draft.now, zones))
    draft.changes.warnings.push(
      refused(prepared, 'already_over', 'the end has passed already: taken as history', end.path),
    )
  return null
}

/** Whether the end lies before the instant; a day does when it is over on the local calendar wherever the person may be. */
function isBefore(end: Day | number, at: number, zones: readonly Zone[]): boolean {
  return typeof end === 'number' ? end < at : end < lastDayOf(zones, at)
}
