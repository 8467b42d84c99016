import { test } from 'vitest'
import { memoryEngine } from '../support/story-engine.ts'
import { anAccount } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

test('two people behind one number: two hours between the dials, and one opt-out is for both', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(
      ...anAccount('A1', { debtor: 'D1', phone: '+12025550142' }),
      ...anAccount('B1', { debtor: 'D2', phone: '+1 202 555 0142' }),
      {
        type: 'optout.received',
        at: '2026-03-07T09:00:00Z',
        debtor: 'D1',
        point: '+12025550142',
      },
    )
    await story.fastForward('2026-03-06T23:00:00Z')
    await story.expectContacts(
      '2026-03-02T10:00:00Z A1 friendly',
      '2026-03-02T10:00:00Z B1 friendly',
      '2026-03-04T10:00:00Z A1 second',
      '2026-03-04T10:00:00Z B1 second',
      '2026-03-06T11:00:00Z A1 call',
      '2026-03-06T13:00:00Z B1 call',
    )
    await story.fastForward('2026-03-31T23:00:00Z')
    await story.expectContacts()
    await story.expectCases('A1/1 2026-03-02..', 'B1/1 2026-03-02..')
  })
})
