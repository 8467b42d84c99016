import { expect, test } from 'vitest'
import { tellOnBoth } from '../../support/both-engines.ts'
import { promiseSchedules, promises } from '../../support/promise-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'

test('half of the money in the days of grace is half a promise: the case works again, with the step that the file names', async () => {
  await tellOnBoth(promiseSchedules(), async (story) => {
    story.given(
      ...anAccount('A1', { amount: '500.00' }),
      promises('A1', 'friday', '2026-03-02T14:00:00Z', { amount: '200.00', by: '2026-03-04', graceDays: 5 }),
      pays('A1', '2026-03-05T09:00:00Z', { amount: '100.00' }),
    )
    await story.fastForward('2026-03-06T23:59:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-03T10:00:00Z A1 promise-reminder')
    await story.fastForward('2026-03-07T20:00:00Z')
    await story.expectContacts('2026-03-07T11:00:00Z A1 call', '2026-03-07T15:00:00Z A1 broken-call')
    expect((await story.result()).refusals).toEqual([])
  })
})
