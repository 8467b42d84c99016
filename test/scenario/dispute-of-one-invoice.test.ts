import { test } from 'vitest'
import { tellOnBoth } from '../support/both-engines.ts'
import { storySchedules } from '../support/story-engine.ts'
import { anAccount, bill } from '../support/story-facts.ts'

const aDebtor = (account: string, number: string) =>
  anAccount(account, { debtor: `D${account}`, phone: `+12025550${number}` })
const disputes = (account: string, obligation: string) => {
  return { type: 'dispute.opened', at: '2026-03-03T09:00:00Z', account, dispute: 'X1', obligation }
}

test('reminders are for the other invoice alone and count its days; where there is none the case rests, and rejected it goes on', async () => {
  await tellOnBoth(storySchedules(), async (story) => {
    story.given(
      ...aDebtor('A1', '101'),
      bill('A1', 'second', '2026-03-08'),
      disputes('A1', 'first'),
      ...aDebtor('A2', '102'),
      disputes('A2', 'first'),
      {
        type: 'dispute.resolved',
        at: '2026-03-14T09:00:00Z',
        account: 'A2',
        dispute: 'X1',
        outcome: 'rejected',
      },
      ...aDebtor('A3', '103'),
      disputes('A3', 'unknown'),
      bill('A3', 'unknown', '2026-03-05', '50.00', '2026-03-04T09:00:00Z'),
    )
    await story.fastForward('2026-03-06T23:00:00Z')
    await story.expectContacts(
      ...['A1', 'A2', 'A3'].map((account) => `2026-03-02T10:00:00Z ${account} friendly`),
      '2026-03-04T10:00:00Z A3 second',
      '2026-03-06T11:00:00Z A3 call',
    )
    await story.fastForward('2026-03-13T23:00:00Z')
    await story.expectContacts(
      '2026-03-09T10:00:00Z A1 friendly',
      '2026-03-11T10:00:00Z A1 second',
      '2026-03-13T11:00:00Z A1 call',
      '2026-03-08T11:00:00Z A3 call#2',
      '2026-03-09T10:00:00Z A3 warning',
      '2026-03-10T11:00:00Z A3 call#3',
      '2026-03-13T10:00:00Z A3 last-notice',
    )
    await story.fastForward('2026-03-14T10:00:00Z')
    await story.expectContacts('2026-03-14T09:00:00Z A2 warning')
    await story.expectCases('A1/1 2026-03-02..', 'A2/1 2026-03-02..', 'A3/1 2026-03-02..')
  })
})
