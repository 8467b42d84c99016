import { utc } from '@date-fns/utc'
import { endOfDay, endOfMonth, endOfWeek, startOfDay, startOfMonth, startOfWeek } from 'date-fns'
import { DAY_MS, dayNumberOf, HOUR, type Instant, instantOfWall, type Zone } from '../../base/time.ts'
import type { Span } from '../rule/parameters.ts'

/** A span as a ruler: instants have places on it, and every window of the span is a stretch of places. */
export interface Ruler {
  /** The place of an instant: a local date, or the instant itself. */
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
  if ('calendar' in span) return periods(span.calendar, zone, weekStart)
  return {
    placeOf: () => 0,
    startOf: () => Infinity,
    hasRoom: (places, _place, max) => places.length < max,
    leaves: () => Infinity,
  }
}

/** How far back a contact can share a window with the planned one. */
export function longestOf(span: Span): number {
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

const EDGES = {
  day: [startOfDay, endOfDay],
  week: [startOfWeek, endOfWeek],
  month: [startOfMonth, endOfMonth],
} as const

/** Windows that follow each other on the calendar. */
function periods(unit: keyof typeof EDGES, zone: Zone, weekStart: 'mon' | 'sun'): Ruler {
  const [startOf, endOf] = EDGES[unit]
  const options = { in: utc, weekStartsOn: weekStart === 'mon' ? 1 : 0 } as const
  const after = (place: number) => Math.ceil(endOf(place * DAY_MS, options).getTime() / DAY_MS)
  return {
    ...dates(zone),
    hasRoom: (places, place, max) => {
      const [from, until] = [startOf(place * DAY_MS, options).getTime() / DAY_MS, after(place)]
      let count = 0
      for (const one of places) if (one >= from && one < until) count++
      return count < max
    },
    leaves: after,
  }
}
