import { test } from 'vitest'
import { memoryEngine } from '../support/story-engine.ts'
import { anAccount, pays } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

test('a debtor who pays on day 3 hears nothing more', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(...anAccount('A1'), pays('A1', '2026-03-04T08:00:00Z'))
    await story.fastForward('2026-03-03T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
    await story.fastForward('2026-04-30T23:00:00Z')
    await story.expectContacts()
    await story.expectCases('A1/1 2026-03-02..2026-03-04 cured')
  })
})

test('a debtor who never pays goes up the whole ladder once', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(...anAccount('A1'))
    await story.fastForward('2026-04-30T23:00:00Z')
    await story.expectContacts(
      '2026-03-02T10:00:00Z A1 friendly',
      '2026-03-04T10:00:00Z A1 second',
      '2026-03-06T11:00:00Z A1 call',
      '2026-03-08T11:00:00Z A1 call#2',
      '2026-03-09T10:00:00Z A1 warning',
      '2026-03-10T11:00:00Z A1 call#3',
      '2026-03-13T10:00:00Z A1 last-notice',
    )
    await story.expectCases('A1/1 2026-03-02..')
  })
})
