import { CronExpressionParser } from 'cron-parser'
import type { Instant } from '../../core/base/time.ts'
import type { Ticks } from '../../core/model/ticks.ts'

type Tick = Ticks['ticks'][number]

export function everyMillis(tick: Tick): number | null {
  if (!tick.every) return null
  return ((tick.every.minutes ?? 0) * 60 + (tick.every.seconds ?? 0)) * 1000
}

/** The pattern and zone of a tick that comes by the clock. */
export function patternOf(tick: Tick): { pattern: string; tz: string } {
  return { pattern: tick.cron ?? '0 * * * *', tz: tick.zone ?? 'UTC' }
}

/** The last instant at which the tick should have run: a run that began then or later has done what it asks. */
export function lastDue(tick: Tick, now: Instant): Instant {
  const every = everyMillis(tick)
  if (every !== null) return now - every
  const { pattern, tz } = patternOf(tick)
  // `prev` leaves out the instant itself.
  return CronExpressionParser.parse(pattern, { currentDate: new Date(now + 1), tz })
    .prev()
    .getTime()
}

/** The tick ran last at that instant; the answer is for how many seconds it has been late, from the first time on at which it should have run and did not. */
export function lateBy(tick: Tick, ranAt: Instant, now: Instant): number {
  return Math.max(0, now - firstDue(tick, ranAt)) / 1000
}

/** The first instant after a run at which the tick should run again. */
function firstDue(tick: Tick, ranAt: Instant): Instant {
  const every = everyMillis(tick)
  if (every !== null) return ranAt + every
  const { pattern, tz } = patternOf(tick)
  // `next` leaves out the instant itself.
  return CronExpressionParser.parse(pattern, { currentDate: new Date(ranAt), tz })
    .next()
    .getTime()
}
