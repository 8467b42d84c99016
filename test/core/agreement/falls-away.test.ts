import { describe, expect, it } from 'vitest'
import { planStates } from '../../../src/core/agreement/plan-state.ts'
import type { AccountId } from '../../../src/core/base/id.ts'
import type { DossierAccount } from '../../../src/core/model/dossier.ts'
import type { DossierPlan } from '../../../src/core/model/plan.ts'
import type { Billed, Settled } from '../../../src/core/model/promise.ts'
import type { InForce } from '../../../src/core/model/settlement.ts'
import { accountOf, at, planOf } from '../decide/build.ts'
import { billOf, rowOf } from '../settlement/build.ts'

const [A, B] = [1, 2] as AccountId[] as [AccountId, AccountId]

interface Given {
  billed?: Billed[]
  settled?: Settled[]
  inForce?: InForce[]
  plan?: Partial<DossierPlan>
  accounts?: Partial<DossierAccount>
}

/** Four rates of 50.00, a week apart, over two accounts of which each owes 100.00. */
function stateOn(day: string, { billed, settled = [], inForce = [], plan, accounts }: Given = {}) {
  const rates = ['10', '17', '24', '31'].map((on) => ({ on: `2026-03-${on}`, amount: 5_000 }))
  const [state] = planStates({
    plans: [planOf({ accounts: [A, B], agreedAt: at('2026-03-02 12:00'), rates, every: 'week', ...plan })],
    accounts: [A, B].map((id) =>
      accountOf({
        id,
        externalId: `A${id}`,
        received: settled
          .filter((row) => row.account === id && row.kind === 'money')
          .map(({ happenedAt, recordedAt, amount }) => ({ at: happenedAt, recordedAt, amount })),
        ...(id === A && accounts),
      }),
    ),
    billed: billed ?? [billOf(), billOf({ account: B })],
    settled,
    inForce,
    zones: ['UTC'],
    now: at(`${day} 12:00`),
    types: { standard: { grace: { days: 2 }, broken: { missed: 3, days: 60 } } },
  })
  if (!state) throw new Error('no plan')
  return { ...state, amounts: state.rates.map(({ amount }) => amount) }
}

const credit = (sum: number, on: string, account = A) =>
  rowOf('c', on, { account, kind: 'credit', amount: sum })
const paid = (name: string, sum: number, on: string, account = A) => rowOf(name, on, { account, amount: sum })

describe('what the accounts of a plan owe no more falls away from its last rates', () => {
  it('nothing does while they owe what they owed', () => {
    expect(stateOn('2026-03-05')).toMatchObject({
      status: 'agreed',
      fell: 0,
      amounts: [5_000, 5_000, 5_000, 5_000],
    })
  })

  it('a credit note takes the end of the plan', () => {
    const settled = [credit(8_000, '2026-03-05 09:00')]
    expect(stateOn('2026-03-06', { settled })).toMatchObject({
      fell: 8_000,
      amounts: [5_000, 5_000, 2_000, 0],
    })
    const rates = [paid('p', 5_000, '2026-03-10 09:00', B), paid('q', 7_000, '2026-03-17 09:00', B)]
    expect(stateOn('2026-03-17', { settled: [...settled, ...rates] })).toMatchObject({
      status: 'completed',
      paid: 12_000,
    })
  })

  it('an account that is written off leaves the rates of the other', () => {
    const settled = [
      rowOf('w', '2026-03-12 09:00', { kind: 'write_off', amount: 10_000 }),
      paid('p', 5_000, '2026-03-10 09:00', B),
    ]
    expect(stateOn('2026-03-12', { settled })).toMatchObject({
      status: 'active',
      fell: 10_000,
      amounts: [5_000, 5_000, 0, 0],
    })
  })

  it('a bill that is corrected or cancelled does the same, from the day on which that was said', () => {
    const words = (is: 'corrected' | 'cancelled', amount: number | null) => [
      {
        is: 'billed' as const,
        at: at('2026-01-05'),
        amount: 10_000,
        said: null,
        dueOn: '2026-03-01',
        part: null,
      },
      { is, at: at('2026-03-15 09:00'), amount, said: null, dueOn: null, part: null },
    ]
    const cancelled = [billOf({ words: words('cancelled', null), cancelled: true }), billOf({ account: B })]
    expect(stateOn('2026-03-14', { billed: cancelled }).fell).toBe(0)
    expect(stateOn('2026-03-15', { billed: cancelled })).toMatchObject({ status: 'in_arrears', fell: 10_000 })
    const corrected = [billOf({ amount: 4_000, words: words('corrected', 4_000) }), billOf({ account: B })]
    expect(stateOn('2026-03-15', { billed: corrected }).amounts).toEqual([5_000, 5_000, 4_000, 0])
  })

  it('an account that is settled is of the plan no more, and neither is its money', () => {
    const inForce = [{ account: A, since: at('2026-03-05 09:00') }]
    const settled = [paid('p', 10_000, '2026-03-06 09:00'), paid('q', 5_000, '2026-03-10 09:00', B)]
    expect(stateOn('2026-03-11', { inForce, settled })).toMatchObject({
      status: 'active',
      paid: 5_000,
      fell: 10_000,
      amounts: [5_000, 5_000, 0, 0],
    })
    const both = [...inForce, { account: B, since: at('2026-03-08 09:00') }]
    expect(stateOn('2026-03-11', { inForce: both })).toMatchObject({ status: 'renegotiated', fell: 10_000 })
  })

  it('a settlement on an account that is none of the plan’s changes nothing', () => {
    const inForce = [{ account: 3 as AccountId, since: at('2026-03-05 09:00') }]
    expect(stateOn('2026-03-09', { inForce })).toMatchObject({ status: 'agreed', fell: 0 })
  })

  it('an account on which collection ended counts no more, as long as it is so', () => {
    const accounts = {
      collection: 'ended' as const,
      endedReason: 'sold',
      collectionAt: at('2026-03-08 09:00'),
    }
    expect(stateOn('2026-03-09', { accounts })).toMatchObject({ status: 'agreed', fell: 10_000 })
    expect(stateOn('2026-03-09', { accounts: { collectionAt: at('2026-03-08 09:00') } }).fell).toBe(0)
  })

  it('a plan of which nothing is left is over, and one that was broken before stays broken', () => {
    const settled = [A, B].map((account) => credit(10_000, '2026-03-05 09:00', account))
    expect(stateOn('2026-03-06', { settled })).toMatchObject({ status: 'completed', fell: 20_000 })
    const late = [A, B].map((account) => credit(10_000, '2026-03-29 09:00', account))
    expect(stateOn('2026-04-20', { settled: late }).status).toBe('broken')
  })

  it('what fell away does not come back with a later bill, and money of the plan takes nothing away', () => {
    const billed = [
      billOf(),
      billOf({ account: B }),
      billOf({ account: B, externalId: 'second', dueOn: '2026-03-20' }),
    ]
    const settled = [credit(10_000, '2026-03-05 09:00')]
    expect(stateOn('2026-03-25', { billed, settled }).amounts).toEqual([5_000, 5_000, 0, 0])
    const early = [paid('p', 15_000, '2026-03-04 09:00', B)]
    expect(stateOn('2026-03-05', { settled: early })).toMatchObject({ fell: 0, paid: 15_000 })
  })

  it('what the plan comes to beyond what was past due goes on until nothing is owed', () => {
    const rates = ['10', '17'].map((on) => ({ on: `2026-03-${on}`, amount: 15_000 }))
    expect(stateOn('2026-03-05', { plan: { rates } }).fell).toBe(0)
    const settled = [paid('p', 10_000, '2026-03-04 09:00'), paid('q', 10_000, '2026-03-04 10:00', B)]
    expect(stateOn('2026-03-05', { plan: { rates }, settled })).toMatchObject({
      status: 'completed',
      fell: 10_000,
    })
  })

  it('nothing falls away where nobody knows what an account owes', () => {
    const settled = [credit(10_000, '2026-03-05 09:00', B)]
    expect(stateOn('2026-03-06', { billed: [billOf({ account: B })], settled }).fell).toBe(0)
  })
})
