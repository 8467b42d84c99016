import { expect, it } from 'vitest'
import type { AccountId } from '../../../src/core/base/id.ts'
import type { PayOrder } from '../../../src/core/model/debt-policy.ts'
import { settledFigures } from '../../../src/core/settlement/figures.ts'
import { settlementStates } from '../../../src/core/settlement/state.ts'
import { accountOf, at } from '../decide/build.ts'
import { billOf, rowOf, settlementOf } from './build.ts'

/** 120.00 were settled for 90.00; then a fee was charged, and another bill fell due. */
const billed = [
  billOf({ externalId: 'charge', dueOn: '2026-02-20', amount: 2_000, part: 'fee' }),
  billOf(),
  billOf({ externalId: 'later charge', dueOn: '2026-03-08', amount: 4_000, part: 'fee' }),
  billOf({ externalId: 'later', dueOn: '2026-03-10', amount: 5_000 }),
]
const settled = [
  rowOf('P1', '2026-03-09 09:00', { amount: 9_000 }),
  rowOf('P2', '2026-03-11 09:00', { amount: 3_000 }),
]

function figuresUnder(pays: PayOrder | null) {
  const [account, zones, now] = [accountOf({ id: 1 as AccountId }), ['UTC'], at('2026-03-12 09:00')]
  const settlements = [settlementOf({ amount: 9_000, acceptedAt: at('2026-03-06 09:00') })]
  const limits = {
    alone: { discount: 0.5 },
    most: { discount: 0.5 },
    longest: { days: 90 },
    fromDpd: 1,
    onBounce: 'lost' as const,
  }
  const file = { account, settlements, billed, settled, zones, now }
  const states = settlementStates({ ...file, limits })
  const person = { zones } as Parameters<typeof settledFigures>[0]['person']
  return settledFigures({ billed, settled, person }, account, { states, now, pays })
}

it('what is forgiven leaves the oldest unpaid day and the parts as money has paid them, in the order that is stated', () => {
  expect(figuresUnder(null)).toMatchObject({ pastDue: 6_000, anchor: '2026-03-08', apart: { fees: 1_000 } })
  const costsFirst = figuresUnder(['costs', 'interest', 'principal'])
  expect(costsFirst).toMatchObject({ pastDue: 6_000, anchor: '2026-03-01', apart: null })
})
