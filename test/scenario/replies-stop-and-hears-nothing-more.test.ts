import { test } from 'vitest'
import { memoryEngine } from '../support/story-engine.ts'
import { anAccount } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

const NUMBER = '+12025550143'

function wrote(at: string, text: string): Record<string, unknown> {
  return {
    type: 'contact.recorded',
    at,
    debtor: 'D1',
    point: NUMBER,
    channel: 'sms',
    direction: 'in',
    disposition: 'replied',
    text,
  }
}

test('a debtor replies STOP to a text: neither she nor whoever shares the number hears of us again', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(
      ...anAccount('A1', { debtor: 'D1', phone: NUMBER }),
      ...anAccount('B1', { debtor: 'D2', phone: '+1 202 555 0143' }),
      wrote('2026-03-03T09:00:00Z', 'Stop, please!'),
    )
    await story.fastForward('2026-03-02T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-02T10:00:00Z B1 friendly')
    await story.fastForward('2026-03-31T23:00:00Z')
    await story.expectContacts()
  })
})

test('a debtor writes something that may be a no: nothing goes out until somebody has read it, then it goes on', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(
      ...anAccount('A1', { debtor: 'D1', phone: NUMBER }),
      { ...wrote('2026-03-03T09:00:00Z', 'why do you not stop the interest?'), key: 'm1' },
      { type: 'reply.read', at: '2026-03-09T09:00:00Z', debtor: 'D1', reply: 'm1', meaning: 'other' },
    )
    await story.fastForward('2026-03-09T08:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
    await story.fastForward('2026-03-09T23:00:00Z')
    await story.expectContacts('2026-03-09T10:00:00Z A1 warning', '2026-03-09T11:00:00Z A1 call')
    await story.fastForward('2026-03-31T23:00:00Z')
    await story.lookAtAll()
  })
})

test('an ordinary answer changes nothing', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(
      ...anAccount('A1', { debtor: 'D1', phone: NUMBER }),
      wrote('2026-03-02T12:00:00Z', 'I will pay at the end of the week'),
    )
    await story.fastForward('2026-03-04T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-04T10:00:00Z A1 second')
  })
})
