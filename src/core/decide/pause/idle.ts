import { type Day, daysBetween, DAY_MS, type Instant, lastDayOf, type Zone } from '../../base/time.ts'
import type { EpisodeMemory } from '../../model/case-memory.ts'
import type { DossierCase, DossierHold } from '../../model/dossier.ts'
import type { HoldReason } from '../../model/hold-reason.ts'

/** Time in which nobody could act does not count on the ladder; it is added once it is over. */
export interface IdleSpan {
  from: Day
  to: Day
}

/** Why time was added, as the fact of it says. */
export type IdleCause = 'outage' | 'stopped' | 'episode_away'

/** Holds in which it is not the debtor who is waited for. */
const WAITS_FOR_DATA: ReadonlySet<HoldReason> = new Set(['data_refused', 'feed_stale'])

/** Days since that day in which nobody could act, each counted once. */
export function idleDays({ idle }: { idle: readonly IdleSpan[] }, since: Day): number {
  let days = 0
  let counted = since
  for (const { from, to } of [...idle].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const start = from > counted ? from : counted
    if (to <= start) continue
    days += daysBetween(start, to)
    counted = to
  }
  return days
}

/** Holds of the account for want of data that are over. */
export function dataHolds(
  { holds, account, zones }: { holds: readonly DossierHold[]; account: number; zones: readonly Zone[] },
  now: Instant,
): IdleSpan[] {
  return holds.flatMap(({ reason, account: of, from, lifted }) => {
    if (reason === null || !WAITS_FOR_DATA.has(reason)) return []
    if ((of !== null && of !== account) || lifted === null || lifted > now) return []
    return [{ from: lastDayOf(zones, from), to: lastDayOf(zones, lifted) }]
  })
}

interface Reviewed {
  case: DossierCase
  zones: readonly Zone[]
  now: Instant
  today: Day
}

/** A review that was due for more than a day was not made because nothing worked. */
export function outageOf({ case: theCase, zones, now, today }: Reviewed): IdleSpan | null {
  const due = theCase.nextReviewAt
  if (theCase.state === 'opened' || due === null || now - due <= DAY_MS) return null
  return { from: lastDayOf(zones, due), to: today }
}

/** The days on which the episode was not the case's. */
export function awayOf({ memory, today }: { memory: EpisodeMemory; today: Day }): IdleSpan | null {
  const { leftOn } = memory
  return leftOn === undefined || leftOn >= today ? null : { from: leftOn, to: today }
}
