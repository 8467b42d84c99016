import { expect, test } from 'vitest'
import { agrees, PLAN_ENGINES } from '../../support/plan-story.ts'
import { anAccount } from '../../support/story-facts.ts'
import { tell } from '../../support/story.ts'

test.for(PLAN_ENGINES)(
  'a plan beyond the limits silences nobody until a supervisor takes it: %s',
  async ([, start]) => {
    await tell(await start(), async (story) => {
      story.given(
        ...anAccount('A1'),
        agrees('A1', 'p', '2026-03-02T08:00:00Z', { sum: '20.00', first: '2028-01-01', number: 1 }),
      )
      await story.fastForward('2026-03-04T23:59:00Z')
      await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-04T10:00:00Z A1 second')
      const { tasks } = await story.result()
      expect(tasks.map(({ kind }) => kind)).toEqual(['plan_beyond_limits'])
      story.given({ type: 'plan.accepted', account: 'A1', plan: 'p', at: '2026-03-05T09:00:00Z' })
      await story.fastForward('2026-03-20T23:59:00Z')
      await story.expectContacts()
    })
  },
)

test.for(PLAN_ENGINES)('one that the lender proposes waits for the debtor: %s', async ([, start]) => {
  await tell(await start(), async (story) => {
    story.given(
      ...anAccount('A1'),
      { ...agrees('A1', 'p', '2026-03-02T08:00:00Z'), type: 'plan.proposed' },
      { type: 'plan.agreed', account: 'A1', plan: 'p', at: '2026-03-02T20:00:00Z' },
    )
    await story.fastForward('2026-03-08T23:59:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
  })
})

test.for(PLAN_ENGINES)('a supervisor takes it by answering the task: %s', async ([, start]) => {
  await tell(await start(), async (story) => {
    story.given(
      ...anAccount('A1'),
      agrees('A1', 'p', '2026-03-02T08:00:00Z', { sum: '20.00', first: '2028-01-01', number: 1 }),
    )
    await story.fastForward('2026-03-04T23:59:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-04T10:00:00Z A1 second')
    const answer = { kind: 'plan_beyond_limits', rule: 'p', answer: 'accept', agent: 'ben' }
    story.given({ type: 'task.resolved', account: 'A1', ...answer, at: '2026-03-05T09:00:00Z' })
    await story.fastForward('2026-03-20T23:59:00Z')
    await story.expectContacts()
  })
})
