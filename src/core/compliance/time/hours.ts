import { z } from 'zod'
import {
  clockChange,
  DAY_MS,
  dayFromNumber,
  type Instant,
  millisOfTime,
  offsetAt,
  type Zone,
} from '../../base/time.ts'
import { WEEKDAYS } from '../../base/weekday.ts'
import { type Calendar, DAY_KINDS, type DayKind, dayKind } from './calendar.ts'

/** Hours of the week as files write them, made into stretches of local dates. */

const DAYS: readonly string[] = WEEKDAYS
const KINDS = ['hol', 'workday', 'restday']
const time = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time of day such as "08:00"')

export const SlotSchema = z.strictObject({
  days: z
    .string()
    .refine(isDays, 'mon..sun, a range such as mon-fri, daily, workday, restday or hol')
    .describe('mon..sun, a range such as mon-fri, daily, workday, restday, hol; hol beats the others'),
  hours: z
    .tuple([time, time])
    .nullable()
    .describe('from, until (excluded); past midnight when from > until; null = none'),
})
export type Slot = z.infer<typeof SlotSchema>

/** Milliseconds since local midnight: [from, until). */
export type Stretch = readonly [number, number]

/** The stretches of a local date, in order and apart. */
export type Hours = (day: number) => readonly Stretch[]

/** A slot over midnight belongs to the date it starts on. On a day that the calendar does not know it may be a holiday, a workday or a rest day: `all` keeps what is in the hours of each of them, as an opening must be; `any` what is in one of them, as a closing may be. */
export function hoursOf(
  slots: readonly { days: string; hours: readonly [string, string] | null }[],
  calendar: Calendar | null,
  ofReadings: 'all' | 'any' = 'all',
): Hours {
  const parsed = slots.map(({ days, hours }) => ({ days: daysOf(days), stretch: stretchOf(hours) }))
  const askCalendar = calendar !== null && parsed.some((slot) => typeof slot.days === 'string')
  const overnight = parsed.some(({ stretch }) => stretch?.some(([, until]) => until > DAY_MS))
  const known = new Map<number, readonly Stretch[]>()
  const under = (day: number, kind: DayKind): Stretch[] => {
    const holiday = kind === 'holiday' ? parsed.filter((slot) => slot.days === 'hol') : []
    const open =
      holiday.length > 0
        ? holiday
        : parsed.filter((slot) => slot.days !== 'hol' && isOn(slot.days, day, kind))
    return open.flatMap((slot) => slot.stretch ?? [])
  }
  const own = (day: number): Stretch[] => {
    const kind = askCalendar ? dayKind(calendar, dayFromNumber(day)) : usualKind(day)
    if (kind !== null) return under(day, kind)
    const readings = DAY_KINDS.map((reading) => under(day, reading))
    return ofReadings === 'any' ? readings.flat() : inEach(readings)
  }
  return (day) => {
    const key = askCalendar ? day : weekday(day)
    let stretches = known.get(key)
    if (!stretches) {
      const before = overnight ? own(day - 1) : []
      const left = before.map(([from, until]): Stretch => [from - DAY_MS, until - DAY_MS])
      stretches = joined([...left, ...own(day)])
      if (known.size > 2000) known.clear()
      known.set(key, stretches)
    }
    return stretches
  }
}

/** The hours that are in any of them. */
export function together(all: readonly Hours[]): Hours {
  const [first] = all
  return first && all.length === 1 ? first : (day) => joined(all.flatMap((hours) => [...hours(day)]))
}

/** Whether a slot's days mean something else by each calendar. */
export function asksCalendar(slots: readonly { days: string }[]): boolean {
  return slots.some(({ days }) => KINDS.includes(days))
}

/** The other hours: what is left when these are closed. */
export function outside(hours: Hours): Hours {
  return (day) => {
    const closed = hours(day)
    const edges = [0, ...closed.flat(), DAY_MS]
    return edges.flatMap((edge, index): Stretch[] => {
      const next = edges[index + 1]
      return index % 2 === 0 && next !== undefined && next > edge ? [[edge, next]] : []
    })
  }
}

function isDays(text: string): boolean {
  if (text === 'daily' || KINDS.includes(text)) return true
  const parts = text.split('-')
  return parts.length <= 2 && parts.every((part) => DAYS.includes(part))
}

function daysOf(text: string): Set<number> | string {
  if (KINDS.includes(text)) return text
  if (text === 'daily') return new Set([0, 1, 2, 3, 4, 5, 6])
  if (!isDays(text)) throw new RangeError(`unknown days ${text}`)
  const [from = 0, to = from] = text.split('-').map((name) => DAYS.indexOf(name))
  const days = new Set([from])
  for (let day = from; day !== to; ) days.add((day = (day + 1) % 7))
  return days
}

function isOn(days: Set<number> | string, day: number, kind: DayKind): boolean {
  if (typeof days !== 'string') return days.has(weekday(day))
  return days === (kind === 'holiday' ? 'restday' : kind)
}

function usualKind(day: number): DayKind {
  return weekday(day) === 0 || weekday(day) === 6 ? 'restday' : 'workday'
}

/** The hours that are in every one of them; stretches over midnight go past the end of the day. */
function inEach(readings: readonly (readonly Stretch[])[]): Stretch[] {
  const [first = [], ...others] = readings
  return others.reduce<Stretch[]>(
    (some, other) =>
      some.flatMap(([from, until]) =>
        other.flatMap(([start, end]): Stretch[] => {
          const both: Stretch = [Math.max(from, start), Math.min(until, end)]
          return both[0] < both[1] ? [both] : []
        }),
      ),
    [...first],
  )
}

function stretchOf(hours: readonly [string, string] | null): Stretch[] | null {
  if (!hours) return null
  const [from, until] = [millisOfTime(hours[0]), millisOfTime(hours[1])]
  return [[from, until > from ? until : until + DAY_MS]]
}

function joined(stretches: Stretch[]): Stretch[] {
  const apart: Stretch[] = []
  for (const [from, until] of stretches.sort((a, b) => a[0] - b[0])) {
    const [start, end] = [Math.max(from, 0), Math.min(until, DAY_MS)]
    if (start >= end) continue
    const last = apart.at(-1)
    if (last && start <= last[1]) apart[apart.length - 1] = [last[0], Math.max(last[1], end)]
    else apart.push([start, end])
  }
  return apart
}

/** The weekday is computed by hand: a permit check asks for it some fifty times per counted day, and it takes 20 ns where `getDay` takes 400. */
function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7
}

/** Whether the hours are open on the wall clock of a zone at an instant, and until when that stays so (at most `limit`). The wall clock is read at every instant: a repeated hour is open twice, a skipped one never. */
export function runAt(
  hours: Hours,
  zone: Zone,
  at: Instant,
  limit: Instant,
): { open: boolean; until: Instant } {
  const open = isOpen(hours, zone, at)
  let now = at
  while (now < limit) {
    const next = nextEdge(hours, zone, now, open)
    now = clockChange(zone, now, next) ?? next
    if (isOpen(hours, zone, now) !== open) return { open, until: Math.min(now, limit) }
  }
  return { open, until: limit }
}

function isOpen(hours: Hours, zone: Zone, at: Instant): boolean {
  const { day, time } = wallOf(zone, at)
  return hours(day).some(([from, until]) => time >= from && time < until)
}

/** The instant at which the clock reaches the end of this stretch or the start of the next one, or midnight, if it does not jump before. */
function nextEdge(hours: Hours, zone: Zone, at: Instant, open: boolean): Instant {
  const { day, time } = wallOf(zone, at)
  for (const [from, until] of hours(day)) {
    const edge = open ? until : from
    if (edge > time) return at + edge - time
  }
  return at + DAY_MS - time
}

function wallOf(zone: Zone, at: Instant): { day: number; time: number } {
  const wall = at + offsetAt(zone, at)
  const day = Math.floor(wall / DAY_MS)
  return { day, time: wall - day * DAY_MS }
}
