import { expect, test } from 'vitest'
import { tellOnBoth } from '../../support/both-engines.ts'
import { offers, SETTLEMENTS, settlementSchedules, word } from '../../support/settlement-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'

const FILE = `${SETTLEMENTS.replace('{ days: 30 }', '{ days: 90 }')}  mostRates: 3\n`
const IN_TWO = {
  amount: '400.00',
  until: '2026-03-05',
  rates: { first: '2026-03-10', every: 'month', number: 2 },
}

test('each rate in time settles with the last one', async () => {
  await tellOnBoth(settlementSchedules(FILE), async (story) => {
    story.given(
      ...anAccount('A1', { amount: '500.00' }),
      offers('A1', 'S1', '2026-03-02T14:00:00Z', IN_TWO),
      word('accepted', 'A1', 'S1', '2026-03-03T09:00:00Z'),
      pays('A1', '2026-03-10T09:00:00Z', { amount: '200.00' }),
      pays('A1', '2026-04-11T09:00:00Z', { amount: '200.00', payment: 'P2' }),
    )
    await story.fastForward('2026-04-20T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
    await story.expectCases('A1/1 2026-03-02..2026-04-11 settled')
  })
})

test('a rate that is missed ends it, and all is owed again less what came', async () => {
  await tellOnBoth(settlementSchedules(FILE), async (story) => {
    story.given(
      ...anAccount('A1', { amount: '500.00' }),
      offers('A1', 'S1', '2026-03-02T14:00:00Z', IN_TWO),
      word('accepted', 'A1', 'S1', '2026-03-03T09:00:00Z'),
      pays('A1', '2026-03-10T09:00:00Z', { amount: '150.00' }),
    )
    await story.fastForward('2026-03-11T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
    await story.fastForward('2026-03-12T23:00:00Z')
    expect((await story.result()).contacts.length).toBeGreaterThan(1)
    await story.lookAtAll()
    await story.expectCases('A1/1 2026-03-02..')
  })
})

test('more rates than the file takes are not in force', async () => {
  await tellOnBoth(settlementSchedules(), async (story) => {
    story.given(
      ...anAccount('A1', { amount: '500.00' }),
      offers('A1', 'S1', '2026-03-02T14:00:00Z', IN_TWO),
      word('accepted', 'A1', 'S1', '2026-03-02T15:00:00Z'),
    )
    await story.fastForward('2026-03-04T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-04T10:00:00Z A1 second')
  })
})
