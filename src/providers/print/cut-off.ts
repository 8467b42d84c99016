import { addDays, type Day, dayOf, instantAt, type Instant, weekdayOf } from '../../core/base/time.ts'
import { WEEKDAYS } from '../../core/base/weekday.ts'
import type { PrintHouse } from './schema.ts'

/** The last instant at which the print house took letters: what was written before goes with that batch. */
export function lastCutOff({ at, zone, days }: PrintHouse['handOver'], now: Instant): Instant {
  for (let day = dayOf(zone, now); ; day = addDays(day, -1)) {
    const cutOff = instantAt(zone, day, at)
    if (cutOff <= now && isAmong(days, day)) return cutOff
  }
}

/** The first instant at which it takes what was written then. */
export function nextCutOff({ at, zone, days }: PrintHouse['handOver'], written: Instant): Instant {
  for (let day = dayOf(zone, written); ; day = addDays(day, 1)) {
    const cutOff = instantAt(zone, day, at)
    if (cutOff >= written && isAmong(days, day)) return cutOff
  }
}

function isAmong(days: PrintHouse['handOver']['days'], day: Day): boolean {
  const weekday = WEEKDAYS[weekdayOf(day)]
  return weekday !== undefined && days.includes(weekday)
}
