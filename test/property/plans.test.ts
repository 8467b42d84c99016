import fc from 'fast-check'
import { expect, it } from 'vitest'
import { planStates } from '../../src/core/agreement/plan-state.ts'
import type { AccountId } from '../../src/core/base/id.ts'
import { addDays } from '../../src/core/base/time.ts'
import { accountOf, planOf } from '../core/decide/build.ts'
import { type PlanLimits, planOracle, type PlanPaid, type PlanWord } from '../support/plan-oracle.ts'

const FIRST = '2026-02-01'
const dayOf = (day: number) => addDays(FIRST, day)
const instantOf = (at: number) => Date.parse(`${FIRST}T00:00:00Z`) + Math.round(at * 24) * 3_600_000

/** Whole hours, so that two ways to an instant end at the same. */
const hour = fc
  .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 22 }))
  .map(([on, of]) => on * 24 + of)
const sum = fc.integer({ min: 1, max: 300 })
const account = fc.constantFrom(1, 2)
const paid: fc.Arbitrary<PlanPaid> = fc
  .record({ account, hour, late: fc.integer({ min: 0, max: 72 }), amount: sum })
  .map((one) => ({ ...one, at: one.hour / 24, known: (one.hour + one.late) / 24 }))
const word = fc.record({
  hour,
  accounts: fc.constantFrom([1], [2], [1, 2], [2, 1]),
  wait: fc.integer({ min: -1, max: 12 }),
  gaps: fc.array(fc.integer({ min: 1, max: 10 }), { maxLength: 4 }),
  amount: sum,
  of: fc.option(fc.integer({ min: 0, max: 3 })),
  cancelled: fc.option(fc.integer({ min: -24, max: 400 }), { freq: 2 }),
  accepted: fc.constantFrom(null, null, true, false),
})
const words: fc.Arbitrary<PlanWord[]> = fc.array(word, { minLength: 1, maxLength: 4 }).map((all) =>
  all.map(({ hour: made, accounts, wait, gaps, amount, of, cancelled, accepted }, index) => {
    const first = Math.floor(made / 24) + wait
    const days = gaps.reduce((before, gap) => [...before, (before.at(-1) ?? first) + gap], [first])
    return {
      name: `p${index}`,
      accounts,
      at: made / 24,
      rates: days.map((on, place) => ({ on, amount: amount + place })),
      replaces: of === null || of === index ? null : `p${of}`,
      cancelledAt: cancelled === null ? null : (made + cancelled) / 24,
      accepted,
    }
  }),
)
const limits: fc.Arbitrary<PlanLimits> = fc.record({
  grace: fc.integer({ min: 0, max: 3 }),
  enough: fc.constantFrom(75, 90, 100),
  first: fc.integer({ min: 1, max: 12 }),
  covers: fc.constantFrom(0, 50, 100),
  missed: fc.integer({ min: 1, max: 3 }),
  days: fc.integer({ min: 1, max: 15 }),
})
const debts = fc.array(fc.record({ account, dueOn: fc.integer({ min: 0, max: 40 }), amount: sum }), {
  maxLength: 4,
})

interface Book {
  words: PlanWord[]
  paid: PlanPaid[]
  debts: { account: number; dueOn: number; amount: number }[]
  limits: PlanLimits
}

function told(book: Book, now: number): Map<string, string> {
  const { grace, enough, first, covers, missed, days } = book.limits
  const accounts = [1, 2].map((id) => {
    const own = book.paid.filter((one) => one.account === id)
    const received = own.map((one) => ({
      at: instantOf(one.at),
      recordedAt: instantOf(one.known),
      amount: one.amount,
    }))
    return accountOf({ id: id as AccountId, externalId: `A${id}`, received })
  })
  const states = planStates({
    accounts,
    billed: book.debts.map((one, index) => ({
      externalId: String(index),
      account: one.account as AccountId,
      dueOn: dayOf(one.dueOn),
      amount: one.amount,
    })),
    plans: book.words.map((one) =>
      planOf({
        externalId: one.name,
        account: one.accounts[0] as AccountId,
        accounts: one.accounts as AccountId[],
        rates: one.rates.map(({ on, amount }) => ({ on: dayOf(on), amount })),
        agreedAt: instantOf(one.at),
        replaces: one.replaces,
        cancelledAt: one.cancelledAt === null ? null : instantOf(one.cancelledAt),
        acceptedAt: one.accepted === true ? instantOf(one.at + 1) : null,
        refusedAt: one.accepted === false ? instantOf(one.at + 1) : null,
      }),
    ),
    zones: ['UTC'],
    now: instantOf(now),
    types: {
      standard: {
        grace: { days: grace },
        tolerance: (100 - enough) / 100,
        first: { days: first },
        longest: { months: 24 },
        least: { share: 0 },
        covers: covers / 100,
        broken: { missed, days },
      },
    },
  })
  return new Map(states.map(({ plan, status }) => [plan.externalId, status === 'agreed' ? 'active' : status]))
}

const shown = (all: ReadonlyMap<string, string>) => [...all].map((one) => one.join(' ')).sort()

it('what becomes of plans is what a second program says, in whatever order they and the money are told', () => {
  fc.assert(
    fc.property(
      fc.record({ words, paid: fc.array(paid, { maxLength: 8 }), debts, limits }),
      fc.integer({ min: 5, max: 110 }),
      (drawn, now) => {
        const book = {
          ...drawn,
          words: drawn.words.filter((one) => one.at <= now && (one.cancelledAt ?? 0) <= now),
          paid: drawn.paid.filter((one) => one.known <= now),
        }
        const answer = shown(told(book, now))
        expect(answer).toEqual(shown(planOracle(book, now)))
        const other = { ...book, words: [...book.words].reverse(), paid: [...book.paid].reverse() }
        expect(shown(told(other, now))).toEqual(answer)
      },
    ),
    { numRuns: 2_000 },
  )
})
