import { test } from 'vitest'
import { agrees, PLAN_ENGINES, planEngine, PLANS } from '../../support/plan-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'
import { tell } from '../../support/story.ts'

test.for(PLAN_ENGINES)(
  'two rates that are missed at once break it: a call is due, and the ladder goes on: %s',
  async ([, start]) => {
    await tell(await start(), async (story) => {
      story.given(
        ...anAccount('A1', { amount: '500.00' }),
        agrees('A1', 'p', '2026-03-03T15:00:00Z', { sum: '500.00', number: 5 }),
        pays('A1', '2026-03-10T12:00:00Z', { payment: 'P1', amount: '100.00' }),
      )
      await story.fastForward('2026-03-20T23:59:00Z')
      await story.lookAtAll()
      await story.fastForward('2026-03-28T23:59:00Z')
      await story.expectContacts(
        '2026-03-23T10:00:00Z A1 rate-reminder#3',
        // The second one was due on the 24th, with two days of grace.
        '2026-03-27T08:00:00Z A1 warning',
        '2026-03-27T15:00:00Z A1 broken-call',
        '2026-03-28T10:00:00Z A1 last-notice',
      )
    })
  },
)

test('where the file names no step, a missed rate puts the case back to its ladder until it is there', async () => {
  const plain = PLANS.replace('    onMissed: missed-call\n', '').replace(/ {4}remind: [^\n]*\n/g, '')
  await tell(await planEngine(plain), async (story) => {
    story.given(
      ...anAccount('A1'),
      agrees('A1', 'p', '2026-03-02T15:00:00Z', { first: '2026-03-04' }),
      pays('A1', '2026-03-08T08:00:00Z', { payment: 'P1', amount: '50.00' }),
      pays('A1', '2026-03-11T08:00:00Z', { payment: 'P2', amount: '150.00' }),
    )
    await story.fastForward('2026-03-20T23:59:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-07T11:00:00Z A1 call')
  })
})
