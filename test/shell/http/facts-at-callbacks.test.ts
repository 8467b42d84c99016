import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FactType, isFactType } from '../../../src/core/fact/fact.ts'
import { readSaid } from '../../../src/shell/dialer/said.ts'
import { HEARINGS, readerOf } from '../../providers/every-inbound.ts'
import { MACHINE_NOW, testApi, type TestApi } from './api.ts'
import { sendCallback } from './provider.ts'
import { recorder } from './recorder.ts'

/** The facts about promises, plans, settlements and money that is no plain payment. */
type OfMoney = Extract<
  FactType,
  | `${'promise' | 'plan' | 'settlement' | 'fee' | 'interest' | 'refund' | 'obligation'}.${string}`
  | 'credit.noted'
  | 'debt.written_off'
  | 'account.redenominated'
>
type Rest = Record<string, unknown>

const rates = [{ on: '2026-03-20', amount: '50.00' }]
const money = { amount: '5.00' }

/** Each kind as `POST /v1/facts` takes it, in this order. */
const TOLD: Record<OfMoney, Rest> = {
  'obligation.billed': { obligation: 'o', dueOn: '2026-02-01', amount: '500.00' },
  'obligation.corrected': { obligation: 'o', amount: '450.00' },
  'obligation.rescheduled': { obligation: 'o', dueOn: '2026-02-15' },
  'fee.charged': { fee: 'f', dueOn: '2026-02-20', ...money },
  'interest.charged': { interest: 'i', dueOn: '2026-02-20', ...money },
  'credit.noted': { credit: 'c', ...money },
  'refund.paid': { refund: 'r', ...money },
  'debt.written_off': { writeOff: 'w', ...money },
  'promise.made': { promise: 'P', amount: '100.00', by: '2026-03-13' },
  'promise.accepted': { promise: 'P' },
  'promise.refused': { promise: 'P' },
  'promise.cancelled': { promise: 'P' },
  'plan.proposed': { plan: 'p', rates, by: 'debtor' },
  'plan.agreed': { plan: 'p', rates },
  'plan.accepted': { plan: 'p' },
  'plan.refused': { plan: 'p' },
  'plan.cancelled': { plan: 'p' },
  'settlement.offered': { settlement: 'S', amount: '300.00', until: '2026-03-20', by: 'ann' },
  'settlement.approved': { settlement: 'S', by: 'ben' },
  'settlement.rejected': { settlement: 'S', by: 'ben' },
  'settlement.accepted': { settlement: 'S' },
  'settlement.declined': { settlement: 'S' },
  'settlement.withdrawn': { settlement: 'S' },
  'obligation.cancelled': { obligation: 'o' },
  'account.redenominated': { currency: 'EUR', rate: '1.1' },
}
/** A key of a system grants nothing at either door. */
const GRANTS: ReadonlySet<OfMoney> = new Set(['settlement.approved', 'settlement.rejected'])
const KINDS = Object.keys(TOLD).filter(isFactType) as OfMoney[]

let api: TestApi
beforeAll(async () => {
  const readers = new Map(HEARINGS.map((hearing) => [hearing.provider, readerOf(hearing)]))
  api = await testApi((database) => ({
    ...recorder(database),
    readerOf: async (provider) => readers.get(provider) ?? null,
  }))
  const born = { at: '2026-01-02T00:00:00Z', creditor: 'acme', currency: 'USD', region: 'US-NY' }
  await tell({ type: 'account.opened', account: 'A1', debtor: 'D1', ...born })
})
afterAll(() => api.close())

const factOf = (type: OfMoney, index: number): Rest => ({
  type,
  at: `2026-03-09T10:${String(10 + index)}:00Z`,
  account: 'A1',
  ...TOLD[type],
})

async function tell(payload: Rest): Promise<[number, { taken?: number; rejected?: unknown[] }]> {
  const answer = await api.app.inject({
    method: 'POST',
    url: '/v1/facts',
    headers: api.key('facts:write'),
    payload,
  })
  return [answer.statusCode, answer.json()]
}

async function stored(): Promise<Record<string, number>> {
  const rows = await api.database.db.query<{ kind: string; n: number }>(
    'select kind, count(*)::int as n from fact group by kind',
  )
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]))
}

const elsewhere = (type: string, code: string) =>
  expect.objectContaining({
    code,
    path: 'type',
    message: `${type} is a fact, and no fact is taken here`,
    suggestion: expect.stringContaining('POST /v1/facts'),
  })

test.each(KINDS.map((type, index) => [type, factOf(type, index)] as const))(
  '%s is refused at the door of a gateway and of a dialer, which say where facts are taken',
  async (type, fact) => {
    const before = await stored()
    const [status, answer] = await sendCallback(api, fact, { id: `one-${type}` })
    expect([status, answer]).toEqual([
      400,
      expect.objectContaining({ code: 'bad_request', problems: [elsewhere(type, 'bad_callback')] }),
    ])
    const several = await sendCallback(api, [fact], { id: `several-${type}` })
    expect(several).toMatchObject([
      207,
      {
        outcomes: [{ outcome: 'refused', code: 'bad_callback', problems: [elsewhere(type, 'bad_callback')] }],
      },
    ])
    expect(readSaid(fact)).toEqual({ problems: [elsewhere(type, 'bad_disposition')] })
    const { [type]: known, ...others } = await stored()
    expect([known ?? 0, others['row.refused'] ?? 0]).toEqual([before[type] ?? 0, before['row.refused'] ?? 0])
    const [taken, said] = await tell(fact)
    if (GRANTS.has(type))
      expect([taken, said.rejected]).toEqual([422, [expect.objectContaining({ code: 'grant_not_allowed' })]])
    else expect([taken, said.rejected, said.taken]).toEqual([200, [], 1])
  },
)

test('a fact in the form of a provider is of no use there, and nothing is stored', async () => {
  const before = await stored()
  const body = JSON.stringify({ events: KINDS.map(factOf) })
  const [hearing] = HEARINGS.filter(({ provider }) => provider === 'example-json')
  const { headers = {} } = hearing?.post({ id: 'x', from: '+12025550111', text: 'x', now: MACHINE_NOW }) ?? {}
  const stamp = headers['x-timestamp'] ?? ''
  const mac = createHmac('sha256', 'a secret of callbacks').update(`${stamp}.${body}`).digest('hex')
  const answer = await api.app.inject({
    method: 'POST',
    url: '/v1/callbacks/sms/example-json',
    headers: { ...headers, 'x-signature': `sha256=${mac}` },
    payload: body,
  })
  expect([answer.statusCode, answer.json()]).toEqual([200, { outcomes: [] }])
  expect(await stored()).toEqual(before)
})
