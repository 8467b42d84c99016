import { test } from 'vitest'
import { agrees, PLAN_ENGINES } from '../../support/plan-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'
import { tell } from '../../support/story.ts'

test.for(PLAN_ENGINES)('both accounts rest, and money of either fills the rates: %s', async ([, start]) => {
  await tell(await start(), async (story) => {
    story.given(
      ...anAccount('A1'),
      ...anAccount('A2'),
      ...anAccount('A3'),
      agrees('A1', 'p', '2026-03-02T08:00:00Z', { accounts: ['A2'], sum: '400.00' }),
      pays('A2', '2026-03-08T12:00:00Z', { payment: 'P1', amount: '100.00' }),
      pays('A1', '2026-03-14T12:00:00Z', { payment: 'P2', amount: '60.00' }),
      pays('A2', '2026-03-15T12:00:00Z', { payment: 'P3', amount: '40.00' }),
    )
    await story.fastForward('2026-03-25T23:59:00Z')
    // The rates of the 24th and after it are still to come; the third account is none of the plan.
    await story.expectContacts(
      '2026-03-02T10:00:00Z A3 friendly',
      '2026-03-04T10:00:00Z A3 second',
      '2026-03-06T11:00:00Z A3 call',
      '2026-03-08T11:00:00Z A3 call#2',
      '2026-03-09T10:00:00Z A3 warning',
      '2026-03-10T11:00:00Z A3 call#3',
      '2026-03-13T10:00:00Z A3 last-notice',
      '2026-03-23T10:00:00Z A1 rate-reminder',
    )
    await story.expectCases('A1/1 2026-03-02..', 'A2/1 2026-03-02..', 'A3/1 2026-03-02..')
  })
})
