import { test } from 'vitest'
import { tellOnBoth } from '../../support/both-engines.ts'
import { promiseSchedules, promises } from '../../support/promise-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'

test('money of the morning is not the promise of that afternoon; money that is booked that evening is', async () => {
  await tellOnBoth(promiseSchedules(), async (story) => {
    story.given(
      ...anAccount('A1', { debtor: 'D1' }),
      ...anAccount('B1', { debtor: 'D2', phone: '+12025550101' }),
      pays('A1', '2026-03-02T12:00:00Z', { amount: '100.00' }),
      pays('B1', '2026-03-02T12:00:00Z', { amount: '100.00', recorded: '2026-03-02T18:00:00Z' }),
      promises('A1', 'p', '2026-03-02T15:00:00Z', { amount: '100.00', by: '2026-03-10' }),
      promises('B1', 'p', '2026-03-02T15:00:00Z', { amount: '100.00', by: '2026-03-10' }),
    )
    await story.fastForward('2026-03-08T23:00:00Z')
    await story.expectContacts(
      '2026-03-02T10:00:00Z A1 friendly',
      '2026-03-02T10:00:00Z B1 friendly',
      '2026-03-04T10:00:00Z B1 second',
      '2026-03-06T11:00:00Z B1 call',
      '2026-03-08T11:00:00Z B1 call#2',
    )
  })
})
