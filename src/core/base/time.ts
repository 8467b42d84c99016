import { tzOffset } from '@date-fns/tz'

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number
/** A local calendar date, `YYYY-MM-DD`; compares as text. */
export type Day = string
/** A wall-clock time, `HH:MM` or `HH:MM:SS`; `24:00` is the end of the day. */
export type TimeOfDay = string
/** An IANA time zone name. */
export type Zone = string

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY_MS = 24 * HOUR
const BUCKET = 15 * MINUTE

const offsetsByZone = new Map<Zone, Map<number, number>>()

/** Milliseconds that the zone's wall clock is ahead of UTC at the instant; cached by quarter hours, since no zone changes inside one. */
export function offsetAt(zone: Zone, at: Instant): number {
  let offsets = offsetsByZone.get(zone)
  if (!offsets) offsetsByZone.set(zone, (offsets = new Map()))
  const bucket = Math.floor(at / BUCKET)
  let offset = offsets.get(bucket)
  if (offset === undefined) {
    const minutes = tzOffset(zone, new Date(bucket * BUCKET))
    if (Number.isNaN(minutes)) throw new RangeError(`unknown time zone ${zone}`)
    offset = Math.round(minutes * MINUTE)
    if (offsets.size > 50_000) offsets.clear()
    offsets.set(bucket, offset)
  }
  return offset
}

export function isZone(zone: string): boolean {
  return /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(zone) && !Number.isNaN(tzOffset(zone, new Date(0)))
}

/** Local wall time of an instant, as milliseconds on a clock that ignores the zone. */
export function wallAt(zone: Zone, at: Instant): number {
  return at + offsetAt(zone, at)
}

export function dayOf(zone: Zone, at: Instant): Day {
  return dayFromNumber(Math.floor(wallAt(zone, at) / DAY_MS))
}

/** Milliseconds since local midnight on the wall clock. */
export function timeOfDayOf(zone: Zone, at: Instant): number {
  const wall = wallAt(zone, at)
  return wall - Math.floor(wall / DAY_MS) * DAY_MS
}

/** The first instant at which the zone's wall clock shows that time of that day or a later one (a time skipped by DST is the gap's end; a repeated time is its first showing). */
export function instantAt(zone: Zone, day: Day, time: TimeOfDay = '00:00'): Instant {
  const wall = dayNumber(day) * DAY_MS + millisOfTime(time)
  const before = wall - offsetAt(zone, wall - DAY_MS)
  const after = wall - offsetAt(zone, wall + DAY_MS)
  const fits = [before, after].filter((at) => wallAt(zone, at) === wall)
  if (fits.length > 0) return Math.min(...fits)
  return gapEnd(zone, Math.min(before, after) - DAY_MS / 2, Math.max(before, after) + DAY_MS / 2, wall)
}

function gapEnd(zone: Zone, from: Instant, to: Instant, wall: number): Instant {
  let low = from
  let high = to
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (wallAt(zone, middle) >= wall) high = middle
    else low = middle
  }
  return high
}

export function millisOfTime(time: TimeOfDay): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return hours * HOUR + minutes * MINUTE + seconds * 1000
}

const numberOfDay = new Map<Day, number>()

/** Days since 1970-01-01. */
export function dayNumber(day: Day): number {
  let number = numberOfDay.get(day)
  if (number === undefined) {
    number = Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS)
    if (numberOfDay.size > 50_000) numberOfDay.clear()
    numberOfDay.set(day, number)
  }
  return number
}

export function dayFromNumber(number: number): Day {
  return new Date(number * DAY_MS).toISOString().slice(0, 10)
}

export function addDays(day: Day, days: number): Day {
  return dayFromNumber(dayNumber(day) + days)
}

/** `later` minus `earlier`, in days. */
export function daysBetween(earlier: Day, later: Day): number {
  return dayNumber(later) - dayNumber(earlier)
}

/** 0 = Sunday ... 6 = Saturday. */
export function weekdayOf(day: Day): number {
  return (((dayNumber(day) + 4) % 7) + 7) % 7
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const millis = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(text)
}

/** UTC with `Z`, without a fraction when it is a whole second. */
export function isoOf(at: Instant): string {
  return new Date(at).toISOString().replace('.000Z', 'Z')
}

/** The local date in the candidate zone that gets there last: the smallest days past due. */
export function lastDayOf(zones: readonly Zone[], at: Instant): Day {
  let last = '9999-12-31'
  for (const zone of zones) {
    const day = dayOf(zone, at)
    if (day < last) last = day
  }
  return last
}

/** The first instant at or after that time of that day in every candidate zone. */
export function instantInAll(zones: readonly Zone[], day: Day, time: TimeOfDay = '00:00'): Instant {
  return Math.max(...zones.map((zone) => instantAt(zone, day, time)))
}
