import type { Problem } from '../base/problem.ts'
import type { Day, Instant, Zone } from '../base/time.ts'
import { HOUR, lastDayOf } from '../base/time.ts'
import type { Draft, Subject } from './draft.ts'
import { refused } from './draft.ts'
import { FACT } from './fact.ts'
import type { FactKind } from './kind/kind.ts'
import type { PreparedFact } from './prepared.ts'

/** How far ahead of the engine a fact may be dated: files are stamped with the end of the local day on which they were written, which is at most a day and a change of clocks away. */
export const AHEAD_MS = 25 * HOUR

/** No debt that is still dunned is older: mortgages run for 40 years at most, and what a court has awarded lapses after 30. */
const LONG_AGO_MS = 40 * 365.25 * 24 * HOUR

/** Whether the instant, or the day, lies so long before now that its year is a slip, most likely. */
export function isLongAgo(at: Instant | Day, now: Instant): boolean {
  return (typeof at === 'number' ? at : Date.parse(at)) < now - LONG_AGO_MS
}

/** The answer refuses a fact whose instants and days cannot be meant as they stand. A payment may be dated ahead: it counts on its day, and its sender is told, as the year may be a slip; so is the sender of what is dated, or was due, longer ago than any debt lasts. */
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
  draft.changes.warnings.push(...longAgo(draft, prepared))
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

function longAgo({ now }: Draft, prepared: PreparedFact): Problem[] {
  const { fact, at } = prepared
  const dates: [path: string, date: Instant | Day | null][] = [
    ['at', at],
    ['dueOn', 'dueOn' in fact ? (fact.dueOn ?? null) : null],
    ['oldestDueOn', 'oldestDueOn' in fact ? fact.oldestDueOn : null],
  ]
  return dates.flatMap(([path, date]) =>
    date === null || !isLongAgo(date, now)
      ? []
      : [refused(prepared, 'dated_long_ago', 'that is more than 40 years ago: it counts as it stands', path)],
  )
}

/** Whether the end lies before the instant; a day does when it is over on the local calendar wherever the person may be. */
function isBefore(end: Day | number, at: number, zones: readonly Zone[]): boolean {
  return typeof end === 'number' ? end < at : end < lastDayOf(zones, at)
}
