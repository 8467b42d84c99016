import { describe, expect, it } from 'vitest'
import type { Law } from '../../src/core/compliance/pack/law.ts'
import { permit } from '../../src/core/compliance/permit.ts'
import type { Verdict } from '../../src/core/model/verdict.ts'
import { type ClockChange, clockChanges, kindsOf, shownAt } from '../support/clock-changes.ts'
import { file, lawOf, question } from '../support/law.ts'

/** What may be sent when, over every clock change of every zone from 2024 to 2030: the verdict, the first lawful instant and the end of the window, against luxon. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const VISIT = 30

const changes = clockChanges('2024-01-01', '2031-01-01')
type Hours = readonly [string, string]

describe('permit over every clock change of 2024-2030', () => {
  it('the list knows every change, missing midnights and half hours too', () => {
    expect(changes.length).toBeGreaterThan(1500)
    expect(new Set(changes.map(({ zone }) => zone)).size).toBeGreaterThan(120)
    expect(
      changes.some(({ zone, at, before }) => zone === 'America/Santiago' && (at + before) % DAY === 0),
    ).toBe(true)
    expect(changes.some(({ before, after }) => Math.abs(after - before) === 30 * MINUTE)).toBe(true)
  })

  it.each<Hours>([
    ['08:00', '21:00'],
    ['22:00', '06:00'],
  ])('the window from %s to %s is kept daily, in every zone', (...hours) => {
    for (const change of changes) compare(change, hours)
  })

  it.each<Hours>([
    ['00:00', '08:00'],
    ['16:00', '24:00'],
    ['23:30', '00:30'],
    ['01:15', '02:45'],
  ])('the window from %s to %s is kept daily, at each different change', (...hours) => {
    for (const change of kindsOf(changes)) compare(change, hours)
  })

  it('an edge may lie in the middle of the hour that is skipped or repeated', () => {
    for (const change of kindsOf(changes)) {
      const middle = change.at + (change.before + change.after) / 2
      compare(change, [clock(middle), clock(middle + 5 * HOUR)])
      compare(change, [clock(middle - 5 * HOUR), clock(middle)])
      compare(change, [clock(middle - 10 * MINUTE), clock(middle + 5 * MINUTE)])
    }
  })
})

/** The comparison goes around the change and around every edge of the window near it, for a message and for a visit of half an hour. */
function compare(change: ClockChange, hours: Hours): void {
  const law = lawFor(hours)
  const edges = edgesNear(change, hours)
  const near = edges.flatMap((edge) => [
    edge - 1000,
    edge,
    edge - VISIT * MINUTE - 1000,
    edge - VISIT * MINUTE,
  ])
  for (const at of [...near, ...[-23, -9, 2, 14].map((hour) => change.at + hour * HOUR + 11 * MINUTE)]) {
    if (Math.abs(at - change.at) > 30 * HOUR) continue
    for (const minutes of [0, VISIT]) {
      const asked = question(at, { durationMinutes: minutes, channel: minutes > 0 ? 'visit' : 'sms' })
      const verdict = permit(asked, file({ zones: [change.zone] }), law)
      const expected = byWall({ change, hours, edges }, at, minutes * MINUTE)
      const got = spanOf(verdict, at)
      if (got[0] !== expected[0] || got[1] !== expected[1]) {
        const place = `${change.zone} ${hours.join('-')} ${minutes} min at ${iso(at)}`
        expect(`${place}: ${verdict.answer} ${got.map(iso).join(' until ')}`).toBe(
          `${place}: ${expected.map(iso).join(' until ')}`,
        )
      }
    }
  }
}

/** Infinity is never. */
function spanOf(verdict: Verdict, at: number): [number, number] {
  if (verdict.answer === 'deny') return [Infinity, Infinity]
  return [verdict.answer === 'defer' ? verdict.to : at, verdict.until]
}

interface Near {
  change: ClockChange
  hours: Hours
  edges: number[]
}

/** The span says from when and until when it may begin: from at once, or from the first opening that leaves time enough, to the closing instant; the search goes a day ahead at most. */
function byWall(near: Near, at: number, need: number): [number, number] {
  const starts = [at, ...near.edges.filter((edge) => edge > at)]
  const start = starts.find((one) => isOpen(near, one) && closing(near, one) >= one + need) ?? Infinity
  if (start === Infinity) return [Infinity, Infinity]
  const end = closing(near, start)
  return [start, end >= start + DAY ? start + DAY : end - Math.max(need - 1, 0)]
}

function closing(near: Near, at: number): number {
  return near.edges.find((edge) => edge > at && !isOpen(near, edge)) ?? Infinity
}

function isOpen({ change, hours: [from, until] }: Near, at: number): boolean {
  const shown = ((shownAt(change, at) % DAY) + DAY) % DAY
  const [opens, closes] = [millis(from), millis(until)]
  return opens < closes ? shown >= opens && shown < closes : shown >= opens || shown < closes
}

/** Every instant within days at which the wall shows an edge of the window, and the change itself. */
function edgesNear(change: ClockChange, hours: Hours): number[] {
  const { at, before, after } = change
  const midnight = Math.floor((at + before) / DAY) * DAY
  const edges = [-2, -1, 0, 1, 2, 3, 4].flatMap((day) =>
    hours.flatMap((edge) => {
      const shown = midnight + day * DAY + millis(edge)
      return [
        ...(shown - before < at ? [shown - before] : []),
        ...(shown - after >= at ? [shown - after] : []),
      ]
    }),
  )
  return [...new Set([at, ...edges])].sort((a, b) => a - b)
}

const laws = new Map<string, Law>()

function lawFor(hours: Hours): Law {
  const key = hours.join('-')
  let law = laws.get(key)
  if (!law) {
    const parameters = { open: [{ days: 'daily', hours }], wholeContact: true }
    laws.set(key, (law = lawOf([{ kind: 'window', parameters }])))
  }
  return law
}

function millis(time: string): number {
  return Number(time.slice(0, 2)) * HOUR + Number(time.slice(3)) * MINUTE
}

function clock(shown: number): string {
  return new Date(shown).toISOString().slice(11, 16)
}

function iso(at: number | string): string {
  return Number.isFinite(at) ? new Date(at).toISOString() : String(at)
}
