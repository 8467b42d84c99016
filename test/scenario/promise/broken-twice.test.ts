import { test } from 'vitest'
import { tellOnBoth } from '../../support/both-engines.ts'
import { PROMISES, promiseSchedules, promises } from '../../support/promise-story.ts'
import { storySchedules } from '../../support/story-engine.ts'
import { anAccount } from '../../support/story-facts.ts'

test('after two promises that were not kept, a third one silences nobody', async () => {
  await tellOnBoth(promiseSchedules(), async (story) => {
    story.given(
      ...anAccount('A1'),
      promises('A1', 'one', '2026-03-02T14:00:00Z', { amount: '100.00', by: '2026-03-03' }),
      promises('A1', 'two', '2026-03-06T16:00:00Z', { amount: '100.00', by: '2026-03-07' }),
      promises('A1', 'three', '2026-03-10T17:00:00Z', { amount: '200.00', by: '2026-03-20' }),
    )
    await story.fastForward('2026-03-05T23:59:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
    await story.fastForward('2026-03-09T23:59:00Z')
    await story.expectContacts('2026-03-06T11:00:00Z A1 call', '2026-03-06T15:00:00Z A1 broken-call')
    await story.fastForward('2026-03-13T20:00:00Z')
    await story.expectContacts(
      '2026-03-10T08:00:00Z A1 warning',
      '2026-03-10T11:00:00Z A1 call#2',
      '2026-03-10T15:00:00Z A1 broken-call#2',
      '2026-03-12T11:00:00Z A1 call#3',
      '2026-03-13T10:00:00Z A1 last-notice',
    )
    await story.expectCases('A1/1 2026-03-02..')
  })
})

/** A score of 0.3 is a medium risk; two promises that were not kept make it a high one, whose last stage comes on day 9. */
const RISKY = storySchedules((file) =>
  `${PROMISES.replace('    mostBroken: 2\n', '').replace('    onBroken: broken-call\n', '')}${file}`
    .replace('unknown: medium }', 'unknown: medium, broken: { after: 2, band: high } }')
    .replace('    from: { dpd: 12 }\n', '    from: { dpd: 12, byRisk: { high: 9 } }\n'),
)

test('two promises that were not kept raise the risk, and the last stage comes earlier', async () => {
  await tellOnBoth(RISKY, async (story) => {
    const once = (account: string) =>
      promises(account, 'one', '2026-03-02T14:00:00Z', { amount: '100.00', by: '2026-03-03' })
    story.given(
      ...anAccount('A1'),
      once('A1'),
      ...anAccount('B1', { debtor: 'D2', phone: '+12025550101' }),
      once('B1'),
      promises('B1', 'two', '2026-03-02T15:00:00Z', { amount: '60.00', by: '2026-03-03' }),
    )
    await story.fastForward('2026-03-11T23:59:00Z')
    await story.expectContacts(
      ...['A1', 'B1'].flatMap((account) => [
        `2026-03-02T10:00:00Z ${account} friendly`,
        `2026-03-06T11:00:00Z ${account} call`,
        `2026-03-08T11:00:00Z ${account} call#2`,
        `2026-03-09T10:00:00Z ${account} warning`,
      ]),
      '2026-03-10T10:00:00Z B1 last-notice',
      '2026-03-10T11:00:00Z A1 call#3',
    )
  })
})
