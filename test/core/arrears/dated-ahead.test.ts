import { describe, expect, test } from 'vitest'
import { arrearsOn } from '../../../src/core/arrears/arrears.ts'
import { countedOn, countsFrom } from '../../../src/core/arrears/dated-ahead.ts'
import { byPriority, strategyFor } from '../../../src/core/detect/strategy-for.ts'
import { at, strategyOf } from '../decide/build.ts'

const paid = (happened: string, recorded: string, reversedAt: number | null = null) => ({
  externalId: 'P1',
  kind: 'money' as const,
  of: null,
  obligation: null,
  amount: 100,
  reversedAt,
  happenedAt: at(happened),
  recordedAt: at(recorded),
})

describe('a payment that is told before it happens', () => {
  test('counts at once where it happened before it was told, or at that instant', () => {
    expect(countsFrom(paid('2026-03-01 10:00', '2026-03-02 10:00'), ['UTC'])).toBeNull()
    expect(countsFrom(paid('2026-03-02 10:00', '2026-03-02 10:00'), ['UTC'])).toBeNull()
  })

  test('counts from its own day where it has no time, in whatever zone the account is', () => {
    expect(countsFrom(paid('2026-03-20 00:00', '2026-03-02 10:00'), ['Pacific/Auckland'])).toBe('2026-03-20')
    expect(countsFrom(paid('2026-03-20 00:00', '2026-03-02 10:00'), ['America/New_York'])).toBe('2026-03-20')
  })

  test('counts from the local day of its instant where it has a time', () => {
    expect(countsFrom(paid('2026-03-20 02:00', '2026-03-02 10:00'), ['America/New_York'])).toBe('2026-03-19')
    expect(countsFrom(paid('2026-03-20 22:00', '2026-03-02 10:00'), ['Asia/Tokyo'])).toBe('2026-03-21')
  })

  test('the next day on which more counts is the first of those ahead; money that was taken back is none of it', () => {
    const payments = [
      paid('2026-03-25', '2026-03-02 10:00'),
      paid('2026-03-20', '2026-03-02 10:00'),
      paid('2026-03-22', '2026-03-02 10:00'),
      paid('2026-03-10', '2026-03-02 10:00', at('2026-03-03')),
    ]
    const on = (today: string) => {
      const { counted, next } = countedOn(payments, ['UTC'], today)
      return [counted.length, next]
    }
    expect(on('2026-03-05')).toEqual([0, '2026-03-20'])
    expect(on('2026-03-20')).toEqual([2, '2026-03-22'])
    expect(on('2026-03-30')).toEqual([4, null])
  })
})

describe('arrears', () => {
  const bill = (externalId: string, dueOn: string, amount: number) => ({
    externalId,
    dueOn,
    amount,
    cancelled: false,
  })
  const pay = (amount: number, obligation: string | null = null) => ({ amount, obligation, reversedAt: null })

  test('arrears are worked off from the oldest bill on, in whatever order the bills are given', () => {
    const young = bill('a', '2026-03-01', 50)
    const old = bill('b', '2026-02-01', 70)
    for (const bills of [
      [young, old],
      [old, young],
    ])
      expect(arrearsOn(bills, [pay(70)], '2026-03-05')).toMatchObject({ pastDue: 50, anchor: '2026-03-01' })
  })

  test('arrears of two bills of one day and another, the payment of one bill is kept for it', () => {
    const bills = [bill('b', '2026-02-01', 70), bill('a', '2026-02-01', 50), bill('c', '2026-04-01', 30)]
    const owes = (...payments: ReturnType<typeof pay>[]) => arrearsOn(bills, payments, '2026-03-05')
    expect(owes(pay(30, 'c'))).toMatchObject({ pastDue: 120, balance: 120, nextDue: null })
    expect(owes(pay(120, 'a'))).toMatchObject({ pastDue: 0, anchor: '2026-04-01', nextDue: '2026-04-01' })
    expect(owes(pay(20, 'nowhere'))).toMatchObject({ pastDue: 100 })
  })

  test('a bill of nothing is no bill', () => {
    expect(arrearsOn([bill('a', '2026-02-01', 0)], [], '2026-03-05')).toMatchObject({
      anchor: null,
      pastDue: 0,
    })
  })
})

describe('the strategy of an account', () => {
  const stages = [{ stage: 'one', from: { dpd: 1 }, steps: [] }]
  const named = (strategy: string, priority: number, applies: object = {}) =>
    strategyOf({ strategy, priority, applies, stages })
  const placed = { creditor: 'acme', actor: null, product: null, currency: 'USD', regions: ['US-NY'] }

  test('the strategy of an account is the first by priority, and by name where two have the same', () => {
    const [b, a, last] = [named('b', 1), named('a', 1), named('aa', 2)]
    for (const given of [
      [last, b, a],
      [a, b, last],
    ])
      expect(byPriority(given).map(({ strategy }) => strategy)).toEqual(['a', 'b', 'aa'])
  })

  test('the strategy of an account is one of its own currency', () => {
    expect(strategyFor([named('euro', 1, { currency: 'EUR' })], placed)).toBeNull()
    expect(strategyFor([named('dollar', 1, { currency: 'USD' })], placed)?.strategy).toBe('dollar')
  })

  test('the strategy of an account is none that asks for what is not known of it', () => {
    expect(strategyFor([named('cards', 1, { product: ['credit_card'] })], placed)).toBeNull()
  })
})
