import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { BrakeSpan } from '../../src/core/base/brake.ts'
import { addDays, type Day } from '../../src/core/base/time.ts'
import { at, holdOf } from '../core/decide/build.ts'
import type { Life } from '../core/decide/life.ts'
import { call, sms, untold } from '../core/decide/untold.ts'
import { drawn, LONG_ENOUGH } from './drawn.ts'

const ANCHOR = '2026-03-01'
/** Nothing is drawn that ends later; the step in question is due on the day after. */
const LAST = 40
const WAITS = ['brake on everything', 'brake on texts', 'brake on calls', 'stale figures', 'outage'] as const

interface Wait {
  is: (typeof WAITS)[number]
  from: number
  days: number
}

const wait = fc.record({
  is: fc.constantFrom(...WAITS),
  from: fc.integer({ min: 3, max: 30 }),
  days: fc.integer({ min: 2, max: 9 }),
})

const stages = [
  {
    stage: 'all',
    from: { dpd: 1 },
    steps: [sms('hello', { dpd: 1 }), sms('later', { dpd: LAST + 1 }), call('far', { dpd: 300 })],
  },
]

const dayOn = (dpd: number): Day => addDays(ANCHOR, dpd)
const noon = (dpd: number) => at(`${dayOn(dpd)} 12:00`)

/** Days on which nobody could act, each once. */
function idleDays(waits: readonly Wait[]): number {
  const on = (day: number, ...kinds: Wait['is'][]) =>
    waits.some(({ is, from, days }) => kinds.includes(is) && from <= day && day < from + days)
  return Array.from({ length: LAST + 1 }, (_, day) => day).filter(
    (day) =>
      on(day, 'stale figures', 'outage', 'brake on everything') ||
      (on(day, 'brake on texts') && on(day, 'brake on calls')),
  ).length
}

function brakesAt(waits: readonly Wait[], now: number): BrakeSpan[] {
  const channels = { 'brake on everything': null, 'brake on texts': 'sms', 'brake on calls': 'call' }
  return waits.flatMap(({ is, from, days }) => {
    if (is === 'stale figures' || is === 'outage' || noon(from) > now) return []
    const to = noon(from + days)
    const scope = { channel: channels[is], strategy: null, creditor: null }
    return [{ ...scope, from: noon(from), to: to <= now ? to : null }]
  })
}

function knownAt(life: Life, waits: readonly Wait[], now: number): void {
  life.planning = { ...life.planning, brakes: brakesAt(waits, now) }
  const holds = waits
    .filter(({ is, from }) => is === 'stale figures' && noon(from) <= now)
    .map(({ from, days }) => {
      const lifted = noon(from + days)
      const hold = { kind: 'hold', reason: 'feed_stale', from: noon(from) } as const
      return holdOf({ ...hold, lifted: lifted <= now ? lifted : null })
    })
  life.change({ holds })
}

/** The case is reviewed every so many days, but in no outage; after one, a review had been due since it began. */
function liveThrough(waits: readonly Wait[], stride: number): Life {
  const life = untold({ stages })
  life.live(at('2026-03-02 00:05'), noon(2))
  const out = (day: number) =>
    waits.filter(({ is, from, days }) => is === 'outage' && from <= day && day < from + days)
  let dueSince: number | null = null
  for (let day = 3; day <= LAST; day++) {
    if (out(day).length > 0) dueSince ??= day
    if (out(day).length > 0 || (dueSince === null && day % stride !== 0)) continue
    knownAt(life, waits, noon(day))
    if (dueSince !== null) {
      const due = noon(dueSince)
      life.change({ cases: life.dossier.cases.map((theCase) => ({ ...theCase, nextReviewAt: due })) })
    }
    life.review(noon(day), dueSince !== null)
    dueSince = null
  }
  knownAt(life, waits, noon(LAST))
  life.live(noon(LAST), noon(LAST + 60))
  return life
}

it(
  'brakes, holds and outages, however they overlap and however seldom a case is reviewed, move a step by the days in any of them',
  () => {
    fc.assert(
      fc.property(fc.array(wait, { maxLength: 6 }), fc.integer({ min: 1, max: 7 }), (waits, stride) => {
        const [, later] = liveThrough(waits, stride).sent
        expect(later).toBe(`${dayOn(LAST + 1 + idleDays(waits))}T10:00 A1 later#1`)
      }),
      drawn(80),
    )
  },
  LONG_ENOUGH,
)
