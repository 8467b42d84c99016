import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FACT, FACTS, type FactType } from '../../../src/core/fact/fact.ts'
import { billed, opened, snapshot } from './facts.ts'
import type { RecordStage } from './stage.ts'
import { OF_ACCOUNTS } from './supersedes/account.ts'
import { OF_HOLDS } from './supersedes/hold.ts'
import { OF_MONEY } from './supersedes/money.ts'
import {
  FIRST,
  ALL,
  BEHIND,
  say,
  earlier,
  a1,
  d1,
  outcome,
  spoken,
  hold,
  type Told,
} from './supersedes/told.ts'

const plan = { rates: [{ on: '2026-03-20', amount: '10.00' }] }

/** D1 has A1, A2 and S1 and two numbers; D2 has B1 and the first of them. The list says of every kind of fact whom it affects. */
const TOLD: Record<FactType, Told[]> = {
  ...OF_ACCOUNTS,
  ...OF_HOLDS,
  ...OF_MONEY,
  'consent.given': [{ said: say('consent.given', { ...a1, consent: 'sms', point: FIRST }), voids: [] }],
  'consent.revoked': [{ said: say('consent.revoked', { ...a1, consent: 'sms', point: FIRST }), voids: [] }],
  'preference.set': [{ said: say('preference.set', { ...a1, places: ['work'] }), voids: [] }],
  'point.added': [
    { said: say('point.added', { ...d1, kind: 'phone', value: '+12025550199' }), voids: [] },
    { said: say('point.added', { ...d1, kind: 'email', value: 'a@example.org' }), voids: [] },
  ],
  'point.invalid': [
    { said: say('point.invalid', { ...a1, point: FIRST }), voids: BEHIND },
    { said: (point) => say('point.invalid', { ...a1, point }), voids: BEHIND },
  ],
  'evidence.recorded': [{ said: say('evidence.recorded', { ...a1, evidence: 'docs.complete' }), voids: [] }],
  'promise.made': [
    { said: say('promise.made', { ...a1, promise: 'Q', amount: '10.00', by: '2026-03-09' }), voids: ['A1'] },
  ],
  'promise.cancelled': [{ said: say('promise.cancelled', { ...a1, promise: 'Q' }), voids: [] }],
  'promise.accepted': [{ said: say('promise.accepted', { ...a1, promise: 'Q' }), voids: ['A1'] }],
  'settlement.offered': [
    {
      said: say('settlement.offered', {
        ...a1,
        settlement: 'S',
        amount: '10.00',
        until: '2026-03-09',
        by: 'anna',
      }),
      voids: ['A1'],
    },
  ],
  'settlement.approved': [
    { said: say('settlement.approved', { ...a1, settlement: 'S', by: 'ben' }), voids: ['A1'] },
  ],
  'settlement.rejected': [
    { said: say('settlement.rejected', { ...a1, settlement: 'S', by: 'ben' }), voids: ['A1'] },
  ],
  'settlement.accepted': [{ said: say('settlement.accepted', { ...a1, settlement: 'S' }), voids: ['A1'] }],
  'settlement.declined': [{ said: say('settlement.declined', { ...a1, settlement: 'S' }), voids: ['A1'] }],
  'settlement.withdrawn': [{ said: say('settlement.withdrawn', { ...a1, settlement: 'S' }), voids: ['A1'] }],
  'promise.refused': [{ said: say('promise.refused', { ...a1, promise: 'Q' }), voids: ['A1'] }],
  'plan.proposed': [
    { said: say('plan.proposed', { ...a1, ...plan, plan: 'L1' }), voids: [] },
    { said: say('plan.proposed', { ...a1, ...plan, plan: 'L2', by: 'debtor' }), voids: ['A1'] },
  ],
  'plan.agreed': [
    { said: say('plan.agreed', { ...a1, ...plan, plan: 'L3', accounts: ['A2'] }), voids: ['A1', 'A2'] },
  ],
  'plan.cancelled': [{ said: say('plan.cancelled', { ...a1, plan: 'L4' }), voids: [] }],
  'plan.accepted': [{ said: say('plan.accepted', { ...a1, plan: 'L4' }), voids: ['A1'] }],
  'plan.refused': [{ said: say('plan.refused', { ...a1, plan: 'L4' }), voids: ['A1'] }],
  'contact.outcome': [
    { said: outcome('delivered'), voids: [] },
    { said: outcome('replied_stop'), voids: BEHIND, holds: ['D1 optout - on person one number'] },
    { said: outcome('invalid_number'), voids: BEHIND },
    { said: outcome('wrong_number'), voids: ALL },
    { said: outcome('rpc_cease'), voids: ALL, holds: ['D1 cease - on person all numbers'] },
    {
      said: outcome('third_deceased'),
      voids: ALL,
      holds: ['D1 hold deceased on person all numbers'],
    },
    { said: outcome('rpc_hardship'), voids: ['A1'], holds: ['D1 hold hardship on A1 all numbers'] },
    { said: outcome('rpc_dispute'), voids: ['A1'], holds: ['D1 dispute - on A1 all numbers'] },
  ],
  'contact.recorded': [
    { said: spoken('rpc_refused'), voids: [] },
    { said: spoken('replied_stop'), voids: ALL, holds: ['D1 optout - on person all numbers'] },
    {
      said: spoken('replied', { channel: 'sms', direction: 'in', point: FIRST, text: 'STOP' }),
      voids: BEHIND,
      holds: ['D1 optout - on person one number'],
    },
    { said: spoken('rpc_cease'), voids: ALL, holds: ['D1 cease - on person all numbers'] },
    { said: spoken('rpc_hardship'), voids: ['A1'], holds: ['D1 hold hardship on A1 all numbers'] },
    { said: spoken('invalid_number', { point: FIRST }), voids: BEHIND },
    { said: (point) => spoken('invalid_number', { point }), voids: BEHIND },
    { said: spoken('invalid_number'), voids: BEHIND },
  ],
  'reply.read': [
    {
      after: [
        spoken('replied', { channel: 'sms', direction: 'in', point: FIRST, text: 'stop?? why', key: 'm1' }),
      ],
      said: say('reply.read', { ...a1, reply: 'm1', meaning: 'other' }, '2026-03-01T11:10:00Z'),
      voids: [],
      holds: [],
    },
    {
      after: [
        spoken('replied', { channel: 'sms', direction: 'in', point: FIRST, text: 'stop?? why', key: 'm1' }),
      ],
      said: say('reply.read', { ...a1, reply: 'm1', meaning: 'optout' }, '2026-03-01T11:10:00Z'),
      voids: ALL,
      holds: ['D1 optout - on person one number'],
    },
  ],
  'task.resolved': [
    {
      after: [earlier('hold.placed', hold('hardship'))],
      said: say('task.resolved', { ...a1, kind: 'hold_hardship', answer: 'lift' }),
      voids: [],
      holds: [],
    },
    {
      after: [earlier('cease.received', a1)],
      said: say('task.resolved', { ...a1, kind: 'cease', answer: 'withdrawn' }),
      voids: [],
      holds: [],
    },
  ],
  'feed.completed': [{ said: say('feed.completed', { creditor: 'acme', asOf: '2026-03-01' }), voids: [] }],
  'brake.set': [{ said: say('brake.set', { channel: 'sms' }), voids: [] }],
  'brake.released': [
    {
      after: [earlier('brake.set', { channel: 'sms' })],
      said: say('brake.released', { channel: 'sms' }),
      voids: [],
    },
  ],
}

const ROWS = FACTS.map(({ shape }) => shape.type.value).flatMap((type) =>
  TOLD[type].map((told, index) => ({ type, title: `${type} ${index + 1}`, told })),
)

/** The tests say whose intentions a fact voids, and whom its holds bind. */
export function supersedesContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`what a fact supersedes on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.record(
        opened('A1'),
        billed('A1', 'first', '2026-02-01'),
        opened('A2'),
        billed('A2', 'first', '2026-02-01'),
        opened('S1'),
        snapshot('S1', '2026-02-20T02:00:00Z', '100.00', '2026-02-01'),
        opened('B1', { debtor: 'D2' }),
        billed('B1', 'first', '2026-02-01'),
      )
      await stage.detect()
      await stage.contact('A1', { channel: 'sms', state: 'sent', step: 'a', to: FIRST })
    })
    afterEach(() => stage.close())

    const epochs = async () =>
      new Map((await stage.see()).cases.map((one) => [one.name.split('/')[0] ?? '', one.epoch]))
    const holds = async () =>
      (await stage.dossier('D1')).holds
        .filter(({ lifted }) => lifted === null)
        .map(({ kind, reason, account, number, channel }) =>
          [
            `D1 ${kind} ${reason ?? '-'} on ${account === null ? 'person' : nameOf(account)}`,
            number === null ? 'all numbers' : 'one number',
            ...(channel === null ? [] : [channel]),
          ].join(' '),
        )
        .sort()
    let names = new Map<unknown, string>()
    const nameOf = (account: unknown) => names.get(account) ?? '?'

    test.each(ROWS)('$title', async ({ type, told }) => {
      const { accounts, points } = await stage.dossier('D1')
      names = new Map(accounts.map(({ id, externalId }) => [id, externalId]))
      for (const one of told.after ?? []) await stage.record(one)
      const before = await epochs()
      const said = typeof told.said === 'function' ? told.said(points[0]?.id ?? 0) : told.said
      expect(await stage.record(said)).toMatchObject({ rejected: [] })
      const after = await epochs()
      const voided = [...after].filter(([one, epoch]) => epoch > (before.get(one) ?? 0)).map(([one]) => one)
      expect(voided.sort()).toEqual(told.voids)
      if (told.holds) expect(await holds()).toEqual(told.holds)
      expect(FACT[type].supersedes === 'never' ? told.voids : []).toEqual([])
      expect(FACT[type].supersedes === 'always' && told.voids.length === 0).toBe(false)
    })
  })
}
