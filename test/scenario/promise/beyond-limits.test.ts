import { expect, test } from 'vitest'
import { tellOnBoth } from '../../support/both-engines.ts'
import { promiseSchedules, promises } from '../../support/promise-story.ts'
import { anAccount } from '../../support/story-facts.ts'

const CENT = { amount: '0.01', by: '2028-01-01' }

test.each([
  ['the limits of the file', undefined],
  ['the usual limits', ''],
])('a cent by 2028 silences no debt: %s', async (_, file) => {
  await tellOnBoth(promiseSchedules(file), async (story) => {
    story.given(...anAccount('A1'), promises('A1', 'cent', '2026-03-02T14:00:00Z', CENT))
    await story.fastForward('2026-03-04T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-04T10:00:00Z A1 second')
    const { tasks } = await story.result()
    expect(tasks).toMatchObject([{ kind: 'promise_beyond_limits' }])
  })
})

test('a supervisor takes it: it is open from then on, as of its making; and refuses another', async () => {
  await tellOnBoth(promiseSchedules(''), async (story) => {
    const answer = (rule: string, at: string, word: string) => ({
      type: 'task.resolved',
      account: 'A1',
      kind: 'promise_beyond_limits',
      rule,
      answer: word,
      at,
    })
    story.given(
      ...anAccount('A1'),
      promises('A1', 'late', '2026-03-02T14:00:00Z', { amount: '200.00', by: '2026-06-01' }),
      answer('late', '2026-03-04T15:00:00Z', 'accept'),
      promises('A1', 'later', '2026-03-04T16:00:00Z', { amount: '5.00', by: '2026-03-10' }),
      answer('later', '2026-03-05T15:00:00Z', 'refuse'),
    )
    await story.fastForward('2026-03-20T23:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-04T10:00:00Z A1 second')
    const { tasks } = await story.result()
    expect(tasks.map(({ kind, answer: said }) => [kind, said])).toEqual([
      ['promise_beyond_limits', 'accept'],
      ['promise_beyond_limits', 'refuse'],
    ])
  })
})
