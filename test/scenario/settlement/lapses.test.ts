import { test } from 'vitest'
import { tellOnBoth } from '../../support/both-engines.ts'
import { offers, settlementSchedules, word } from '../../support/settlement-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'

test('one that is not paid in time lapses: all of it is owed, and the ladder goes on', async () => {
  await tellOnBoth(settlementSchedules(), async (story) => {
    story.given(
      ...anAccount('A1', { amount: '500.00' }),
      offers('A1', 'S1', '2026-03-02T14:00:00Z', { discount: 0.2, until: '2026-03-04', payBy: '2026-03-06' }),
      word('accepted', 'A1', 'S1', '2026-03-03T09:00:00Z'),
      pays('A1', '2026-03-05T09:00:00Z', { amount: '300.00' }),
      pays('A1', '2026-03-08T09:00:00Z', { amount: '100.00', payment: 'P2' }),
    )
    await story.fastForward('2026-03-07T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
    await story.fastForward('2026-03-09T23:00:00Z')
    await story.expectContacts('2026-03-08T11:00:00Z A1 call', '2026-03-09T10:00:00Z A1 warning')
    await story.expectCases('A1/1 2026-03-02..')
  })
})

test('an offer that nobody answers silences nothing', async () => {
  await tellOnBoth(settlementSchedules(), async (story) => {
    story.given(
      ...anAccount('A1', { amount: '500.00' }),
      offers('A1', 'S1', '2026-03-02T14:00:00Z', { discount: 0.2, until: '2026-03-04' }),
      word('accepted', 'A1', 'S1', '2026-03-05T09:00:00Z'),
    )
    await story.fastForward('2026-03-05T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-04T10:00:00Z A1 second')
  })
})
