import { expect, it } from 'vitest'
import type { AccountId } from '../../../src/core/base/id.ts'
import { promiseStates } from '../../../src/core/promise/state.ts'
import { accountOf, at, moneyOf, promiseOf } from './build.ts'

const made = at('2026-02-04 14:00')
const promise = (by: string, amount: number, more: Parameters<typeof promiseOf>[0] = {}) =>
  promiseOf({ madeAt: made, by, amount, ...more })

/** `2026-02-20 5000 kept 2026-02-05`, in the order in which promises fall due. */
function told(
  promises: ReturnType<typeof promiseOf>[],
  received: ReturnType<typeof moneyOf>[],
  now = '2026-02-15',
): string[] {
  return promiseStates({ account: accountOf({ received }), promises, zones: ['UTC'], now: at(now) }).map(
    ({ promise: one, status, lastDay, keptOn }) =>
      [one.by, one.amount, status, keptOn ?? `to ${lastDay}`].join(' '),
  )
}

it.each([
  ['nothing is promised', [], [], []],
  [
    'a promise of another account is none of this one',
    [promise('2026-02-20', 50, { account: 2 as AccountId })],
    [],
    [],
  ],
  [
    'a promise is open on the last day of its grace, and broken on the next',
    [
      promise('2026-02-12', 50, { graceDays: 3 }),
      promise('2026-02-12', 60, { graceDays: 2 }),
      promise('2026-02-15', 70),
    ],
    [],
    [
      '2026-02-12 50 open to 2026-02-15',
      '2026-02-12 60 broken to 2026-02-14',
      '2026-02-15 70 open to 2026-02-15',
    ],
  ],
  [
    'a cancelled promise takes no money',
    [promise('2026-02-16', 50, { cancelled: true }), promise('2026-02-20', 50)],
    [moneyOf('2026-02-05', 50)],
    ['2026-02-16 50 cancelled to 2026-02-16', '2026-02-20 50 kept 2026-02-05'],
  ],
  [
    'a kept promise takes no more',
    [promise('2026-02-16', 50), promise('2026-02-20', 30)],
    [moneyOf('2026-02-05', 50), moneyOf('2026-02-07', 30)],
    ['2026-02-16 50 kept 2026-02-05', '2026-02-20 30 kept 2026-02-07'],
  ],
  [
    'what one promise leaves is for the next',
    [promise('2026-02-16', 50), promise('2026-02-20', 30), promise('2026-02-21', 1)],
    [moneyOf('2026-02-05', 80)],
    ['2026-02-16 50 kept 2026-02-05', '2026-02-20 30 kept 2026-02-05', '2026-02-21 1 open to 2026-02-21'],
  ],
  [
    'money comes in the order of its days, however it is told',
    [promise('2026-02-20', 50)],
    [moneyOf('2026-02-09', 20), moneyOf('2026-02-05', 20), moneyOf('2026-02-07', 20)],
    ['2026-02-20 50 kept 2026-02-09'],
  ],
  [
    'money of one day comes in the order in which it was known',
    [promise('2026-02-16', 50, { madeAt: at('2026-02-05 08:00') }), promise('2026-02-20', 30)],
    [moneyOf('2026-02-05', 50, '2026-02-05 10:00'), moneyOf('2026-02-05', 30, '2026-02-05 07:00')],
    ['2026-02-16 50 kept 2026-02-05', '2026-02-20 30 kept 2026-02-05'],
  ],
  [
    'money of one day that was known earlier comes first: a later promise cannot have it',
    [promise('2026-02-16', 50), promise('2026-02-20', 30, { madeAt: at('2026-02-05 08:00') })],
    [moneyOf('2026-02-05', 50, '2026-02-05 10:00'), moneyOf('2026-02-05', 30, '2026-02-05 07:00')],
    ['2026-02-16 50 kept 2026-02-05', '2026-02-20 30 kept 2026-02-05'],
  ],
  [
    'money comes in the order of its days, whatever was known first',
    [promise('2026-02-20', 50)],
    [
      moneyOf('2026-02-09', 20, '2026-02-10'),
      moneyOf('2026-02-05', 20, '2026-02-12'),
      moneyOf('2026-02-07', 20, '2026-02-11'),
    ],
    ['2026-02-20 50 kept 2026-02-09'],
  ],
  [
    'money that comes after the last day keeps nothing, money on it does',
    [promise('2026-02-10', 50), promise('2026-02-10', 60, { graceDays: 1 })],
    [moneyOf('2026-02-11', 50), moneyOf('2026-02-11', 10)],
    ['2026-02-10 50 broken to 2026-02-10', '2026-02-10 60 kept 2026-02-11'],
  ],
  [
    'money that was known at the very instant of the promise is older than it',
    [promise('2026-02-20', 50)],
    [moneyOf('2026-02-04', 50, '2026-02-04 14:00')],
    ['2026-02-20 50 open to 2026-02-20'],
  ],
  [
    'promises of one day are filled as they were made, then the smaller first',
    [
      promise('2026-02-20', 70, { madeAt: at('2026-02-03 10:00') }),
      promise('2026-02-20', 60),
      promise('2026-02-20', 50),
    ],
    [moneyOf('2026-02-05', 120)],
    ['2026-02-20 70 kept 2026-02-05', '2026-02-20 50 kept 2026-02-05', '2026-02-20 60 open to 2026-02-20'],
  ],
])('%s', (_, promises, received, then) => {
  expect(told(promises, received)).toEqual(then)
  expect(told([...promises].reverse(), [...received].reverse())).toEqual(then)
})

it('a part of the money is not enough, and a promise of nothing is none', () => {
  expect(told([promise('2026-02-20', 50)], [moneyOf('2026-02-05', 49)])).toEqual([
    '2026-02-20 50 open to 2026-02-20',
  ])
  expect(told([promise('2026-02-20', 0)], [moneyOf('2026-02-05', 0)])).toEqual([])
})
