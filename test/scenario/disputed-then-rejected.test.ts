import { test } from 'vitest'
import { memoryEngine } from '../support/story-engine.ts'
import { anAccount } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

test('a dispute silences the ladder, and its rejection resumes it where the days are', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(
      ...anAccount('A1'),
      { type: 'dispute.opened', at: '2026-03-03T09:00:00Z', account: 'A1', dispute: 'X1' },
      {
        type: 'dispute.resolved',
        at: '2026-03-07T09:00:00Z',
        account: 'A1',
        dispute: 'X1',
        outcome: 'rejected',
      },
    )
    await story.fastForward('2026-03-02T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
    await story.fastForward('2026-03-07T08:59:00Z')
    await story.expectContacts()
    await story.fastForward('2026-03-14T23:00:00Z')
    await story.expectContacts(
      '2026-03-07T11:00:00Z A1 call',
      '2026-03-09T10:00:00Z A1 warning',
      '2026-03-09T11:00:00Z A1 call#2',
      '2026-03-11T11:00:00Z A1 call#3',
      '2026-03-13T10:00:00Z A1 last-notice',
    )
    await story.expectCases('A1/1 2026-03-02..')
  })
})

test('an account disputed before it is overdue gets a quiet case', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(...anAccount('A1'), {
      type: 'dispute.opened',
      at: '2026-02-27T09:00:00Z',
      account: 'A1',
      dispute: 'X1',
    })
    await story.fastForward('2026-03-20T23:00:00Z')
    await story.expectContacts()
    await story.expectCases('A1/1 2026-03-02..')
  })
})
