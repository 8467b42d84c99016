import { test } from 'vitest'
import { tellOnBoth } from '../support/both-engines.ts'
import { storySchedules } from '../support/story-engine.ts'
import { anAccount, pays } from '../support/story-facts.ts'

const back = { type: 'payment.reversed', payment: 'P1', amount: '50.00' }

test('a part that is charged back re-opens the same case, sends nothing again, and un-keeps the promise that it had kept', async () => {
  await tellOnBoth(storySchedules(), async (story) => {
    const promised = { promise: 'PR1', amount: '100.00', by: '2026-03-10' }
    story.given(
      ...anAccount('A1', { debtor: 'D1', phone: '+12025550101' }),
      pays('A1', '2026-03-05T09:00:00Z'),
      { ...back, account: 'A1', at: '2026-03-07T09:00:00Z' },
      ...anAccount('A2', { debtor: 'D2', phone: '+12025550102' }),
      { type: 'promise.made', at: '2026-03-03T14:00:00Z', account: 'A2', ...promised },
      pays('A2', '2026-03-04T09:00:00Z', { amount: '100.00' }),
      { ...back, account: 'A2', at: '2026-03-04T12:00:00Z' },
    )
    await story.fastForward('2026-03-07T08:00:00Z')
    await story.expectContacts(
      '2026-03-02T10:00:00Z A1 friendly',
      '2026-03-02T10:00:00Z A2 friendly',
      '2026-03-04T10:00:00Z A1 second',
    )
    await story.expectCases('A1/1 2026-03-02..2026-03-05 cured', 'A2/1 2026-03-02..')
    await story.fastForward('2026-03-09T23:00:00Z')
    await story.expectContacts('2026-03-08T11:00:00Z A1 call')
    await story.expectCases('A1/1 2026-03-02..2026-03-05 cured', 'A1/1 2026-03-07..', 'A2/1 2026-03-02..')
  })
})
