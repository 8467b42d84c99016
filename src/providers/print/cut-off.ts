import { addDays, dayOf, instantAt, type Instant, weekdayOf } from '../../core/base/time.ts'
import { WEEKDAYS } from '../../core/base/weekday.ts'
import type { PrintHouse } from './schema.ts'

/** The last instant at which the print house took letters: what was written before goes with that batch. */
export function lastCutOff({ at, zone, days }: PrintHouse['handOver'], now: Instant): Instant {
  let day = dayOf(zone, now)
  for (;;) {
    const cutOff = instantAt(zone, day, at)
    const weekday = WEEKDAYS[weekdayOf(day)]
    if (cutOff <= now && weekday !== undefined && days.includes(weekday)) return cutOff
    day = addDays(day, -1)
  }
}
