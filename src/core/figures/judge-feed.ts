import type { Day, Instant } from '../base/time.ts'
import { dayOf, HOUR } from '../base/time.ts'
import type { CreditorPolicy } from '../model/creditors.ts'
import { ageOf, staleDay } from './age.ts'
import type { FeedFile, FeedSends } from '../model/feed-file.ts'

/** A creditor's row, with what the engine has done about it. */
export interface FeedRow extends FeedFile {
  staleOn: Day | null
  /** The stale day that its accounts were woken for; null = its figures are fresh. */
  wokenOn: Day | null
}

export interface FeedJudgement {
  creditor: string
  age: number | null
  sends: FeedSends
  staleOn: Day | null
  wokenOn: Day | null
  /** All its overdue accounts are reviewed from that local day on; null = nothing changes for them. */
  wake: Day | null
}

/** The zones of the earth in which a day begins first and last. */
export function firstToday(now: Instant): Day {
  return dayOf('UTC', now + 14 * HOUR)
}

export function lastToday(now: Instant): Day {
  return dayOf('UTC', now - 12 * HOUR)
}

/** The answer says when a creditor's figures become stale, and whether its accounts are to be reviewed: because the day has come, because its figures are fresh again, or because another age holds. */
export function judgeFeed(row: FeedRow, policy: CreditorPolicy | null, now: Instant): FeedJudgement {
  const age = ageOf(row, policy)
  const sends = policy?.figures?.sends ?? 'all'
  const staleOn = staleDay({ ...row, age })
  const judged = { creditor: row.creditor, age, sends, staleOn }
  const today = firstToday(now)
  // Some of its accounts may have been found stale.
  const moved = row.staleOn !== null && row.staleOn <= today && row.staleOn !== staleOn
  if (moved || age !== row.age || sends !== row.sends)
    return { ...judged, wokenOn: null, wake: lastToday(now) }
  if (staleOn !== null && staleOn <= today && row.wokenOn !== staleOn)
    return { ...judged, wokenOn: staleOn, wake: staleOn }
  return { ...judged, wokenOn: row.wokenOn, wake: null }
}
