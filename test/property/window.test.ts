import { beforeAll, describe, expect, it } from 'vitest'
import {
  clockChange,
  DAY_MS,
  dayFromNumber,
  dayOf,
  HOUR,
  instantAt,
  instantOfWall,
  isoOf,
  MINUTE,
  offsetAt,
  timeOfDayOf,
} from '../../src/core/base/time.ts'
import { type Hours, hoursOf, outside, runAt, type Stretch } from '../../src/core/compliance/time/hours.ts'
import { rulerOf } from '../../src/core/compliance/time/span.ts'
import { type ClockChange, clockChanges, kindsOf, shownAt } from '../support/clock-changes.ts'

let changes: ClockChange[] = []
let kinds: ClockChange[] = []

beforeAll(() => {
  changes = clockChanges('2020-01-01', '2036-01-01')
  kinds = kindsOf(changes)
})

describe('time against luxon, over every clock change of 2020-2035', () => {
  it('the changes are found where luxon finds them', () => {
    expect(changes.length).toBeGreaterThan(2000)
    const wrong = changes.filter(({ zone, at, before, after }) => {
      return (
        offsetAt(zone, at - 1) !== before ||
        offsetAt(zone, at) !== after ||
        clockChange(zone, at - DAY_MS, at + DAY_MS) !== at ||
        clockChange(zone, at, at + DAY_MS) !== null
      )
    })
    expect(wrong).toEqual([])
  })

  it('dates and times of day are read off the wall', () => {
    for (const change of kinds) {
      for (let from = change.at - 26 * HOUR; from < change.at + 26 * HOUR; from += 37 * MINUTE) {
        const wall = shownAt(change, from)
        const [day, time] = [new Date(wall).toISOString().slice(0, 10), ((wall % DAY_MS) + DAY_MS) % DAY_MS]
        const got = [dayOf(change.zone, from), timeOfDayOf(change.zone, from)]
        if (got[0] !== day || got[1] !== time) expect(got).toEqual([day, time])
      }
    }
  })

  it('the first instant of a wall time is found: the first of two, the end of a gap', () => {
    for (const change of kinds) {
      const near = shownAt(change, change.at)
      for (let wall = near - 4 * HOUR; wall < near + 4 * HOUR; wall += 15 * MINUTE) {
        const expected = firstOf(change, wall)
        const [day, time] = new Date(wall).toISOString().split('T') as [string, string]
        const got = instantAt(change.zone, day, time.slice(0, 5))
        if (got !== expected) expect(`${change.zone} ${day}T${time}: ${isoOf(got)}`).toBe(isoOf(expected))
      }
    }
  })

  it('a date of a span begins with its first instant', () => {
    for (const change of kinds) {
      const ruler = rulerOf({ days: 7 }, change.zone, 'mon')
      const date = Math.floor(shownAt(change, change.at) / DAY_MS)
      for (const place of [date - 1, date, date + 1]) {
        expect(ruler.startOf(place)).toBe(firstOf(change, place * DAY_MS))
        expect(ruler.placeOf(ruler.startOf(place))).toBe(place)
      }
      expect(instantOfWall(change.zone, date * DAY_MS)).toBe(instantAt(change.zone, dayFromNumber(date)))
    }
  })
})

describe('windows, over every clock change of 2020-2035', () => {
  const daily = (from: string, to: string) => hoursOf([{ days: 'daily', hours: [from, to] }], null)
  it.each([
    ['by day', daily('08:00', '21:00')],
    ['over midnight', daily('22:00', '01:30')],
    ['in the changing hours', daily('01:15', '02:45')],
    ['around the clock', daily('00:00', '24:00')],
    ['with a nap', remembered(outside(daily('00:30', '03:10')))],
  ])('stay as they are until the wall clock says otherwise, %s', (_name, hours) => {
    for (const change of kinds) {
      const isOpen = (at: number) => {
        const wall = shownAt(change, at)
        const day = Math.floor(wall / DAY_MS)
        return hours(day).some(([from, to]) => wall - day * DAY_MS >= from && wall - day * DAY_MS < to)
      }
      for (const hour of [-13, -3, -1, 0, 2]) {
        const at = change.at + hour * HOUR + 7 * MINUTE
        const limit = at + DAY_MS
        let until = at
        while (until < limit && isOpen(until) === isOpen(at)) until += MINUTE
        const run = runAt(hours, change.zone, at, limit)
        if (run.open !== isOpen(at) || run.until !== Math.min(until, limit)) {
          expect(`${change.zone} ${isoOf(at)}: ${run.open} until ${isoOf(run.until)}`).toBe(
            `${isOpen(at)} until ${isoOf(until)}`,
          )
        }
      }
    }
  })
})

/** The answer is remembered, since every minute asks here. */
function remembered(hours: Hours): Hours {
  const known = new Map<number, readonly Stretch[]>()
  return (day) => {
    const stretches = known.get(day) ?? hours(day)
    known.set(day, stretches)
    return stretches
  }
}

/** The first of the wall times on each side of the change that is really shown. */
function firstOf({ at, before, after }: ClockChange, wall: number): number {
  if (wall - before < at) return wall - before
  return Math.max(wall - after, at)
}
