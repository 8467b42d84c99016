import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../../src/core/base/time.ts'
import { arrearsOn } from '../../src/core/arrears/arrears.ts'
import type { Owed, Paid } from '../../src/core/arrears/arrears.ts'
import { drawn } from './drawn.ts'

const START = '2026-01-01'
const day = fc.integer({ min: 0, max: 60 }).map((days) => addDays(START, days))
const obligation = fc.record({
  externalId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  dueOn: day,
  amount: fc.integer({ min: 0, max: 50 }),
  cancelled: fc.boolean(),
})
const payment = fc.record({
  obligation: fc.option(fc.constantFrom('a', 'b', 'c', 'x')),
  amount: fc.integer({ min: 1, max: 60 }),
  reversedAt: fc.option(fc.constant(1), { freq: 4 }),
})
const sets = fc.record({
  obligations: fc.uniqueArray(obligation, { selector: (each) => each.externalId, maxLength: 5 }),
  payments: fc.array(payment, { maxLength: 8 }),
  today: day,
})

/** Every unit of money by itself, by walking the days: slow, and nothing like the kernel. */
function byHand(obligations: readonly Owed[], payments: readonly Paid[], today: string) {
  const open = obligations.filter((each) => !each.cancelled).map((each) => ({ ...each }))
  const loose: number[] = []
  for (const { obligation: named, amount, reversedAt } of payments) {
    if (reversedAt !== null) continue
    for (let unit = 0; unit < amount; unit++) {
      const target = open.find((each) => each.externalId === named && each.amount > 0)
      if (target) target.amount--
      else loose.push(1)
    }
  }
  for (let date = START; date <= addDays(START, 61); date = addDays(date, 1)) {
    const due = open.filter((each) => each.dueOn === date)
    for (const each of due.sort((a, b) => (a.externalId < b.externalId ? -1 : 1)))
      while (each.amount > 0 && loose.length > 0) {
        loose.pop()
        each.amount--
      }
  }
  const unpaid = open.filter((each) => each.amount > 0)
  const sum = (rows: Owed[]): number => rows.reduce((total, each) => total + each.amount, 0)
  return {
    pastDue: sum(unpaid.filter((each) => each.dueOn < today)),
    balance: sum(unpaid),
    anchor: unpaid.map((each) => each.dueOn).sort()[0] ?? null,
    nextDue:
      unpaid
        .map((each) => each.dueOn)
        .filter((due) => due >= today)
        .sort()[0] ?? null,
    credit: loose.length,
  }
}

test('the kernel agrees with a day-by-day model', () => {
  fc.assert(
    fc.property(sets, ({ obligations, payments, today }) => {
      expect(arrearsOn(obligations, payments, today)).toMatchObject(byHand(obligations, payments, today))
    }),
    drawn(2000),
  )
})

test('the order of the sets does not matter, and money is neither made nor lost', () => {
  fc.assert(
    fc.property(sets, ({ obligations, payments, today }) => {
      const arrears = arrearsOn(obligations, payments, today)
      expect(arrearsOn([...obligations].reverse(), [...payments].reverse(), today)).toEqual(arrears)
      const owed = obligations.reduce((sum, each) => sum + (each.cancelled ? 0 : each.amount), 0)
      const paid = payments.reduce((sum, each) => sum + (each.reversedAt === null ? each.amount : 0), 0)
      expect(arrears.balance - arrears.credit).toBe(owed - paid)
    }),
    drawn(1000),
  )
})

test('time alone only ever adds to what is past due, and never moves the anchor', () => {
  fc.assert(
    fc.property(sets, ({ obligations, payments, today }) => {
      const now = arrearsOn(obligations, payments, today)
      const tomorrow = arrearsOn(obligations, payments, addDays(today, 1))
      expect(tomorrow.pastDue).toBeGreaterThanOrEqual(now.pastDue)
      expect(tomorrow.anchor).toBe(now.anchor)
      if (tomorrow.pastDue > now.pastDue) expect(now.nextDue).toBe(today)
    }),
    drawn(1000),
  )
})
