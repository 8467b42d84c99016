import { test } from 'vitest'
import { tellOnBoth } from '../support/both-engines.ts'
import { storySchedules } from '../support/story-engine.ts'
import { anAccount, pays } from '../support/story-facts.ts'

const aDebtor = (account: string, number: string) =>
  anAccount(account, { debtor: `D${account}`, phone: `+12025550${number}` })
const promises = (account: string) => ({
  type: 'promise.made',
  at: '2026-03-03T14:00:00Z',
  account,
  promise: 'PR1',
  amount: '60.00',
  by: '2026-03-12',
})
const credits = (account: string, amount: string) => ({
  type: 'credit.noted',
  at: '2026-03-05T08:00:00Z',
  account,
  credit: 'CN1',
  amount,
})

test('a credit note of the promised amount leaves the promise open until its day, money keeps it, and a credit note of everything cures', async () => {
  await tellOnBoth(storySchedules(), async (story) => {
    story.given(
      ...aDebtor('A1', '101'),
      promises('A1'),
      credits('A1', '60.00'),
      ...aDebtor('A2', '102'),
      promises('A2'),
      credits('A2', '60.00'),
      pays('A2', '2026-03-06T08:00:00Z', { amount: '60.00' }),
      ...aDebtor('A3', '103'),
      credits('A3', '200.00'),
    )
    await story.fastForward('2026-03-08T23:00:00Z')
    await story.expectContacts(
      '2026-03-02T10:00:00Z A1 friendly',
      '2026-03-02T10:00:00Z A2 friendly',
      '2026-03-02T10:00:00Z A3 friendly',
      '2026-03-04T10:00:00Z A3 second',
      '2026-03-08T11:00:00Z A2 call',
    )
    await story.expectCases('A1/1 2026-03-02..', 'A2/1 2026-03-02..', 'A3/1 2026-03-02..2026-03-05 cured')
    await story.fastForward('2026-03-12T23:00:00Z')
    await story.lookAtAll()
    await story.fastForward('2026-03-13T09:00:00Z')
    await story.expectContacts('2026-03-13T08:00:00Z A1 warning')
  })
})
