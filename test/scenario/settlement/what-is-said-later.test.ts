import { test } from 'vitest'
import { tellOnBoth } from '../../support/both-engines.ts'
import { offers, settlementSchedules, word } from '../../support/settlement-story.ts'
import { anAccount, bill, pays } from '../../support/story-facts.ts'

const SETTLED = [
  ...anAccount('A1', { amount: '500.00' }),
  offers('A1', 'S1', '2026-03-03T14:00:00Z', { amount: '400.00', until: '2026-03-10' }),
  word('accepted', 'A1', 'S1', '2026-03-04T09:00:00Z'),
  pays('A1', '2026-03-09T09:00:00Z', { amount: '400.00' }),
]

test('a bill that was settled is not owed again because it is put off later', async () => {
  await tellOnBoth(settlementSchedules(), async (story) => {
    story.given(
      ...SETTLED,
      bill('A1', 'second', '2026-03-14', '50.00'),
      {
        type: 'obligation.rescheduled',
        account: 'A1',
        obligation: 'first',
        dueOn: '2026-04-10',
        at: '2026-03-15T09:00:00Z',
      },
      pays('A1', '2026-03-16T09:00:00Z', { payment: 'P2', amount: '50.00' }),
    )
    await story.fastForward('2026-04-20T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
  })
})

test('a settlement that is worked out anew opens no account of which collection has ended', async () => {
  await tellOnBoth(settlementSchedules(), async (story) => {
    story.given(
      ...SETTLED,
      { type: 'account.closed', account: 'A1', reason: 'settled', at: '2026-03-10T09:00:00Z' },
      pays('A1', '2026-03-05T09:00:00Z', {
        payment: 'P0',
        amount: '10.00',
        recorded: '2026-03-12T09:00:00Z',
      }),
      bill('A1', 'second', '2026-03-20', '200.00'),
    )
    await story.fastForward('2026-03-25T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
    await story.expectCases('A1/1 2026-03-02..2026-03-09 settled')
  })
})
