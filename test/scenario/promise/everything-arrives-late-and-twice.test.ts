import { expect, test } from 'vitest'
import { tellOnBoth } from '../../support/both-engines.ts'
import { promiseSchedules, promises } from '../../support/promise-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'

const AT = '2026-03-09T06:00:00Z'

/** All of it is learnt at one instant, days after it happened. */
const facts = [
  promises('A1', 'one', '2026-03-02T14:00:00Z', { amount: '100.00', by: '2026-03-04', recorded: AT }),
  promises('A1', 'two', '2026-03-03T14:00:00Z', {
    amount: '150.00',
    by: '2026-03-11',
    replaces: 'one',
    recorded: AT,
  }),
  pays('A1', '2026-03-03T18:00:00Z', { amount: '60.00', recorded: AT }),
  pays('A1', '2026-03-08T18:00:00Z', { payment: 'P2', amount: '40.00', recorded: AT }),
  { type: 'payment.reversed', account: 'A1', payment: 'P2', at: '2026-03-08T20:00:00Z', recorded: AT },
  { type: 'promise.cancelled', account: 'A1', promise: 'three', at: '2026-03-08T21:00:00Z', recorded: AT },
  promises('A1', 'three', '2026-03-08T15:00:00Z', { amount: '50.00', by: '2026-03-20', recorded: AT }),
]

test('what arrives late, twice and in any order ends in the same contacts', async () => {
  const ends: string[][] = []
  for (const order of [facts, [...facts].reverse(), [...facts.slice(3), ...facts.slice(0, 3), ...facts]]) {
    await tellOnBoth(promiseSchedules(), async (story) => {
      story.given(...anAccount('A1', { amount: '500.00' }), ...order)
      await story.fastForward('2026-03-18T23:00:00Z')
      await story.lookAtAll()
      const { contacts } = await story.result()
      ends.push(contacts.map(({ at, step, attempt }) => `${at} ${step}#${attempt}`).sort())
    })
  }
  expect(ends[0]?.length).toBeGreaterThan(3)
  for (const end of ends) expect(end).toEqual(ends[0])
}, 240_000)
