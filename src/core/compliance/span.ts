import { assertNever } from '../base/assert-never.ts'
import {
  addDays,
  type Day,
  dayFromNumber,
  DAY_MS,
  dayNumber,
  dayNumberOf,
  HOUR,
  type Instant,
  instantOfWall,
  type Zone,
} from '../base/time.ts'
import type { Span } from './rule/parameters.ts'

/** A span as a ruler: instants have places on it, and every window of the span is a stretch of places. */
export interface Ruler {
  /** Where an instant lies: a local date, or the instant itself. */
  placeOf: (at: Instant) => number
  /** The first instant of a place. */
  startOf: (place: number) => Instant
  /** Whether every window that holds `place` holds fewer than `max` of these places. */
  hasRoom: (places: readonly number[], place: number, max: number) => boolean
  /** The first place at which this one no longer shares a window with the places before it. */
  leaves: (place: number) => number
}

export function rulerOf(span: Span, zone: Zone, weekStart: 'mon' | 'sun'): Ruler {
  if ('days' in span) return sliding(span.days, dates(zone))
  if ('hours' in span) return sliding(span.hours * HOUR, { placeOf: (at) => at, startOf: (place) => place })
  if ('calendar' in span) return periods(periodOf(span.calendar, weekStart), zone)
  return {
    placeOf: () => 0,
    startOf: () => Infinity,
    hasRoom: (places, _place, max) => places.length < max,
    leaves: () => Infinity,
  }
}

/** How far back a contact can share a window with the planned one. */
export function reachOf(span: Span): number {
  if ('days' in span) return (span.days + 2) * DAY_MS
  if ('hours' in span) return span.hours * HOUR
  return 'calendar' in span ? 33 * DAY_MS : Infinity
}

type Axis = Pick<Ruler, 'placeOf' | 'startOf'>

function dates(zone: Zone): Axis {
  return {
    placeOf: (at) => dayNumberOf(zone, at),
    startOf: (place) => instantOfWall(zone, place * DAY_MS),
  }
}

/** Windows of a fixed width that end at any place: [end - width + 1, end]. */
function sliding(width: number, axis: Axis): Ruler {
  const within = (places: readonly number[], from: number, until: number) => {
    let count = 0
    for (const place of places) if (place > from && place <= until) count++
    return count
  }
  return {
    ...axis,
    hasRoom: (places, place, max) => {
      if (within(places, place - width, place) >= max) return false
      // A window may also end at a later contact, planned before this one.
      return places.every(
        (end) => end <= place || end >= place + width || within(places, end - width, end) < max,
      )
    },
    leaves: (place) => place + width,
  }
}

interface Period {
  first: (day: Day) => Day
  after: (day: Day) => Day
}

function periods(period: Period, zone: Zone): Ruler {
  const after = (place: number) => dayNumber(period.after(dayFromNumber(place)))
  return {
    ...dates(zone),
    hasRoom: (places, place, max) => {
      const [from, until] = [dayNumber(period.first(dayFromNumber(place))), after(place)]
      let count = 0
      for (const one of places) if (one >= from && one < until) count++
      return count < max
    },
    leaves: after,
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
