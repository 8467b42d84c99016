import { assertNever } from '../base/assert-never.ts'
import {
  addDays,
  type Day,
  dayFromNumber,
  DAY_MS,
  dayNumber,
  HOUR,
  type Instant,
  instantAt,
  offsetAt,
  type Zone,
} from '../base/time.ts'
import type { Span } from './parameters.ts'

/** A span as a ruler: instants have places on it, and a window of it holds at most so many contacts. */
export interface Ruler {
  /** Where an instant lies: a local date, or the instant itself. */
  placeOf: (at: Instant) => number
  /** The most contacts, of these places in order, in any window that holds `place`. */
  most: (places: readonly number[], place: number) => number
  /** Places after `place` at which a window that is full may have room again, in order. */
  next: (places: readonly number[], place: number) => number[]
  /** The first instant of a place. */
  startOf: (place: number) => Instant
}

export function rulerOf(span: Span, zone: Zone, weekStart: 'mon' | 'sun'): Ruler {
  if ('days' in span) return sliding(span.days, dateRuler(zone))
  if ('hours' in span) return sliding(span.hours * HOUR, instantRuler)
  if ('calendar' in span) return periods(periodOf(span.calendar, weekStart), zone)
  return { placeOf: () => 0, most: (places) => places.length, next: () => [], startOf: () => Infinity }
}

/** How far back a contact can share a window with the planned one. */
export function reachOf(span: Span): number {
  if ('days' in span) return (span.days + 2) * DAY_MS
  if ('hours' in span) return span.hours * HOUR
  return 'calendar' in span ? 33 * DAY_MS : Infinity
}

type Axis = Pick<Ruler, 'placeOf' | 'startOf'>
const instantRuler: Axis = { placeOf: (at) => at, startOf: (place) => place }

function dateRuler(zone: Zone): Axis {
  return {
    placeOf: (at) => Math.floor((at + offsetAt(zone, at)) / DAY_MS),
    startOf: (place) => instantAt(zone, dayFromNumber(place)),
  }
}

/** Windows of a fixed width that end at any place: [end - width + 1, end]. */
function sliding(width: number, axis: Axis): Ruler {
  return {
    ...axis,
    most: (places, place) => {
      const near = places.filter((one) => one > place - width && one < place + width)
      let most = 0
      for (const end of [place, ...near]) {
        if (end < place) continue
        most = Math.max(most, near.filter((one) => one > end - width && one <= end).length)
      }
      return most
    },
    next: (places, place) => places.map((one) => one + width).filter((one) => one > place),
  }
}

interface Period {
  first: (day: Day) => Day
  after: (day: Day) => Day
}

function periods(period: Period, zone: Zone): Ruler {
  const dates = dateRuler(zone)
  const first = (place: number) => dayNumber(period.first(dayFromNumber(place)))
  const after = (place: number) => dayNumber(period.after(dayFromNumber(place)))
  return {
    ...dates,
    most: (places, place) => {
      const [from, until] = [first(place), after(place)]
      return places.filter((one) => one >= from && one < until).length
    },
    next: (places, place) => [...new Set([place, ...places].map(after))].filter((one) => one > place),
  }
}

function periodOf(unit: 'day' | 'week' | 'month', weekStart: 'mon' | 'sun'): Period {
  switch (unit) {
    case 'day':
      return { first: (day) => day, after: (day) => addDays(day, 1) }
    case 'week': {
      const first = (day: Day) => addDays(day, -((dayNumber(day) + (weekStart === 'mon' ? 3 : 4)) % 7))
      return { first, after: (day) => addDays(first(day), 7) }
    }
    case 'month':
      return { first: monthOf, after: (day) => monthOf(addDays(monthOf(day), 31)) }
    default:
      return assertNever(unit)
  }
}

function monthOf(day: Day): Day {
  return `${day.slice(0, 8)}01`
}
