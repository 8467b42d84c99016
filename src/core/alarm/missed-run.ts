import { type Instant, MINUTE } from '../base/time.ts'

/** The last runs of a tick, by the business instants at which they began: the last one, and the last one that ended. */
export interface TickRun {
  beganAt: Instant | null
  ranAt: Instant | null
  /** Somebody who could not enqueue a run asked for one then. */
  askedAt: Instant | null
}

/** A wake takes its way over Redis. */
const GRACE = MINUTE
/** Whoever began so long ago and has not ended may have been killed. */
const GIVEN_UP = 10 * MINUTE

/** Whether the run that was due then, or that somebody asked for since, neither ended nor is under way. */
export function isMissed(due: Instant, run: TickRun | null, now: Instant): boolean {
  const { beganAt = null, ranAt = null, askedAt = null } = run ?? {}
  const wanted = Math.max(now - due < GRACE ? -Infinity : due, askedAt ?? -Infinity)
  if (wanted === -Infinity || (ranAt !== null && ranAt >= wanted)) return false
  return beganAt === null || beganAt < wanted || now - beganAt > GIVEN_UP
}
