import { test } from 'vitest'
import { memoryEngine } from '../support/story-engine.ts'
import { anAccount, pays } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

test('a payment learned three days late ends the case on the day it is learned', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(...anAccount('A1'), pays('A1', '2026-03-02T08:00:00Z', { recorded: '2026-03-05T09:00:00Z' }))
    await story.fastForward('2026-03-20T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-04T10:00:00Z A1 second')
    await story.expectCases('A1/1 2026-03-02..2026-03-05 cured')
  })
})
