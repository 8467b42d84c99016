import type { Disposition } from '../../../src/core/channel/disposition.ts'
import type { Statute } from '../law-oracle/statute.ts'
import { instantOf, timeOf, wallOf } from '../law-oracle/wall-clock.ts'
import { dice } from './dice.ts'
import type { People, Slot } from './people.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export interface Span {
  people: People
  statutes: readonly Statute[]
  days: number
  /** The hours between two rounds; 1 unless said otherwise. */
  hoursApart?: number
  /** Absent = whatever happens in an ordinary life; else every call ends so, every message goes out, and nothing else happens. */
  always?: Disposition
}

/** Who is tried at an instant. */
export interface Turn {
  people: People
  slots: readonly Slot[]
}

/** The timetable says when the dialer tries what, in order: every channel every hour (of the hours of the night some), where outcomes are given everything whenever it tries, and everything around the edges of every window on some days and on those on which the clock changes. */
export function timetableOf(spans: readonly Span[]): [number, Turn[]][] {
  const byInstant = new Map<number, Turn[]>()
  for (const span of spans) {
    const { people } = span
    const edges = new Set(edgesOf(span))
    const hours = hoursOf(span).filter((at) => !edges.has(at))
    const turns: [number, readonly Slot[]][] = [
      ...hours.map((at): [number, readonly Slot[]] => [
        at,
        span.always ? people.slots : inTurn(people.slots, at / HOUR),
      ]),
      ...[...edges].map((at): [number, readonly Slot[]] => [at, people.slots]),
    ]
    for (const [at, slots] of turns) {
      const there = byInstant.get(at)
      if (there) there.push({ people, slots })
      else byInstant.set(at, [{ people, slots }])
    }
  }
  return [...byInstant].sort((a, b) => a[0] - b[0])
}

/** The dialer tries one place of each channel after another, of calls three and of texts two at once. */
function inTurn(slots: readonly Slot[], hour: number): Slot[] {
  return [...new Set(slots.map(({ channel }) => channel))].flatMap((channel) => {
    const ours = slots.filter((one) => one.channel === channel)
    const count = Math.min(ours.length, { call: 3, sms: 2 }[channel] ?? 1)
    return Array.from({ length: count }, (_, index) => ours[(hour * count + index) % ours.length]).flatMap(
      (slot) => slot ?? [],
    )
  })
}

function hoursOf({ people: { country }, days, hoursApart = 1 }: Span): number[] {
  const [zone = 'UTC'] = country.zones
  const first = Math.ceil(instantOf(zone, `${country.from}T00:00`) / HOUR) * HOUR
  return Array.from({ length: days * 24 }, (_, hour) => first + hour * HOUR).filter((at) => {
    const { time } = wallOf(zone, at)
    if ((at / HOUR) % hoursApart !== 0) return false
    return (time >= 7 * HOUR && time < 22 * HOUR) || dice('night', country.name, at) < 0.15
  })
}

function edgesOf({ people: { country }, statutes, days }: Span): number[] {
  return country.zones.flatMap((zone) => {
    const first = instantOf(zone, `${country.from}T00:00`)
    return Array.from({ length: days }, (_, day) => first + day * DAY)
      .filter((at, day) => day % 20 === 5 || changesClock(zone, at))
      .flatMap((at) => edgeTimes(statutes).map((time) => instantOf(zone, `${wallOf(zone, at).date}T${time}`)))
      .flatMap((edge) => [edge - 30 * MINUTE - 1000, edge - 30 * MINUTE, edge - 1000, edge])
  })
}

function changesClock(zone: string, at: number): boolean {
  return wallOf(zone, at + 20 * HOUR).time !== (wallOf(zone, at).time + 20 * HOUR) % DAY
}

/** Every time of day at which some window opens or closes, on whatever day of the week. */
function edgeTimes(statutes: readonly Statute[]): string[] {
  const days = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, holiday: false }))
  const times = statutes
    .flatMap(({ hours = [] }) => hours)
    .flatMap(({ open }) =>
      open === 'own' ? ['12:00', '15:00'] : days.flatMap((day) => [...(open(day) ?? [])]),
    )
  return [...new Set(times)].sort((a, b) => timeOf(a) - timeOf(b))
}
