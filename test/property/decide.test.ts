import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountId } from '../../src/core/base/id.ts'
import { DAY_MS, HOUR, type Instant, MINUTE } from '../../src/core/base/time.ts'
import { accountOf, at, caseOf, dossierOf, holdOf, strategyOf } from '../core/decide/build.ts'
import { defersTo, denies, type Law, planningOf, always } from '../core/decide/law.ts'
import { Life } from '../core/decide/life.ts'
import { drawn, LONG_ENOUGH } from './drawn.ts'

const from = at('2026-03-02 00:05')
const to = at('2026-04-20')

const step = fc.record({
  channel: fc.constantFrom('sms', 'call'),
  dpd: fc.integer({ min: 1, max: 40 }),
  at: fc.constantFrom('09:00', '10:00', '15:30'),
  mandatory: fc.boolean(),
  repeats: fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }),
})
type GivenStep = typeof step extends fc.Arbitrary<infer T> ? T : never

const stages = fc
  .tuple(fc.array(step, { maxLength: 4 }), fc.array(step, { maxLength: 4 }), fc.integer({ min: 2, max: 30 }))
  .map(([one, two, dpd]) => [
    { stage: 'one', from: { dpd: 1 }, steps: one.map((given, index) => stepOf(`one-${index}`, given)) },
    { stage: 'two', from: { dpd }, steps: two.map((given, index) => stepOf(`two-${index}`, given)) },
  ])

function stepOf(name: string, { channel, dpd, at: time, mandatory, repeats }: GivenStep) {
  return {
    step: name,
    channel,
    ...(channel === 'sms' ? { template: name } : { script: name }),
    dpd,
    at: time,
    mandatory,
    ...(repeats && { every: { days: repeats }, max: 3 }),
  }
}

/** The law is open from 08:00 to 20:00 and allows at most two contacts a day; some days allow nothing at all. */
const law: Law = ({ at: when }, history) => {
  const midnight = Math.floor(when / DAY_MS) * DAY_MS
  const opens = midnight + 8 * HOUR
  const closes = midnight + 20 * HOUR
  if (Math.floor(when / DAY_MS) % 11 === 0) return denies('CLOSED-DAY')
  if (when < opens) return defersTo(opens)
  const today = history.filter((one) => one.at >= midnight && one.at < midnight + DAY_MS).length
  if (when >= closes || today >= 2) return defersTo(opens + DAY_MS)
  return { ...always, until: closes }
}

const holds = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 40 * 48 }), fc.integer({ min: 1, max: 200 }))
    .map(([begin, length]) =>
      holdOf({ from: from + begin * 30 * MINUTE, lifted: from + (begin + length) * 30 * MINUTE }),
    ),
  { maxLength: 2 },
)

function lifeOf(given: unknown, held: ReturnType<typeof holdOf>[]): Life {
  const strategy = strategyOf({ stages: given })
  const accounts = [accountOf(), accountOf({ id: 2 as AccountId, externalId: 'A2', anchor: '2026-02-25' })]
  const cases = accounts.map(({ id }) => caseOf(strategy, { id: id as never, account: id }))
  return new Life(dossierOf({ accounts, cases, holds: held }), planningOf([strategy], law))
}

describe('reviewing', () => {
  it(
    'reviews at any extra instants never add or remove a contact',
    () => {
      const extra = fc.array(fc.integer({ min: 1, max: 49 * 24 * 60 }), { maxLength: 30 })
      fc.assert(
        fc.property(stages, holds, extra, (given, held, minutes) => {
          const calm = lifeOf(given, held)
          calm.live(from, to)
          const nervous = lifeOf(given, held)
          nervous.live(
            from,
            to,
            minutes.map((minute): Instant => from + minute * MINUTE),
          )
          expect(nervous.sent).toEqual(calm.sent)
          expect(nervous.stages()).toEqual(calm.stages())
        }),
        drawn(25),
      )
    },
    LONG_ENOUGH,
  )

  it(
    'a second review at the same instant changes nothing',
    () => {
      fc.assert(
        fc.property(stages, holds, fc.integer({ min: 0, max: 49 }), (given, held, days) => {
          const life = lifeOf(given, held)
          life.live(from, from + days * DAY_MS)
          life.review(from + days * DAY_MS + HOUR)
          const again = life.review(from + days * DAY_MS + HOUR)
          expect(again.planned).toEqual([])
          expect(again.cancelled).toEqual([])
          expect(again.facts).toEqual([])
          expect(again.decisions).toEqual([])
        }),
        drawn(25),
      )
    },
    LONG_ENOUGH,
  )

  it(
    'no review makes one attempt twice, or skips a mandatory step on the way up',
    () => {
      fc.assert(
        fc.property(stages, holds, (given, held) => {
          const life = lifeOf(given, held)
          life.live(from, to)
          const keys = life.sent.map((line) => line.slice(17))
          expect(new Set(keys).size).toBe(keys.length)
          for (const theCase of life.dossier.cases.filter(({ stage }) => stage === 'two')) {
            const due = given[0]?.steps.filter((one) => one.mandatory && one.dpd <= 40) ?? []
            const taken = new Set(
              life.dossier.contacts.filter((one) => one.case === theCase.id).map((one) => one.step),
            )
            expect(due.filter((one) => !taken.has(one.step))).toEqual([])
          }
        }),
        drawn(25),
      )
    },
    LONG_ENOUGH,
  )
})
