import { test } from 'vitest'
import { memoryEngine } from '../support/story-engine.ts'
import { anAccount, pays } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

test('a part payment takes the waiting message back, and the step is planned again, once', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(
      ...anAccount('A1'),
      {
        type: 'preference.set',
        at: '2026-02-02T09:00:00Z',
        account: 'A1',
        closed: [{ days: 'daily', hours: ['09:00', '12:00'] }],
      },
      pays('A1', '2026-03-02T11:00:00Z', { amount: '50.00' }),
    )
    await story.fastForward('2026-03-02T10:59:00Z')
    await story.expectContacts()
    await story.fastForward('2026-03-03T23:00:00Z')
    await story.expectContacts('2026-03-02T12:00:00Z A1 friendly')
    await story.expectCases('A1/1 2026-03-02..')
  })
})
