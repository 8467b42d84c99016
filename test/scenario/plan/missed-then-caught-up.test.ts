import { test } from 'vitest'
import { agrees, PLAN_ENGINES } from '../../support/plan-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'
import { tell } from '../../support/story.ts'

test.for(PLAN_ENGINES)('a missed rate is asked after once, and nothing else comes: %s', async ([, start]) => {
  await tell(await start(), async (story) => {
    story.given(
      ...anAccount('A1'),
      agrees('A1', 'p', '2026-03-03T15:00:00Z'),
      pays('A1', '2026-03-10T12:00:00Z', { payment: 'P1', amount: '50.00' }),
      pays('A1', '2026-03-21T12:00:00Z', { payment: 'P2', amount: '50.00' }),
      pays('A1', '2026-03-24T12:00:00Z', { payment: 'P3', amount: '50.00' }),
      pays('A1', '2026-03-31T12:00:00Z', { payment: 'P4', amount: '50.00' }),
    )
    await story.fastForward('2026-03-03T23:59:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
    await story.fastForward('2026-03-19T23:59:00Z')
    await story.expectContacts(
      '2026-03-09T10:00:00Z A1 rate-reminder',
      '2026-03-16T10:00:00Z A1 rate-reminder#2',
    )
    await story.fastForward('2026-03-22T23:59:00Z')
    await story.expectContacts('2026-03-20T12:00:00Z A1 missed-call')
    await story.fastForward('2026-04-20T23:59:00Z')
    await story.expectContacts(
      '2026-03-23T10:00:00Z A1 rate-reminder#3',
      '2026-03-30T10:00:00Z A1 rate-reminder#4',
    )
    await story.expectCases('A1/1 2026-03-02..2026-03-31 cured')
  })
})
