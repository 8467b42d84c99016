import { test } from 'vitest'
import { memoryEngine } from '../support/story-engine.ts'
import { anAccount, bill, pays } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

test('the younger invoice walks its own ladder when the older one is paid, warning included', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(
      ...anAccount('A1'),
      bill('A1', 'second', '2026-03-08'),
      pays('A1', '2026-03-12T08:00:00Z', { obligation: 'first' }),
    )
    await story.fastForward('2026-03-12T07:00:00Z')
    await story.expectContacts(
      '2026-03-02T10:00:00Z A1 friendly',
      '2026-03-04T10:00:00Z A1 second',
      '2026-03-06T11:00:00Z A1 call',
      '2026-03-08T11:00:00Z A1 call#2',
      '2026-03-09T10:00:00Z A1 warning',
      '2026-03-10T11:00:00Z A1 call#3',
    )
    await story.fastForward('2026-03-21T23:00:00Z')
    await story.expectContacts(
      '2026-03-13T11:00:00Z A1 call',
      '2026-03-15T11:00:00Z A1 call#2',
      '2026-03-16T10:00:00Z A1 warning',
      '2026-03-17T11:00:00Z A1 call#3',
      '2026-03-20T10:00:00Z A1 last-notice',
    )
    await story.expectCases('A1/1 2026-03-02..')
  })
})

test('an anchor that moves by one day does not carry the case past its warning', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(
      ...anAccount('A1'),
      bill('A1', 'second', '2026-03-02'),
      { type: 'hold.placed', at: '2026-02-02T09:00:00Z', account: 'A1', hold: 'H1', reason: 'complaint' },
      { type: 'hold.lifted', at: '2026-03-14T07:00:00Z', account: 'A1', hold: 'H1' },
      pays('A1', '2026-03-14T07:00:00Z', { obligation: 'first' }),
    )
    await story.fastForward('2026-03-24T23:00:00Z')
    await story.expectContacts(
      '2026-03-14T08:00:00Z A1 friendly',
      '2026-03-17T11:00:00Z A1 call',
      '2026-03-19T11:00:00Z A1 call#2',
      '2026-03-20T10:00:00Z A1 warning',
      '2026-03-21T11:00:00Z A1 call#3',
      '2026-03-24T10:00:00Z A1 last-notice',
    )
  })
})
