import { describe, expect, test } from 'vitest'
import { arrearsInOrder, arrearsOn, type Owed } from '../../../src/core/arrears/arrears.ts'
import type { PayOrder } from '../../../src/core/model/debt-policy.ts'
import { bucketOn, nextRollOn } from '../../../src/core/arrears/bucket.ts'
import { dpdOn } from '../../../src/core/arrears/dpd.ts'
import { nextReviewOn } from '../../../src/core/arrears/next-review.ts'
import type { ReviewQuestion } from '../../../src/core/arrears/next-review.ts'
import { strategyFor } from '../../../src/core/detect/strategy-for.ts'
import { thresholdIn } from '../../../src/core/machine/threshold.ts'

const bill = (externalId: string, dueOn: string, amount: number, cancelled = false) => ({
  externalId,
  dueOn,
  amount,
  cancelled,
})
const pay = (amount: number, obligation: string | null = null, reversedAt: number | null = null) => ({
  amount,
  obligation,
  reversedAt,
})

describe('arrears', () => {
  const bills = [bill('b', '2026-02-10', 100), bill('a', '2026-02-10', 50), bill('c', '2026-03-10', 100)]

  test('a bill is past due on the day after its due date', () => {
    expect(arrearsOn(bills, [], '2026-02-10')).toMatchObject({
      pastDue: 0,
      anchor: '2026-02-10',
      nextDue: '2026-02-10',
    })
    expect(arrearsOn(bills, [], '2026-02-11')).toMatchObject({
      pastDue: 150,
      balance: 250,
      nextDue: '2026-03-10',
    })
  })

  test('the first by name of two bills of one day is paid first', () => {
    const paid = arrearsOn(bills, [pay(60)], '2026-02-11')
    expect(paid).toMatchObject({ pastDue: 90, balance: 190, anchor: '2026-02-10' })
    expect(arrearsOn(bills, [pay(60), pay(100, 'b')], '2026-02-11')).toMatchObject({
      pastDue: 0,
      anchor: '2026-03-10',
      balance: 90,
    })
  })

  test('what a named bill does not need goes to the oldest, and what nobody needs is credit', () => {
    expect(arrearsOn(bills, [pay(140, 'c')], '2026-03-11')).toMatchObject({
      pastDue: 110,
      anchor: '2026-02-10',
    })
    expect(arrearsOn(bills, [pay(300)], '2026-03-11')).toMatchObject({ pastDue: 0, anchor: null, credit: 50 })
  })

  test('a payment of a cancelled or unknown bill is money like any other; a reversed one is none', () => {
    const cancelled = [bill('a', '2026-02-10', 50, true), bill('b', '2026-02-10', 100)]
    expect(arrearsOn(cancelled, [pay(30, 'a'), pay(20, 'z'), pay(99, null, 1)], '2026-02-11')).toMatchObject({
      pastDue: 50,
      credit: 0,
    })
  })
})

test('days past due and buckets are counted from the anchor', () => {
  expect(dpdOn(null, '2026-03-01')).toBe(0)
  expect(dpdOn('2026-03-05', '2026-03-01')).toBe(0)
  expect(dpdOn('2026-02-28', '2026-03-01')).toBe(1)
  const bucket = (anchor: string) => bucketOn(anchor, 1, '2026-07-01')
  expect(
    ['2026-07-01', '2026-06-30', '2026-06-02', '2026-06-01', '2026-01-02', '2026-01-01'].map(bucket),
  ).toEqual([0, 1, 1, 2, 7, 7])
  expect(bucketOn('2026-01-01', 0, '2026-07-01')).toBe(0)
  expect(nextRollOn('2026-06-30', '2026-07-01')).toBe('2026-07-30')
  expect(nextRollOn('2026-01-01', '2026-07-01')).toBeNull()
})

describe('the next day on which time alone changes something', () => {
  const ask = (change: Partial<ReviewQuestion>) =>
    nextReviewOn({
      staleOn: null,
      today: '2026-03-01',
      anchor: '2026-02-20',
      pastDue: 100,
      nextDue: null,
      collection: 'active',
      hasOpenCase: false,
      looked: false,
      ...change,
    })

  test.each([
    ['overdue without a case: now', {}, '2026-03-01'],
    ['looked at and not opened: tomorrow', { looked: true }, '2026-03-02'],
    ['with a case: when the bucket rolls', { hasOpenCase: true }, '2026-03-22'],
    ['with a case and a bill before that', { hasOpenCase: true, nextDue: '2026-03-15' }, '2026-03-16'],
    [
      'nothing due yet: after the next due date',
      { pastDue: 0, anchor: '2026-03-01', nextDue: '2026-03-01' },
      '2026-03-02',
    ],
    ['a snapshot that is due today', { anchor: '2026-03-01' }, '2026-03-02'],
    ['nothing owed: never', { pastDue: 0, anchor: null }, null],
    ['ended: never', { collection: 'ended' }, null],
    ['in the last bucket: never', { anchor: '2025-01-01', hasOpenCase: true }, null],
  ] as const)('%s', (_, change, day) => {
    expect(ask(change)).toBe(day)
  })
})

test('an amount of a strategy in a currency with fewer digits is rounded up', () => {
  expect(thresholdIn('10.00', 'USD')).toBe(1000)
  expect(thresholdIn('10', 'USD')).toBe(1000)
  expect(thresholdIn('10.00', 'JPY')).toBe(10)
  expect(thresholdIn('10.01', 'JPY')).toBe(11)
})

test('a residence lies in its country, and not in a country whose name it starts with', () => {
  const applies = { region: ['US-NY', 'CN'] }
  const find = (regions: string[]) =>
    strategyFor([{ applies } as never], {
      creditor: 'a',
      actor: null,
      product: null,
      currency: 'USD',
      regions,
    })
  expect(find(['US-NY'])).not.toBeNull()
  expect(find(['FR', 'CN-11'])).not.toBeNull()
  expect(find(['US'])).toBeNull()
  expect(find(['US-*'])).toBeNull()
  expect(find(['CN-*'])).toBeNull()
  expect(find([])).toBeNull()
})

describe('the parts of a debt in an order', () => {
  const parts: Owed[] = [
    { ...bill('rent', '2026-01-10', 100), part: 'principal' },
    { ...bill('fee', '2026-01-10', 10), part: 'fee' },
    { ...bill('interest', '2026-02-10', 5), part: 'interest' },
  ]
  const on = (day: string, amount: number, obligation: string | null = null) => ({
    obligation,
    amount,
    reversedAt: null,
    happenedAt: Date.parse(`${day}T12:00:00Z`),
  })
  const order: PayOrder = ['costs', 'interest', 'principal']
  const owes = (payments: ReturnType<typeof on>[], today = '2026-03-01') =>
    arrearsInOrder(parts, payments, { today, order, zones: ['UTC'] })

  test('money pays what was due on its day, and what falls due later takes nothing back', () => {
    const early = owes([on('2026-01-20', 60)])
    expect(early).toMatchObject({ pastDue: 55, anchor: '2026-01-10', apart: { fees: 0, interest: 5 } })
    const late = owes([on('2026-02-20', 60)])
    expect(late).toMatchObject({ pastDue: 55, anchor: '2026-01-10', apart: null })
  })

  test('two payments that name one fee end the same in whatever order they are told', () => {
    const payments = [on('2026-02-20', 10, 'fee'), on('2026-01-12', 10, 'fee')]
    expect(owes(payments)).toEqual(owes([...payments].reverse()))
  })

  test('no sum depends on the order, and without parts nothing does', () => {
    const payments = [on('2026-01-12', 70), on('2026-02-15', 30, 'interest')]
    const { pastDue, balance, credit } = arrearsOn(parts, payments, '2026-03-01')
    expect(owes(payments)).toMatchObject({ pastDue, balance, credit })
  })
})
