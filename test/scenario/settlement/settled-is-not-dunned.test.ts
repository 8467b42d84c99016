import { test } from 'vitest'
import { tellOnBoth } from '../../support/both-engines.ts'
import { offers, settlementSchedules, word } from '../../support/settlement-story.ts'
import { anAccount, bill, pays } from '../../support/story-facts.ts'

test('an account that is settled is closed as settled, the rest is forgiven, and it opens again for a new bill alone', async () => {
  await tellOnBoth(settlementSchedules(), async (story) => {
    story.given(
      ...anAccount('A1', { amount: '500.00' }),
      offers('A1', 'S1', '2026-03-03T14:00:00Z', { amount: '400.00', until: '2026-03-10' }),
      word('accepted', 'A1', 'S1', '2026-03-04T09:00:00Z'),
      pays('A1', '2026-03-09T09:00:00Z', { amount: '400.00' }),
      bill('A1', 'second', '2026-03-20', '200.00'),
    )
    await story.fastForward('2026-03-20T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
    await story.expectCases('A1/1 2026-03-02..2026-03-09 settled')
    await story.fastForward('2026-03-21T23:00:00Z')
    await story.expectContacts('2026-03-21T10:00:00Z A1 friendly')
    await story.expectCases('A1/1 2026-03-02..2026-03-09 settled', 'A1/2 2026-03-21..')
  })
})
