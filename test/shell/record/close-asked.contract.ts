import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closersOf, HUMAN_TASK_KINDS, type HumanTaskKind } from '../../../src/core/model/human-task.ts'
import { CLOSED_BY } from '../../../src/core/model/task-word.ts'
import { HOLD_REASONS } from '../../../src/core/model/hold-reason.ts'
import { billed, fact, opened, paid } from './facts.ts'
import { type RecordStage, strategy } from './stage.ts'

type Facts = Record<string, unknown>[]
/** What makes the engine ask, and the facts that close what it asked, each alone. */
interface Asked {
  ask: Facts
  close: Record<string, Facts>
}

const SAID = '2026-03-01T10:00:00Z'
const LATER = '2026-03-01T12:30:00Z'
const on = (type: string, more: Record<string, unknown>, at = LATER) =>
  fact(type, at, { account: 'A1', ...more })
const spoke = (disposition: string, at = SAID) =>
  on('contact.recorded', { channel: 'call', direction: 'out', disposition }, at)

const ASKED: Partial<Record<HumanTaskKind, Asked>> = {
  ...Object.fromEntries(
    HOLD_REASONS.map((reason) => [
      `hold_${reason}`,
      {
        ask: [on('hold.placed', { hold: 'H1', reason }, SAID)],
        close: { lifted: [on('hold.lifted', { hold: 'H1' })] },
      },
    ]),
  ),
  cease: {
    ask: [on('cease.received', {}, SAID)],
    close: { withdrawn: [on('cease.withdrawn', {})] },
  },
  dispute: {
    ask: [on('dispute.opened', { dispute: 'X1', reason: 'not mine' }, SAID)],
    close: {
      rejected: [on('dispute.resolved', { dispute: 'X1', outcome: 'rejected' })],
      upheld: [on('dispute.resolved', { dispute: 'X1', outcome: 'upheld' })],
      withdrawn: [on('dispute.resolved', { dispute: 'X1', outcome: 'withdrawn' })],
    },
  },
  dispute_upheld: {
    ask: [
      on('dispute.opened', { dispute: 'X1', reason: 'not mine' }, SAID),
      on('dispute.resolved', { dispute: 'X1', outcome: 'upheld' }, '2026-03-01T10:30:00Z'),
    ],
    close: {
      corrected: [on('obligation.cancelled', { obligation: 'first' })],
      closed: [on('dispute.closed', { dispute: 'X1', reason: 'stays_owed' })],
    },
  },
  opt_in: {
    ask: [
      fact('optout.received', SAID, { debtor: 'D1' }),
      on('contact.recorded', {
        channel: 'sms',
        direction: 'in',
        disposition: 'replied',
        point: '+12025550100',
        text: 'START',
      }),
    ],
    close: { withdrawn: [fact('optout.withdrawn', LATER, { debtor: 'D1' })] },
  },
  promise_terms: {
    ask: [spoke('rpc_promise')],
    close: { told: [on('promise.made', { promise: 'P1', amount: '5.00', by: '2026-03-10' })] },
  },
  plan_terms: {
    ask: [spoke('rpc_plan')],
    close: {
      told: [on('plan.agreed', { plan: 'L1', rates: [{ on: '2026-03-10', amount: '5.00' }] })],
    },
  },
  settlement_terms: {
    ask: [spoke('rpc_settlement')],
    close: {
      told: [on('settlement.offered', { settlement: 'S1', amount: '5.00', until: '2026-03-10', by: 'anna' })],
    },
  },
  call_back: {
    ask: [spoke('rpc_callback')],
    close: { called: [spoke('rpc_refused', LATER)], tried: [spoke('no_answer', LATER)] },
  },
  which_point: {
    ask: [spoke('wrong_number')],
    close: { named: [on('point.invalid', { point: '+12025550101' }, SAID)] },
  },
  arrears_after_end: {
    ask: [
      on('account.closed', { reason: 'sold' }, SAID),
      { ...billed('A1', 'second', '2026-03-20'), at: '2026-03-01T11:00:00Z' },
    ],
    close: {
      reopened: [on('account.reopened', {})],
      'closed again': [on('account.closed', { reason: 'closed' })],
    },
  },
  no_strategy: {
    ask: [],
    close: {
      paid: [paid('A1', 'all', '100.00')],
      ended: [on('account.closed', { reason: 'closed' })],
    },
  },
}

/** What closes a task of each kind by itself. */
export function closeAskedContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`tasks that close themselves on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      stage.strategies([])
      await stage.record(
        opened('A1'),
        fact('point.added', SAID, { debtor: 'D1', kind: 'phone', value: '+12025550101' }),
        billed('A1', 'first', '2026-02-01', '100.00'),
      )
      await stage.detect()
    })
    afterEach(() => stage.close())

    const of = async (kind: string) =>
      ((await stage.dossier('D1')).asked ?? [])
        .filter((one) => one.kind === kind)
        .map(({ answer }) => answer ?? 'open')
    const tell = async (...facts: Facts) => expect((await stage.record(...facts)).rejected).toEqual([])
    const byFacts = HUMAN_TASK_KINDS.filter((kind) =>
      closersOf(kind).some((by) => Object.hasOwn(CLOSED_BY.facts, by)),
    )

    test('a kind that facts close is shown below to be closed by them', () => {
      expect(byFacts.filter((kind) => kind !== 'unknown_contact' && !ASKED[kind])).toEqual([])
    })

    const ways = byFacts.flatMap((kind) =>
      Object.entries(ASKED[kind]?.close ?? {}).map(([how, close]) => [kind, how, close] as const),
    )
    test.for(ways)('%s, %s, whether or not a case is open', async ([kind, , close]) => {
      await tell(...(ASKED[kind]?.ask ?? []))
      expect(await of(kind)).toEqual(['open'])
      await stage.at('2026-03-01T13:00:00Z')
      await tell(...close)
      expect(await of(kind)).toEqual(['arrived'])
      await tell(...close)
      expect(await of(kind)).toEqual(['arrived'])
    })

    test('a word on a promise or plan that nobody has told answers no question about what was agreed', async () => {
      await tell(spoke('rpc_promise'), spoke('rpc_plan'))
      await stage.at('2026-03-01T13:00:00Z')
      await tell(on('promise.accepted', { promise: 'P9' }), on('plan.accepted', { plan: 'L9' }))
      expect([...(await of('promise_terms')), ...(await of('plan_terms'))]).toEqual(['open', 'open'])
    })

    const kindsOfHolds = ways.filter(([kind]) => closersOf(kind).includes('hold_lifted'))
    test.for(kindsOfHolds)(
      '%s, %s: told at once, in either order, it is not asked',
      async ([kind, , close]) => {
        const { ask = [] } = ASKED[kind] ?? {}
        await stage.at('2026-03-01T13:00:00Z')
        await tell(...close.filter(({ type }) => type !== 'obligation.cancelled'), ...ask, ...close)
        expect((await of(kind)).filter((answer) => answer === 'open')).toEqual([])
      },
    )

    test('another hold of the reason keeps the task open, one on another account does not', async () => {
      await tell(
        opened('A2'),
        on('hold.placed', { hold: 'H1', reason: 'hardship' }, SAID),
        on('hold.placed', { hold: 'H2', reason: 'hardship' }, SAID),
        fact('hold.placed', SAID, { account: 'A2', hold: 'H3', reason: 'hardship' }),
      )
      await tell(on('hold.lifted', { hold: 'H1' }, SAID))
      expect(await of('hold_hardship')).toEqual(['open', 'open'])
      await tell(on('hold.lifted', { hold: 'H2' }, SAID))
      expect(await of('hold_hardship')).toEqual(['arrived', 'open'])
    })

    test('a contact of unknown fate is closed by the receipt that comes late, also after its case', async () => {
      stage.strategies([strategy('all')])
      await stage.at('2026-03-02T13:00:00Z')
      await stage.detect()
      const contact = await stage.contact('A1', { channel: 'sms', state: 'unknown' })
      await stage.ask('A1', { kind: 'unknown_contact', contact })
      await stage.closeCase('A1', 'cured', '2026-02-01')
      await tell(on('contact.outcome', { contact, disposition: 'delivered' }))
      expect(await of('unknown_contact')).toEqual(['arrived'])
    })
  })
}
