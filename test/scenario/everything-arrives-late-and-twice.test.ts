import { expect, test } from 'vitest'
import { isoOf } from '../../src/core/base/time.ts'
import { coreEngine } from '../../src/shell/replay/core-engine.ts'
import type { ReplayEngine } from '../../src/shell/replay/engine.ts'
import { storySchedules } from '../support/story-engine.ts'
import { anAccount, bill, pays } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'
import { servedEngine } from '../support/served-engine.ts'

const from = Date.parse('2026-02-27T00:00:00Z')
const ENGINES = {
  'in memory': async (): Promise<ReplayEngine> => coreEngine(storySchedules(), { from }),
  'on real servers': async (): Promise<ReplayEngine> => servedEngine(storySchedules(), from),
}

/** Every fact is learnt on the morning of 6 March. */
const recorded = '2026-03-06T06:00:00Z'
const late = (fact: Record<string, unknown>): Record<string, unknown> => ({ ...fact, recorded })
const facts = [
  pays('A1', '2026-03-01T08:00:00Z', { recorded }),
  pays('A1', '2026-03-03T08:00:00Z', { payment: 'P2', amount: '10.00', recorded }),
  // It was taken back before the second contact, so the first alone was wrong.
  late({ type: 'payment.reversed', at: '2026-03-03T12:00:00Z', account: 'A1', payment: 'P1' }),
  late({ type: 'dispute.opened', at: '2026-03-03T12:00:00Z', account: 'A2', dispute: 'X1' }),
  late({ type: 'hold.placed', at: '2026-03-01T12:00:00Z', account: 'A3', hold: 'H1', reason: 'bankruptcy' }),
  late({ type: 'hold.lifted', at: '2026-03-03T12:00:00Z', account: 'A3', hold: 'H1' }),
  late({ type: 'optout.received', at: '2026-03-01T12:00:00Z', debtor: 'D4', point: '+12025550104' }),
  late({ type: 'cease.received', at: '2026-03-03T12:00:00Z', debtor: 'D5' }),
  late({
    type: 'promise.made',
    at: '2026-03-03T12:00:00Z',
    account: 'A6',
    promise: 'friday',
    amount: '200.00',
    by: '2026-03-20',
  }),
  late({ type: 'obligation.cancelled', at: '2026-03-01T12:00:00Z', account: 'A7', obligation: 'first' }),
  // A part of the debt is paid: the rest was owed, and nothing was wrong.
  pays('A8', '2026-03-01T12:00:00Z', { amount: '50.00', recorded }),
  late({ type: 'account.closed', at: '2026-03-03T12:00:00Z', account: 'A9', reason: 'sold' }),
]
const NAMES = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9']

async function lived(engine: ReplayEngine, order: readonly Record<string, unknown>[]) {
  const lines: string[] = []
  await tell(engine, async (story) => {
    await story.load(
      ...NAMES.flatMap((name, index) =>
        anAccount(name, { debtor: `D${index + 1}`, phone: `+1202555010${index + 1}` }),
      ),
      bill('A8', 'second', '2026-04-01'),
    )
    story.given(...order)
    await story.fastForward('2026-03-12T23:00:00Z')
    await story.lookAtAll()
    for (const { at, account, step, why, late: kinds } of await engine.wrong())
      lines.push(`${isoOf(at).slice(5, 16)} ${account} ${step} ${why.join()} ${kinds.join()}`)
    const { contacts } = await story.result()
    lines.push(
      ...contacts.map(({ at, account, step, attempt }) => `${isoOf(at)} ${account} ${step}#${attempt}`),
    )
  })
  return lines.sort()
}

const ORDERS = [facts, [...facts].reverse(), [...facts.slice(5), ...facts.slice(0, 5), ...facts]]

test.for(Object.entries(ENGINES))(
  'what arrives late, twice and in any order shows the same contacts as wrong %s',
  { timeout: 240_000 },
  async ([, start]) => {
    const ends: string[][] = []
    for (const order of ORDERS) ends.push(await lived(await start(), order))
    const wrong = ends[0]?.filter((line) => line.startsWith('03-'))
    expect(wrong).toEqual([
      '03-02T10:00 A1 friendly nothing_past_due payment.received',
      '03-02T10:00 A3 friendly hold:bankruptcy hold.placed',
      '03-02T10:00 A4 friendly optout optout.received',
      '03-02T10:00 A7 friendly nothing_past_due obligation.cancelled',
      '03-04T10:00 A2 second dispute dispute.opened',
      '03-04T10:00 A4 second optout optout.received',
      '03-04T10:00 A5 second cease cease.received',
      '03-04T10:00 A6 second promise promise.made',
      '03-04T10:00 A7 second nothing_past_due obligation.cancelled',
      '03-04T10:00 A9 second ended account.closed',
    ])
    expect(ends[1]).toEqual(ends[0])
    expect(ends[2]).toEqual(ends[0])
  },
)
