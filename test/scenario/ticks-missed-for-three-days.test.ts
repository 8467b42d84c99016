import { test } from 'vitest'
import { memoryEngine } from '../support/story-engine.ts'
import { anAccount } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

test('the ladder goes on where it was after three days of standing still, without a burst', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(...anAccount('A1'))
    await story.fastForward('2026-03-03T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
    await story.sleepUntil('2026-03-07T09:00:00Z')
    await story.fastForward('2026-03-16T23:00:00Z')
    await story.expectContacts(
      '2026-03-07T10:00:00Z A1 second',
      '2026-03-09T11:00:00Z A1 call',
      '2026-03-11T11:00:00Z A1 call#2',
      '2026-03-12T10:00:00Z A1 warning',
      '2026-03-13T11:00:00Z A1 call#3',
      '2026-03-16T10:00:00Z A1 last-notice',
    )
  })
})

test('a mandatory step missed meanwhile is made up for at once', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(...anAccount('A1'))
    await story.fastForward('2026-03-08T23:00:00Z')
    await story.expectContacts(
      '2026-03-02T10:00:00Z A1 friendly',
      '2026-03-04T10:00:00Z A1 second',
      '2026-03-06T11:00:00Z A1 call',
      '2026-03-08T11:00:00Z A1 call#2',
    )
    await story.sleepUntil('2026-03-11T12:00:00Z')
    await story.fastForward('2026-03-15T23:00:00Z')
    await story.expectContacts(
      '2026-03-11T12:00:00Z A1 warning',
      '2026-03-11T12:00:00Z A1 call#3',
      '2026-03-15T10:00:00Z A1 last-notice',
    )
  })
})
