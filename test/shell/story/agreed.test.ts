import { beforeAll, describe, expect, it, test } from 'vitest'
import { toldOf } from '../../../src/shell/story/fact-body.ts'
import { sentenceOf, waitingSentence } from '../../../src/shell/story/sentence.ts'
import { storyText } from '../../../src/shell/story/text.ts'
import { readStory } from '../../../src/shell/pg/read/timeline.ts'
import type { ReplayConfig } from '../../../src/shell/replay/engine.ts'
import { promises, promiseSchedules } from '../../support/promise-story.ts'
import { agrees, planSchedules } from '../../support/plan-story.ts'
import { type RealEngine, realEngine } from '../../support/real-engine.ts'
import { offers, settlementSchedules, word } from '../../support/settlement-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'

const SIX = 'T06:00:00Z'

interface Told {
  /** The story as it stood in the middle, and at the end. */
  waits: string[]
  text: string
}

/** The debtor owes 600.00 since 1 March, says something on the 2nd, and pays a part on the 6th. */
async function lived(
  config: ReplayConfig,
  facts: Record<string, unknown>[],
  { paid, until }: { paid: string; until: string },
): Promise<Told> {
  const real = await realEngine({}, config)
  try {
    await real.at(`2026-03-02${SIX}`)
    await real.take(...anAccount('A1', { amount: '600.00' }))
    await real.morning(`2026-03-02${SIX}`)
    await real.at('2026-03-02T16:00:00Z')
    await real.take(...facts)
    await real.morning(`2026-03-03${SIX}`)
    await real.at('2026-03-06T12:00:00Z')
    await real.take(pays('A1', '2026-03-06T09:00:00Z', { amount: paid }))
    await real.morning(`2026-03-07${SIX}`)
    const waits = await waitsOf(real)
    await real.morning(`${until}${SIX}`)
    const story = await readStory(real.db, 'A1/1')
    return { waits, text: story ? storyText(story) : '' }
  } finally {
    await real.close()
  }
}

async function waitsOf({ db }: RealEngine): Promise<string[]> {
  const story = await readStory(db, 'A1/1')
  return (story?.waiting.for ?? []).map((one) => waitingSentence(one, 'UTC'))
}

describe('500 was promised by Friday, and 300 came', () => {
  let told: Told
  beforeAll(async () => {
    const said = [
      promises('A1', 'old', '2026-03-02T13:00:00Z', { amount: '550.00', by: '2026-03-20' }),
      promises('A1', 'friday', '2026-03-02T14:00:00Z', {
        amount: '500.00',
        by: '2026-03-06',
        replaces: 'old',
      }),
    ]
    told = await lived(promiseSchedules(), said, { paid: '300.00', until: '2026-03-09' })
  })

  it('the story says what was promised, and that it is kept in part', () => {
    expect(told.text).toContain(
      'promise friday: promised 500.00 by 2026-03-06, in place of old, happened 2026-03-02 14:00\n',
    )
    expect(told.text).toContain(
      'promise friday: promised 500.00 by 2026-03-06; 300.00 came; kept in part, 60 %\n',
    )
  })

  it('the case waits for the promise that is open, and for none that another took the place of', () => {
    const waits = told.waits.filter((line) => line.startsWith('the promise'))
    expect(waits).toEqual([expect.stringContaining('the promise of 500.00 by 2026-03-06')])
  })
})

describe('a settlement that was not paid', () => {
  let told: Told
  beforeAll(async () => {
    const said = [
      promises('A1', 'before', '2026-03-02T13:00:00Z', { amount: '550.00', by: '2026-03-20' }),
      offers('A1', 'S1', '2026-03-02T14:00:00Z', { amount: '500.00', until: '2026-03-10' }),
      word('accepted', 'A1', 'S1', '2026-03-02T15:00:00Z'),
    ]
    told = await lived(settlementSchedules(), said, { paid: '100.00', until: '2026-03-12' })
  })

  it('the story says what was offered, what each side said, and what came of it', () => {
    expect(told.text).toContain('settlement S1: anna offers 500.00, to be accepted by 2026-03-10, happened')
    expect(told.text).toContain('settlement S1: the debtor accepts it, happened')
    expect(told.text).toContain(
      'settlement S1: 500.00 of 600.00 by 2026-03-10; 100.00 came, 0.00 forgiven; not paid in time\n',
    )
  })

  it('the case waits for its money, and not for a promise whose place it took', () => {
    expect(told.waits).toContain('the 500.00 of settlement S1 by 2026-03-10; 100.00 came')
    expect(told.waits.filter((line) => line.startsWith('the promise'))).toEqual([])
  })
})

describe('a plan of which a rate is missed', () => {
  let told: Told
  beforeAll(async () => {
    const rates = [
      { on: '2026-03-05', amount: '200.00' },
      { on: '2026-03-12', amount: '400.00' },
    ]
    const said = [agrees('A1', 'p', '2026-03-02T14:00:00Z', { rates, accounts: ['A1'], kind: 'deferral' })]
    told = await lived(planSchedules(), said, { paid: '100.00', until: '2026-03-09' })
  })

  it('the story says its rates where they were told by their days, and the one that is missed', () => {
    expect(told.text).toContain(
      'plan p: agreed, 200.00 on 2026-03-05 and 400.00 on 2026-03-12, over A1, of type deferral, happened 2026-03-02 14:00\n',
    )
    expect(told.text).toContain('plan p: rate 1 of 2, 200.00 by 2026-03-05, missed: 100.00 came\n')
    expect(told.text).toMatch(/plan p of 2 rates from 2026-03-05, 600.00 in all: in arrears; 100.00 came\n/)
  })
})

/** Each kind of fact about something agreed, and the sentence of it. */
test.each([
  ['promise.cancelled', { promise: 'P' }, 'promise P: cancelled'],
  ['promise.accepted', { promise: 'P' }, 'promise P: a supervisor takes it'],
  ['promise.refused', { promise: 'P' }, 'promise P: a supervisor does not take it'],
  [
    'promise.made',
    { promise: 'a b', amount: '5.00', by: '2026-03-06', graceDays: 0, kind: 'short' },
    'promise: promised 5.00 by 2026-03-06, of type short',
  ],
  [
    'promise.kept',
    { promise: 'P', amount: '5.00', by: '2026-03-06', paid: '6.00' },
    'promise P: promised 5.00 by 2026-03-06; 6.00 came; kept',
  ],
  [
    'promise.broken',
    { promise: 'P', amount: '5.00', by: '2026-03-06', paid: '0.00' },
    'promise P: promised 5.00 by 2026-03-06; 0.00 came; not kept',
  ],
  [
    'promise.partly_kept',
    { promise: 'P', amount: '3.00', by: '2026-03-06', paid: '2.99' },
    'promise P: promised 3.00 by 2026-03-06; 2.99 came; kept in part, 99 %',
  ],
  [
    'plan.proposed',
    {
      plan: 'p',
      by: 'debtor',
      sum: '400.00',
      first: '2026-03-10',
      every: 'week',
      number: 4,
      accounts: ['A1', 'A2'],
    },
    'plan p: the debtor proposes it, 400.00 in all, in 4 rates, from 2026-03-10, every week, over A1 and A2',
  ],
  ['plan.agreed', { plan: 'p' }, 'plan p: agreed'],
  ['plan.accepted', { plan: 'p' }, 'plan p: a supervisor takes it'],
  ['plan.refused', { plan: 'p' }, 'plan p: refused'],
  ['plan.cancelled', { plan: 'p' }, 'plan p: cancelled'],
  [
    'settlement.offered',
    {
      settlement: 'S',
      by: 'anna',
      discount: 0.4,
      until: '2026-03-10',
      rates: { first: '2026-03-20', every: 'month', number: 3 },
    },
    'settlement S: anna offers a discount of 0.4, to be accepted by 2026-03-10, to be paid in 3 rates from 2026-03-20 every month',
  ],
  ['settlement.approved', { settlement: 'S', by: 'ben' }, 'settlement S: ben grants it'],
  ['settlement.rejected', { settlement: 'S', by: 'ben' }, 'settlement S: ben does not grant it'],
  ['settlement.declined', { settlement: 'S' }, 'settlement S: the debtor declines it'],
  ['settlement.withdrawn', { settlement: 'S' }, 'settlement S: the lender withdraws it'],
])('%s is told in one sentence', (type, body, sentence) => {
  const entry = {
    entry: 'fact',
    at: '2026-03-02T00:00:00Z',
    id: 1,
    type,
    happenedAt: null,
    source: 'x',
  } as const
  expect(sentenceOf({ ...entry, body: toldOf({ account: 'A1', ...body }) }, 'UTC')).toBe(sentence)
})

describe('a plan whose account owes less than its rates', () => {
  let told: Told
  beforeAll(async () => {
    const schedule = { sum: '600.00', first: '2026-03-06', every: 'week', number: 3 }
    const note = {
      type: 'credit.noted',
      at: '2026-03-02T15:00:00Z',
      account: 'A1',
      credit: 'C',
      amount: '250.00',
    }
    const said = [agrees('A1', 'p', '2026-03-02T14:00:00Z', schedule), note]
    told = await lived(planSchedules(), said, { paid: '200.00', until: '2026-03-14' })
  })

  it('the story says how much of it fell away, and that the rest was paid', () => {
    expect(told.text).toContain('its accounts owe less, and the last rates fall away')
  })
})
