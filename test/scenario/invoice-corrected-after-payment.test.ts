import { test } from 'vitest'
import { tellOnBoth } from '../support/both-engines.ts'
import { storySchedules } from '../support/story-engine.ts'
import { anAccount, bill, pays } from '../support/story-facts.ts'

const aDebtor = (account: string, number: string) => [
  ...anAccount(account, { debtor: `D${account}`, phone: `+12025550${number}` }),
  pays(account, '2026-03-03T08:00:00Z', { amount: '160.00' }),
]
const correction = { type: 'obligation.corrected', obligation: 'first', amount: '160.00' }
const at = '2026-03-03T12:00:00Z'

test('a bill that is corrected to what was paid is cured, however the ledger says it and however late it comes', async () => {
  await tellOnBoth(storySchedules(), async (story) => {
    story.given(
      ...aDebtor('A1', '101'),
      { ...correction, account: 'A1', at },
      ...aDebtor('A2', '102'),
      { ...bill('A2', 'first', '2026-03-01', '160.00', at), key: 'corrected' },
      ...aDebtor('A3', '103'),
      bill('A3', 'first', '2026-03-01', '160.00', at),
      ...aDebtor('A4', '104'),
      { ...correction, account: 'A4', at, recorded: '2026-03-05T08:00:00Z' },
    )
    await story.fastForward('2026-03-30T23:00:00Z')
    await story.expectContacts(
      ...['A1', 'A2', 'A3', 'A4'].map((account) => `2026-03-02T10:00:00Z ${account} friendly`),
      '2026-03-04T10:00:00Z A4 second',
    )
    await story.expectCases(
      ...['A1', 'A2', 'A3'].map((account) => `${account}/1 2026-03-02..2026-03-03 cured`),
      'A4/1 2026-03-02..2026-03-05 cured',
    )
  })
})
