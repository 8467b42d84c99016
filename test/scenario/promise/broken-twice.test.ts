import { test } from 'vitest'
import { tellOnBoth } from '../../support/both-engines.ts'
import { promiseSchedules, promises } from '../../support/promise-story.ts'
import { anAccount } from '../../support/story-facts.ts'

test('after two promises that were not kept, a third one silences nobody', async () => {
  await tellOnBoth(promiseSchedules(), async (story) => {
    story.given(
      ...anAccount('A1'),
      promises('A1', 'one', '2026-03-02T14:00:00Z', { amount: '100.00', by: '2026-03-03' }),
      promises('A1', 'two', '2026-03-06T16:00:00Z', { amount: '100.00', by: '2026-03-07' }),
      promises('A1', 'three', '2026-03-10T17:00:00Z', { amount: '200.00', by: '2026-03-20' }),
    )
    await story.fastForward('2026-03-05T23:59:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
    await story.fastForward('2026-03-09T23:59:00Z')
    await story.expectContacts('2026-03-06T11:00:00Z A1 call', '2026-03-06T15:00:00Z A1 broken-call')
    await story.fastForward('2026-03-13T20:00:00Z')
    await story.expectContacts(
      '2026-03-10T08:00:00Z A1 warning',
      '2026-03-10T11:00:00Z A1 call#2',
      '2026-03-10T15:00:00Z A1 broken-call#2',
      '2026-03-12T11:00:00Z A1 call#3',
      '2026-03-13T10:00:00Z A1 last-notice',
    )
    await story.expectCases('A1/1 2026-03-02..')
  })
})
