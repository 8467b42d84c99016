import { utc } from '@date-fns/utc'
import { addMonths as monthsLater } from 'date-fns'
import { z } from 'zod'
import {
  addDays,
  type Day,
  dayFromNumber,
  DAY_MS,
  dayNumber,
  dayOf,
  HOUR,
  type Instant,
  instantAt,
  type Zone,
} from '../../base/time.ts'
import { type Calendar, dayKind } from './calendar.ts'

const whole = z.number().int().min(0)
export const DurationSchema = z.union([
  z.strictObject({ hours: z.number().positive() }),
  z.strictObject({ days: whole }),
  z.strictObject({ businessDays: whole }),
  z.strictObject({ months: whole }),
  z.strictObject({ years: whole }),
])
export type Duration = z.infer<typeof DurationSchema>

/** The way to count days that a calendar does not know: `longer` counts none of them as a day of business, so that what waits waits on; `sooner` counts each, so that what is only good for a time is not good for longer. */
export type Reading = 'longer' | 'sooner'

/** No date is that late: a count that no known day ends. */
export const NEVER: Day = '9999-12-31'

/** The date so much later; a month or year that has no such day gives the next day, so that nothing ends early. Hours are elapsed time and have no date. */
export function addToDay(
  day: Day,
  duration: Exclude<Duration, { hours: number }>,
  calendar: Calendar | null,
  reading: Reading = 'longer',
): Day {
  if ('days' in duration) return addDays(day, duration.days)
  if ('businessDays' in duration) return addBusinessDays(day, duration.businessDays, { calendar, reading })
  return addMonths(day, 'months' in duration ? duration.months : duration.years * 12)
}

/** The first instant, in that zone, at which so much has passed since the event; dates count from local midnight. The answer is infinite if no known day ends the count. */
export function passedAt(event: Instant, duration: Duration, zone: Zone, calendar: Calendar | null): Instant {
  if (!Number.isFinite(event)) return event
  if ('hours' in duration) return event + duration.hours * HOUR
  return startOf(addToDay(dayOf(zone, event), duration, calendar), zone)
}

/** The same where the day after the event is day 1: the last date of the time belongs to it. */
export function passedAfter(
  event: Instant,
  duration: Duration,
  zone: Zone,
  calendar: Calendar | null,
): Instant {
  if ('hours' in duration) return event + duration.hours * HOUR
  const day = dayOf(zone, event)
  if ('businessDays' in duration) {
    return startOf(addToDay(day, { businessDays: duration.businessDays + 1 }, calendar), zone)
  }
  return startOf(addDays(addToDay(day, duration, calendar), 1), zone)
}

/** The first instant at which the age is more than that: a maximum age includes its last date. */
export function olderAt(
  event: Instant,
  duration: Duration,
  zone: Zone,
  { calendar, reading }: { calendar: Calendar | null; reading: Reading },
): Instant {
  if ('hours' in duration) return event + duration.hours * HOUR + 1
  const last = addToDay(dayOf(zone, event), duration, calendar, reading)
  return last === NEVER ? Infinity : startOf(addDays(last, 1), zone)
}

function startOf(day: Day, zone: Zone): Instant {
  return day >= NEVER ? Infinity : instantAt(zone, day)
}

/** A month that has no such day gives the next day. */
export function addMonths(day: Day, months: number): Day {
  const later = dayFromNumber(monthsLater(day, months, { in: utc }).getTime() / DAY_MS)
  return later.slice(8) === day.slice(8) ? later : addDays(later, 1)
}

/** More days than this without a known one: the calendar has ended. */
const MOST_UNKNOWN = 400

function addBusinessDays(
  day: Day,
  count: number,
  { calendar, reading }: { calendar: Calendar | null; reading: Reading },
): Day {
  let left = count
  let unknown = 0
  let number = dayNumber(day)
  while (left > 0 && unknown < MOST_UNKNOWN) {
    const kind = dayKind(calendar, dayFromNumber(++number))
    unknown = kind === null ? unknown + 1 : 0
    if (kind === 'workday' || (kind === null && reading === 'sooner')) left--
  }
  return left > 0 ? NEVER : dayFromNumber(number)
}
