import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AccountId } from '../../src/core/base/id.ts'
import { addDays } from '../../src/core/base/time.ts'
import { promiseStates } from '../../src/core/promise/state.ts'
import { accountOf, promiseOf } from '../core/decide/build.ts'
import { type Debt, type Limits, oracle, type Paid, type Word } from '../support/promise-oracle.ts'

const FIRST = '2026-02-01'
const dayOf = (day: number) => addDays(FIRST, day)
const instantOf = (at: number) => Date.parse(`${FIRST}T00:00:00Z`) + Math.round(at * 24) * 3_600_000

const day = fc.integer({ min: 0, max: 40 })
/** Whole hours, so that two ways to an instant end at the same. */
const hour = fc.tuple(day, fc.integer({ min: 1, max: 22 })).map(([on, of]) => on * 24 + of)
const at = hour.map((one) => one / 24)
const sum = fc.integer({ min: 1, max: 500 })
const paid: fc.Arbitrary<Paid> = fc
  .record({ hour, late: fc.integer({ min: 0, max: 72 }), amount: sum })
  .map((one) => ({ at: one.hour / 24, known: (one.hour + one.late) / 24, amount: one.amount }))
const word = fc.record({
  at,
  days: fc.integer({ min: 0, max: 20 }),
  grace: fc.integer({ min: 0, max: 4 }),
  amount: sum,
  of: fc.option(fc.integer({ min: 0, max: 5 })),
  cancelled: fc.boolean(),
  accepted: fc.constantFrom(null, null, null, true, false),
})
const words: fc.Arbitrary<Word[]> = fc.array(word, { minLength: 1, maxLength: 6 }).map((all) =>
  all.map(({ days, of, ...one }, index) => ({
    ...one,
    name: `p${index}`,
    by: Math.floor(one.at) + days,
    replaces: of === null || of === index ? null : `p${of}`,
    cancelled: one.cancelled && index % 2 === 0,
  })),
)
const limits: fc.Arbitrary<Limits> = fc.record({
  threshold: fc.constantFrom(50, 90, 100),
  longest: fc.integer({ min: 1, max: 20 }),
  least: fc.constantFrom(0, 5, 33),
  mostOpen: fc.integer({ min: 1, max: 3 }),
  mostBroken: fc.integer({ min: 1, max: 3 }),
})
const debts: fc.Arbitrary<Debt[]> = fc.array(fc.record({ dueOn: day, amount: sum }), { maxLength: 4 })

function told(book: { words: Word[]; paid: Paid[]; debts: Debt[]; limits: Limits }, now: number) {
  const { threshold, longest, least, mostOpen, mostBroken } = book.limits
  const received = book.paid.map((one) => ({
    at: instantOf(one.at),
    recordedAt: instantOf(one.known),
    amount: one.amount,
  }))
  const account = accountOf({ received })
  const states = promiseStates({
    account,
    billed: book.debts.map(({ dueOn, amount }, index) => ({
      externalId: String(index),
      account: 1 as AccountId,
      dueOn: dayOf(dueOn),
      amount,
    })),
    promises: book.words.map((one) =>
      promiseOf({
        externalId: one.name,
        amount: one.amount,
        madeAt: instantOf(one.at),
        by: dayOf(one.by),
        graceDays: one.grace,
        replaces: one.replaces,
        cancelled: one.cancelled,
        accepted: one.accepted,
      }),
    ),
    zones: ['UTC'],
    now: instantOf(now),
    types: {
      standard: {
        threshold: threshold / 100,
        longest: { days: longest },
        least: { share: least / 100 },
        mostOpen,
        mostBroken,
      },
    },
  })
  return new Map(states.map(({ promise, status }) => [promise.externalId, status]))
}

const shown = (all: ReadonlyMap<string, string>) => [...all].map((one) => one.join(' ')).sort()

it('what becomes of promises is what a second program says, in whatever order they and the money are told', () => {
  fc.assert(
    fc.property(
      fc.record({ words, paid: fc.array(paid, { maxLength: 6 }), debts, limits }),
      fc.integer({ min: 5, max: 70 }),
      (drawn, now) => {
        const book = {
          ...drawn,
          words: drawn.words.filter((one) => one.at <= now),
          paid: drawn.paid.filter((one) => one.known <= now),
        }
        const answer = shown(told(book, now))
        expect(answer).toEqual(shown(oracle(book, now)))
        const other = { ...book, words: [...book.words].reverse(), paid: [...book.paid].reverse() }
        expect(shown(told(other, now))).toEqual(answer)
      },
    ),
    { numRuns: 2_000 },
  )
})
