import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AccountId } from '../../src/core/base/id.ts'
import { addDays } from '../../src/core/base/time.ts'
import { settlementStates } from '../../src/core/settlement/state.ts'
import { accountOf } from '../core/decide/build.ts'
import { billOf, rowOf, settlementOf } from '../core/settlement/build.ts'
import { drawn as drawnRuns } from './drawn.ts'
import { type Book, settlementOracle } from '../support/settlement-oracle.ts'

const FIRST = '2026-02-01'
const dayOf = (day: number) => addDays(FIRST, day)
/** Half past the hour, so that no money comes at midnight, which would be a day without a time. */
const instantOf = (hour: number) => Date.parse(`${FIRST}T00:30:00Z`) + hour * 3_600_000

const hour = fc.integer({ min: 0, max: 30 * 24 })
const soon = fc.integer({ min: 1, max: 6 * 24 })
const money = fc
  .record({
    at: hour,
    late: fc.integer({ min: 0, max: 48 }),
    amount: fc.constantFrom(10, 40, 60, 80, 100),
    back: fc.option(soon),
  })
  .map(({ at, late, amount, back }) => ({
    at,
    known: at + late,
    amount,
    back: back === null ? null : at + late + back,
  }))

const seldom = fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: soon })

const book: fc.Arbitrary<Book> = fc
  .record({
    due: fc.integer({ min: 0, max: 6 }),
    at: fc.integer({ min: 0, max: 10 * 24 }),
    amount: fc.constantFrom(40, 60, 80, 90, 100),
    until: fc.integer({ min: 0, max: 8 }),
    count: fc.constantFrom(1, 1, 2, 3),
    accepted: fc.option(soon, { freq: 5 }),
    declined: seldom,
    withdrawn: seldom,
    paid: fc.option(soon, { freq: 2 }),
    grants: fc.array(
      fc.record({ after: soon, by: fc.constantFrom('anna', 'ben', 'cleo'), yes: fc.boolean() }),
      {
        maxLength: 3,
      },
    ),
    money: fc.array(money, { maxLength: 4 }),
    alone: fc.constantFrom(0, 20, 50),
    most: fc.constantFrom(20, 60),
    longest: fc.integer({ min: 5, max: 40 }),
    fromDpd: fc.integer({ min: 0, max: 4 }),
    mostRates: fc.integer({ min: 1, max: 3 }),
    grace: fc.integer({ min: 0, max: 3 }),
    onBounce: fc.constantFrom('lost', 'kept'),
  })
  .map(({ due, at, amount, until, count, accepted, declined, withdrawn, paid, grants, ...rest }) => {
    const last = Math.floor(at / 24) + until
    const share = Math.floor(amount / count)
    const when = at + (accepted ?? 0) + (paid ?? 0)
    // The whole sum comes at once in most books: drawn money hardly ever is that sum.
    const whole = paid === null ? [] : [{ at: when, known: when, amount, back: null }]
    return {
      ...rest,
      money: [...rest.money, ...whole],
      debt: { amount: 100, due },
      offer: {
        name: 'S1',
        at,
        amount,
        until: last,
        rates: Array.from({ length: count }, (_, index) => ({
          day: last + index * 7,
          amount: index === count - 1 ? amount - share * (count - 1) : share,
        })),
        by: 'anna',
        accepted: accepted === null ? null : at + accepted,
        declined: declined === null ? null : at + declined,
        withdrawn: withdrawn === null ? null : at + withdrawn,
        grants: grants.map(({ after, by, yes }) => ({ at: at + after, by, yes })),
      },
    }
  })

function told({ debt, offer, money: paid, ...limits }: Book, now: number): string | undefined {
  const instant = (at: number | null) => (at === null ? null : instantOf(at))
  const [state] = settlementStates({
    account: accountOf(),
    billed: [billOf({ dueOn: dayOf(debt.due), amount: debt.amount })],
    settled: paid.map((one, index) =>
      rowOf(`p${index}`, FIRST, {
        amount: one.amount,
        happenedAt: instantOf(one.at),
        recordedAt: instantOf(one.known),
        reversedAt: instant(one.back),
      }),
    ),
    settlements: [
      settlementOf({
        account: 1 as AccountId,
        externalId: offer.name,
        offeredAt: instantOf(offer.at),
        amount: offer.amount,
        until: dayOf(offer.until),
        rates:
          offer.rates.length === 1
            ? null
            : { first: dayOf(offer.until), every: 'week', number: offer.rates.length },
        by: offer.by,
        grants: offer.grants.map(({ at, by, yes }) => ({ at: instantOf(at), by, grants: yes })),
        acceptedAt: instant(offer.accepted),
        declinedAt: instant(offer.declined),
        withdrawnAt: instant(offer.withdrawn),
      }),
    ],
    zones: ['UTC'],
    now: instantOf(now),
    limits: {
      alone: { discount: limits.alone / 100 },
      most: { discount: limits.most / 100 },
      longest: { days: limits.longest },
      fromDpd: limits.fromDpd,
      mostRates: limits.mostRates,
      grace: { days: limits.grace },
      onBounce: limits.onBounce,
    },
  })
  return state?.status
}

/** Only what is known by then is told. */
function knownBy({ money: paid, offer, ...rest }: Book, now: number): Book {
  const past = (at: number | null) => (at === null || at > now ? null : at)
  return {
    ...rest,
    money: paid.filter(({ known }) => known <= now).map((one) => ({ ...one, back: past(one.back) })),
    offer: {
      ...offer,
      accepted: past(offer.accepted),
      declined: past(offer.declined),
      withdrawn: past(offer.withdrawn),
      grants: offer.grants.filter(({ at }) => at <= now),
    },
  }
}

it('what becomes of settlements is what a second program says, in whatever order words and money are told', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(book, fc.integer({ min: 1, max: 45 * 24 }), (drawn, after) => {
      const now = drawn.offer.at + after
      const known = knownBy(drawn, now)
      const answer = told(known, now)
      expect(answer).toBe(settlementOracle(known, now))
      const { offer } = known
      const other = {
        ...known,
        money: [...known.money].reverse(),
        offer: { ...offer, grants: [...offer.grants].reverse() },
      }
      expect(told(other, now)).toBe(answer)
      seen.set(answer ?? '', (seen.get(answer ?? '') ?? 0) + 1)
    }),
    drawnRuns(3_000),
  )
  expect([...seen.keys()].sort()).toEqual([
    'accepted',
    'asked',
    'beyond',
    'bounced',
    'declined',
    'expired',
    'kept',
    'lapsed',
    'offered',
    'rejected',
    'withdrawn',
  ])
})
