import { test } from 'vitest'
import { memoryEngine } from '../support/story-engine.ts'
import { anAccount, bill } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

test('a settled account opens no case again, whatever falls due on it', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(
      ...anAccount('A1'),
      { type: 'account.closed', at: '2026-03-03T09:00:00Z', account: 'A1', reason: 'settled' },
      bill('A1', 'second', '2026-04-01', '90.00', '2026-03-10T09:00:00Z'),
    )
    await story.fastForward('2026-05-31T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
    await story.expectCases('A1/1 2026-03-02..2026-03-03 settled')
  })
})

test('a placed account stays quiet until it is recalled, and then meets its warning first', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(
      ...anAccount('A1'),
      { type: 'account.closed', at: '2026-03-03T09:00:00Z', account: 'A1', reason: 'placed' },
      bill('A1', 'second', '2026-04-01', '90.00', '2026-03-10T09:00:00Z'),
      { type: 'account.recalled', at: '2026-05-04T09:00:00Z', account: 'A1' },
    )
    await story.fastForward('2026-05-04T08:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
    await story.expectCases('A1/1 2026-03-02..')
    await story.fastForward('2026-05-04T23:00:00Z')
    await story.expectContacts('2026-05-04T09:00:00Z A1 warning')
    // Two mandatory texts of one case never fall on one day.
    await story.fastForward('2026-05-05T23:00:00Z')
    await story.expectContacts('2026-05-05T10:00:00Z A1 last-notice')
  })
})
