import { inject, test } from 'vitest'
import { coreEngine } from '../../src/shell/replay/core-engine.ts'
import type { ReplayEngine } from '../../src/shell/replay/engine.ts'
import { fullEngine } from '../../src/shell/replay/full/engine.ts'
import { storySchedules } from '../support/story-engine.ts'
import { anAccount, bill, pays } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

const from = Date.parse('2026-02-27T00:00:00Z')
const ENGINES = {
  'in memory': async (): Promise<ReplayEngine> => coreEngine(storySchedules(), { from }),
  'on real servers': async (): Promise<ReplayEngine> =>
    fullEngine(storySchedules(), {
      from,
      servers: { adminUrl: inject('postgres'), redisUrl: inject('redis') },
    }),
}

/** The book has calls whose outcome the input tells, a dispute, a part payment, an opt-out of a shared number, a reversal: both engines tell the same story. */
test.for(Object.entries(ENGINES))('a busy fortnight is lived through %s', async ([, start], { expect }) => {
  await tell(await start(), async (story) => {
    await story.load(
      ...anAccount('A1', { debtor: 'D1' }),
      bill('A1', 'second', '2026-03-04'),
      ...anAccount('A2', { debtor: 'D2', phone: '+12025550111', zone: 'America/New_York' }),
      ...anAccount('A3', { debtor: 'D3', phone: '+12025550111' }),
      ...anAccount('A4', { debtor: 'D4', phone: '+12025550112', dueOn: '2026-02-20' }),
    )
    const outcome = { type: 'contact.outcome', account: 'A4', step: 'call' }
    story.given(
      { ...outcome, at: '2026-03-04T11:00:00Z', attempt: 2, disposition: 'busy' },
      {
        ...outcome,
        at: '2026-03-05T11:00:00Z',
        attempt: 3,
        disposition: 'rpc_promise',
        promise: { amount: '200.00', by: '2026-03-10' },
      },
      { type: 'dispute.opened', at: '2026-03-03T09:00:00Z', account: 'A1', dispute: 'X1' },
      {
        type: 'dispute.resolved',
        at: '2026-03-05T09:00:00Z',
        account: 'A1',
        dispute: 'X1',
        outcome: 'rejected',
      },
      pays('A1', '2026-03-05T09:00:00Z', { obligation: 'first' }),
      { type: 'optout.received', at: '2026-03-05T12:00:00Z', debtor: 'D3', point: '+12025550111' },
      pays('A2', '2026-03-06T12:00:00Z', { payment: 'P2' }),
      { type: 'payment.reversed', at: '2026-03-09T12:00:00Z', account: 'A2', payment: 'P2' },
    )
    await story.fastForward('2026-03-13T23:00:00Z')
    await story.expectContacts(
      // A4 is met a week late: it hears its opening notice first, rests three days and climbs from the calls on.
      '2026-02-27T08:00:00Z A4 friendly',
      '2026-03-02T10:00:00Z A1 friendly',
      '2026-03-02T10:00:00Z A3 friendly',
      '2026-03-02T15:00:00Z A2 friendly',
      '2026-03-02T11:00:00Z A4 call',
      '2026-03-04T10:00:00Z A3 second',
      '2026-03-04T11:00:00Z A4 call#2',
      '2026-03-04T13:00:00Z A4 call#3',
      '2026-03-04T15:00:00Z A2 second',
      '2026-03-05T10:00:00Z A1 friendly',
      '2026-03-05T10:00:00Z A4 warning',
      '2026-03-07T10:00:00Z A1 second',
      '2026-03-09T11:00:00Z A1 call',
      '2026-03-11T10:00:00Z A4 last-notice',
      '2026-03-11T11:00:00Z A1 call#2',
      '2026-03-12T10:00:00Z A1 warning',
      '2026-03-13T11:00:00Z A1 call#3',
    )
    await story.expectCases(
      'A1/1 2026-03-02..',
      'A2/1 2026-03-02..2026-03-06 cured',
      'A2/1 2026-03-09..',
      'A3/1 2026-03-02..',
      'A4/1 2026-02-27..',
    )
    const refused = (await story.refusals()).filter((line) => line.includes('XX-04'))
    const steps = refused.map((line) => line.split(' ').slice(0, 2).join(' '))
    expect([...new Set(steps)].sort()).toEqual(['A2 call', 'A2 warning', 'A3 call', 'A3 warning'])
  })
})
