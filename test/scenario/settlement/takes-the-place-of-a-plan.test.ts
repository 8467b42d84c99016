import { expect, test } from 'vitest'
import { tellOnBoth } from '../../support/both-engines.ts'
import { agrees, PLANS } from '../../support/plan-story.ts'
import { offers, settlementSchedules, SETTLEMENTS, word } from '../../support/settlement-story.ts'
import { anAccount, bill, pays } from '../../support/story-facts.ts'

const BEFORE = [
  ...anAccount('A1', { amount: '200.00' }),
  {
    type: 'promise.made',
    account: 'A1',
    promise: 'w',
    amount: '200.00',
    by: '2026-03-12',
    at: '2026-03-02T12:00:00Z',
  },
  agrees('A1', 'p', '2026-03-02T13:00:00Z'),
  offers('A1', 'S1', '2026-03-03T14:00:00Z', { amount: '160.00', until: '2026-03-10' }),
  word('accepted', 'A1', 'S1', '2026-03-04T09:00:00Z'),
]
const calls = '    onMissed: missed-call\n    onBroken: broken-call\n'

test('whoever settles is not reminded of the plan that they had, and owes a later bill as anybody does', async () => {
  const plans = PLANS.replace(calls, '    onMissed: call\n    onBroken: call\n')
  await tellOnBoth(settlementSchedules(`${plans}${SETTLEMENTS}`), async (story) => {
    story.given(
      ...BEFORE,
      pays('A1', '2026-03-10T09:00:00Z', { amount: '160.00' }),
      bill('A1', 'second', '2026-04-03', '200.00'),
    )
    await story.fastForward('2026-04-09T23:00:00Z')
    await story.expectContacts(
      '2026-03-02T10:00:00Z A1 friendly',
      '2026-04-04T10:00:00Z A1 friendly',
      '2026-04-06T10:00:00Z A1 second',
      '2026-04-08T11:00:00Z A1 call',
    )
    await story.expectCases('A1/1 2026-03-02..2026-03-10 settled', 'A1/2 2026-04-04..')
  })
})

test('where the settlement is not paid, the plan does not come back', async () => {
  await tellOnBoth(settlementSchedules(`${PLANS.replace(calls, '')}${SETTLEMENTS}`), async (story) => {
    story.given(...BEFORE)
    await story.fastForward('2026-03-12T23:00:00Z')
    await story.expectContacts(
      '2026-03-02T10:00:00Z A1 friendly',
      '2026-03-12T08:00:00Z A1 warning',
      '2026-03-12T11:00:00Z A1 call',
    )
  })
})

test('a plan that is agreed while a settlement is in force is asked of a supervisor, and its money is of the settlement', async () => {
  await tellOnBoth(settlementSchedules(`${PLANS.replace(calls, '')}${SETTLEMENTS}`), async (story) => {
    story.given(
      ...anAccount('A1', { amount: '200.00' }),
      offers('A1', 'S1', '2026-03-02T14:00:00Z', { amount: '160.00', until: '2026-03-10' }),
      word('accepted', 'A1', 'S1', '2026-03-02T15:00:00Z'),
      agrees('A1', 'p', '2026-03-03T13:00:00Z'),
      pays('A1', '2026-03-10T09:00:00Z', { amount: '160.00' }),
      bill('A1', 'second', '2026-03-12', '200.00'),
    )
    await story.fastForward('2026-03-15T23:00:00Z')
    await story.expectContacts(
      '2026-03-02T10:00:00Z A1 friendly',
      '2026-03-13T10:00:00Z A1 friendly',
      '2026-03-15T10:00:00Z A1 second',
    )
    const { tasks } = await story.result()
    expect(tasks.map(({ kind }) => kind)).toEqual(['plan_beyond_limits'])
  })
})
