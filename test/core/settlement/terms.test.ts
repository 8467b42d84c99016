import { expect, it } from 'vitest'
import type { AccountId } from '../../../src/core/base/id.ts'
import { offerTerms } from '../../../src/core/settlement/terms.ts'
import { accountOf, at } from '../decide/build.ts'
import { billOf, settlementOf } from './build.ts'

/** 100.00 are owed, and 0.333 of that is forgiven: 66.70 is left, in two rates. */
function amountsIn(currency: string): number[] {
  const account = accountOf({ id: 1 as AccountId, currency })
  const rates = { first: '2026-03-10', every: 'month' as const, number: 2 }
  const offered = settlementOf({ amount: 0, discount: 0.333, rates })
  const file = { account, settlements: [offered], billed: [billOf()], settled: [], zones: ['UTC'] }
  const offer = { ...offered, offeredAt: at('2026-03-05 09:00') }
  const terms = offerTerms({ ...file, now: at('2026-03-06 09:00') }, offer, {
    madeOn: '2026-03-05',
    given: 0,
  })
  return [terms.amount, ...terms.schedule.map(({ amount }) => amount)]
}

it('what a share leaves to be paid is a whole number of what somebody hands over', () => {
  expect(amountsIn('USD')).toEqual([6_670, 3_335, 3_335])
  expect(amountsIn('HUF')).toEqual([6_700, 3_300, 3_400])
})
