import { addDays, instantInAll, lastDayOf } from '../../core/base/time.ts'
import type { Instant, Zone } from '../../core/base/time.ts'

/** When the day's detect runs, local time. */
export const DETECT_AT = '00:05'

/** The first instant after `after` at which it has become 00:05 in every candidate zone. */
export function nextDetect(zones: readonly Zone[], after: Instant): Instant {
  const today = lastDayOf(zones, after)
  for (let day = today; ; day = addDays(day, 1)) {
    const at = instantInAll(zones, day, DETECT_AT)
    if (at > after) return at
  }
}

/** The first detect after `after` of any of the zone sets, each a sorted list joined by commas; null without any. */
export function nextDetectOfAll(zoneSets: Iterable<string>, after: Instant): Instant | null {
  let next: Instant | null = null
  for (const set of zoneSets) {
    const at = nextDetect(set.split(','), after)
    if (next === null || at < next) next = at
  }
  return next
}
