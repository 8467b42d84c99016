import { describe, test } from 'vitest'
import { offers, REMINDING_ENGINES, word } from '../../support/settlement-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'
import { tell } from '../../support/story.ts'

const RATES = { first: '2026-03-06', every: 'week', number: 3 }

describe.each(REMINDING_ENGINES)('the money of a settlement %s', (_name, open) => {
  test('its day is reminded of, once for each rate that is not there, and a lapse makes one call', async () => {
    await tell(await open(), async (story) => {
      story.given(
        ...anAccount('A1', { amount: '500.00' }),
        offers('A1', 'S1', '2026-03-02T14:00:00Z', { amount: '420.00', until: '2026-03-04', rates: RATES }),
        word('accepted', 'A1', 'S1', '2026-03-03T09:00:00Z'),
        pays('A1', '2026-03-05T09:00:00Z', { amount: '140.00' }),
        pays('A1', '2026-03-12T16:00:00Z', { amount: '20.00', payment: 'P2' }),
      )
      await story.fastForward('2026-03-11T23:00:00Z')
      await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
      await story.fastForward('2026-03-14T23:00:00Z')
      await story.expectContacts('2026-03-12T10:00:00Z A1 settlement-reminder')
      await story.fastForward('2026-03-15T23:00:00Z')
      await story.expectContacts('2026-03-15T15:00:00Z A1 lapsed-call', '2026-03-15T08:00:00Z A1 warning')
      await story.fastForward('2026-03-17T12:00:00Z')
      await story.lookAtAll()
      await story.expectCases('A1/1 2026-03-02..')
    })
  })

  test('whoever has paid is not reminded, nor is anybody on the day on which he accepted', async () => {
    await tell(await open(), async (story) => {
      story.given(
        ...anAccount('A1', { amount: '500.00' }),
        offers('A1', 'S1', '2026-03-02T14:00:00Z', { amount: '420.00', until: '2026-03-10' }),
        word('accepted', 'A1', 'S1', '2026-03-03T09:00:00Z'),
        pays('A1', '2026-03-05T09:00:00Z', { amount: '420.00' }),
        ...anAccount('B1', { debtor: 'D2', phone: '+12025550177', amount: '500.00' }),
        offers('B1', 'S1', '2026-03-02T14:00:00Z', { amount: '420.00', until: '2026-03-04' }),
        word('accepted', 'B1', 'S1', '2026-03-03T09:00:00Z'),
        pays('B1', '2026-03-04T09:00:00Z', { amount: '420.00', payment: 'P2' }),
      )
      await story.fastForward('2026-03-12T23:00:00Z')
      await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-02T10:00:00Z B1 friendly')
      await story.expectCases('A1/1 2026-03-02..2026-03-05 settled', 'B1/1 2026-03-02..2026-03-04 settled')
    })
  })
})
