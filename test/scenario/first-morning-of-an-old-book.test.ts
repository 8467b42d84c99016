import { expect, test } from 'vitest'
import { isoOf } from '../../src/core/base/time.ts'
import { memoryEngine } from '../support/story-engine.ts'
import { anAccount } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

const BOOK = [
  { account: 'A1', dueOn: '2026-02-25' },
  { account: 'A2', dueOn: '2025-11-01' },
  { account: 'A3', dueOn: '2026-01-15' },
  { account: 'A4', dueOn: '2025-12-24' },
  { account: 'A5', dueOn: '2026-02-10' },
]

const two = (strategy: string) => strategy.replace('perDay: 1000', 'perDay: 2')

test('an old book opens a few cases each morning, the worst first', async () => {
  await tell(await memoryEngine({ from: '2026-03-01', edit: two }), async (story) => {
    await story.load(
      ...BOOK.flatMap(({ account, dueOn }) => anAccount(account, { debtor: `D-${account}`, dueOn })),
    )
    await story.fastForward('2026-03-03T23:00:00Z')
    await story.expectCases(
      'A2/1 2026-03-01..',
      'A4/1 2026-03-01..',
      'A3/1 2026-03-02..',
      'A5/1 2026-03-02..',
      'A1/1 2026-03-03..',
    )
    await story.fastForward('2026-03-11T23:00:00Z')
    const { contacts } = await story.result()
    const worst = contacts.filter((contact) => contact.account === 'A2')
    expect(worst.map(({ at, step }) => `${isoOf(at)} ${step}`)).toEqual([
      '2026-03-01T08:00:00Z friendly',
      '2026-03-04T11:00:00Z call',
      '2026-03-06T13:00:00Z call',
      '2026-03-07T10:00:00Z warning',
      '2026-03-08T13:00:00Z call',
      '2026-03-11T10:00:00Z last-notice',
    ])
    await story.lookAtAll()
  })
})
