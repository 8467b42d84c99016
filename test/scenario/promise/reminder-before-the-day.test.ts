import { test } from 'vitest'
import { tellOnBoth } from '../../support/both-engines.ts'
import { promiseSchedules, promises, PROMISES } from '../../support/promise-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'

test('one message on the day before, though the case is silent; none where the money is there', async () => {
  await tellOnBoth(promiseSchedules(), async (story) => {
    story.given(
      ...anAccount('A1', { debtor: 'D1' }),
      ...anAccount('B1', { debtor: 'D2', phone: '+12025550101' }),
      promises('A1', 'p', '2026-03-02T15:00:00Z', { amount: '100.00', by: '2026-03-10' }),
      promises('B1', 'p', '2026-03-02T15:00:00Z', { amount: '100.00', by: '2026-03-10' }),
      pays('B1', '2026-03-08T12:00:00Z', { amount: '90.00' }),
    )
    await story.fastForward('2026-03-08T23:59:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-02T10:00:00Z B1 friendly')
    await story.fastForward('2026-03-09T23:59:00Z')
    await story.expectContacts(
      '2026-03-09T10:00:00Z A1 promise-reminder',
      '2026-03-09T10:00:00Z B1 warning',
      '2026-03-09T11:00:00Z B1 call',
    )
    await story.fastForward('2026-03-10T23:59:00Z')
    await story.expectContacts()
  })
})

test('the message goes out on the day itself; nobody is reminded today of a promise of today for tomorrow', async () => {
  const onTheDay = PROMISES.replace('days: 1, at', 'days: 0, at')
  for (const [file, contacts] of [
    [onTheDay, ['2026-03-03T10:00:00Z A1 promise-reminder']],
    [PROMISES, []],
  ] as const) {
    await tellOnBoth(promiseSchedules(file), async (story) => {
      story.given(
        ...anAccount('A1'),
        promises('A1', 'p', '2026-03-02T09:00:00Z', { amount: '100.00', by: '2026-03-03' }),
      )
      await story.fastForward('2026-03-03T23:59:00Z')
      await story.expectContacts(...contacts)
    })
  }
})
