import { test } from 'vitest'
import { memoryEngine } from '../support/story-engine.ts'
import { anAccount, bill, pays } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

test('a bounced payment re-opens the same case, and nothing that was sent is sent again', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(...anAccount('A1'), pays('A1', '2026-03-05T09:00:00Z'), {
      type: 'payment.reversed',
      at: '2026-03-07T09:00:00Z',
      account: 'A1',
      payment: 'P1',
    })
    await story.fastForward('2026-03-07T08:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-04T10:00:00Z A1 second')
    await story.expectCases('A1/1 2026-03-02..2026-03-05 cured')
    // The two days on which the debt was paid are added: the call of day 5 is made on day 7, and so on.
    await story.fastForward('2026-03-15T23:00:00Z')
    await story.expectContacts(
      '2026-03-08T11:00:00Z A1 call',
      '2026-03-10T11:00:00Z A1 call#2',
      '2026-03-11T10:00:00Z A1 warning',
      '2026-03-12T11:00:00Z A1 call#3',
      '2026-03-15T10:00:00Z A1 last-notice',
    )
    await story.expectCases('A1/1 2026-03-02..2026-03-05 cured', 'A1/1 2026-03-07..')
  })
})

test('a later instalment that falls overdue after a cure is a new case', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(...anAccount('A1'), bill('A1', 'second', '2026-04-01'), pays('A1', '2026-03-03T09:00:00Z'))
    await story.fastForward('2026-04-02T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-04-02T10:00:00Z A1 friendly')
    await story.expectCases('A1/1 2026-03-02..2026-03-03 cured', 'A1/2 2026-04-02..')
  })
})
