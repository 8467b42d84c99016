import { test } from 'vitest'
import { agrees, PLAN_ENGINES } from '../../support/plan-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'
import { tell } from '../../support/story.ts'

test.for(PLAN_ENGINES)(
  'nothing comes until the first rate is near, and the whole sum ends it: %s',
  async ([, start]) => {
    await tell(await start(), async (story) => {
      story.given(
        ...anAccount('A1'),
        agrees('A1', 'p', '2026-03-02T15:00:00Z', {
          kind: 'deferral',
          sum: '200.00',
          first: '2026-04-30',
          number: 1,
          every: undefined,
        }),
        pays('A1', '2026-04-30T12:00:00Z', { payment: 'P1', amount: '200.00' }),
      )
      await story.fastForward('2026-04-26T23:59:00Z')
      await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
      await story.fastForward('2026-05-10T23:59:00Z')
      await story.expectContacts('2026-04-27T10:00:00Z A1 rate-reminder')
      await story.expectCases('A1/1 2026-03-02..2026-04-30 cured')
    })
  },
)
