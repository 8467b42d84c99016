import { test } from 'vitest'
import { agrees, PLAN_ENGINES } from '../../support/plan-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'
import { tell } from '../../support/story.ts'

test.for(PLAN_ENGINES)(
  'the new plan takes the place of the old one, whose missed rate is forgotten: %s',
  async ([, start]) => {
    await tell(await start(), async (story) => {
      story.given(
        ...anAccount('A1'),
        agrees('A1', 'p', '2026-03-03T15:00:00Z'),
        pays('A1', '2026-03-10T12:00:00Z', { payment: 'P1', amount: '50.00' }),
        agrees('A1', 'q', '2026-03-20T09:00:00Z', {
          replaces: 'p',
          rates: [
            { on: '2026-03-30', amount: '75.00' },
            { on: '2026-04-30', amount: '75.00' },
          ],
          kind: 'deferral',
        }),
        pays('A1', '2026-03-28T12:00:00Z', { payment: 'P2', amount: '75.00' }),
        pays('A1', '2026-04-30T12:00:00Z', { payment: 'P3', amount: '75.00' }),
      )
      await story.fastForward('2026-03-20T08:59:00Z')
      await story.lookAtAll()
      await story.fastForward('2026-05-10T23:59:00Z')
      await story.expectContacts(
        '2026-03-27T10:00:00Z A1 rate-reminder#3',
        '2026-04-27T10:00:00Z A1 rate-reminder#4',
      )
      await story.expectCases('A1/1 2026-03-02..2026-04-30 cured')
    })
  },
)
