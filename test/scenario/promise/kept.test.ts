import { test } from 'vitest'
import { tellOnBoth } from '../../support/both-engines.ts'
import { promiseSchedules, promises } from '../../support/promise-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'

test('a promise that is kept is silent to the end of that day, and the rest of the debt is asked for again', async () => {
  await tellOnBoth(promiseSchedules(), async (story) => {
    story.given(
      ...anAccount('A1', { amount: '500.00' }),
      promises('A1', 'friday', '2026-03-03T14:00:00Z', { amount: '300.00', by: '2026-03-06' }),
      pays('A1', '2026-03-04T09:00:00Z', { amount: '300.00' }),
    )
    await story.fastForward('2026-03-04T23:59:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
    await story.fastForward('2026-03-08T23:00:00Z')
    await story.expectContacts('2026-03-06T11:00:00Z A1 call', '2026-03-08T11:00:00Z A1 call#2')
    await story.lookAtAll()
  })
})
