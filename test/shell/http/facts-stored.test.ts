import { afterAll, beforeAll, expect, it } from 'vitest'
import { testApi, type TestApi } from './api.ts'
import { recorder } from './recorder.ts'

let api: TestApi

beforeAll(async () => {
  api = await testApi(recorder)
})
afterAll(() => api.close())

const opened = {
  type: 'account.opened',
  at: '2026-01-02T00:00:00Z',
  account: 'A1',
  debtor: 'D1',
  creditor: 'acme',
  currency: 'USD',
  region: 'US-NY',
  zone: 'America/New_York',
  name: 'Nobody Invented',
  phone: '+12025550101',
}
const billed = {
  type: 'obligation.billed',
  at: '2026-01-02T00:00:00Z',
  account: 'A1',
  obligation: 'INV-1',
  dueOn: '2026-02-01',
  amount: '55.94',
}

async function post(
  payload: unknown,
  headers: Record<string, string> = {},
): Promise<[number, Record<string, unknown>]> {
  const answer = await api.app.inject({
    method: 'POST',
    url: '/v1/facts',
    payload: JSON.stringify(payload),
    headers: { 'content-type': 'application/json', ...api.key('facts:write'), ...headers },
  })
  return [answer.statusCode, answer.json()]
}
function hold(name: string): Record<string, unknown> {
  return { type: 'hold.placed', at: '2026-02-11T09:00:00Z', account: 'A1', hold: name, reason: 'hardship' }
}
async function stored(): Promise<string[]> {
  const rows = await api.database.db.query<{ kind: string }>(
    `select kind from fact where source = 'ledger' order by id`,
  )
  return rows.map((row) => row.kind)
}

it('facts are in the ledger before the answer, in their order, without a personal value', async () => {
  expect(await post([opened, billed])).toEqual([
    200,
    { taken: 2, same: 0, rejected: [], rejectedCount: 0, rejectedCodes: {}, warnings: [] },
  ])
  expect(await stored()).toEqual(['account.opened', 'obligation.billed'])
  const rows = await api.database.db.query('select * from fact')
  expect(JSON.stringify(rows)).not.toMatch(/2025550101|Invented/)
})

it('the same again changes nothing; the same key with another body is refused by line', async () => {
  const payment = {
    type: 'payment.received',
    at: '2026-02-10T09:00:00Z',
    account: 'A1',
    payment: 'P1',
    amount: '10.00',
  }
  const [, body] = await post([opened, { ...billed, amount: '60.00' }, payment])
  expect(body).toMatchObject({
    taken: 1,
    same: 1,
    rejected: [{ line: 2, code: 'conflicting_fact' }],
  })
  expect(await stored()).toEqual(['account.opened', 'obligation.billed', 'payment.received'])
})

it('many requests at once, with repeats among them, store each fact once', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `H${index % 30}`)
  const answers = await Promise.all(names.map((name) => post(hold(name))))
  const sum = (field: string): number => answers.reduce((total, [, body]) => total + Number(body[field]), 0)
  expect([sum('taken'), sum('same')]).toEqual([30, 30])
  expect((await stored()).filter((kind) => kind === 'hold.placed')).toHaveLength(30)
})

it('a retry under the same Idempotency-Key is the same fact', async () => {
  const text = {
    type: 'contact.recorded',
    at: '2026-02-12T09:00:00Z',
    debtor: 'D1',
    channel: 'sms',
    direction: 'in',
    disposition: 'replied',
    text: 'please call me',
  }
  const once = { 'idempotency-key': 'msg-1' }
  expect((await post(text, once))[1]).toMatchObject({ taken: 1, same: 0 })
  expect((await post(text, once))[1]).toMatchObject({ taken: 0, same: 1 })
})

it('an unknown account is refused with its code', async () => {
  expect(await post({ ...billed, account: 'A9' })).toMatchObject([
    422,
    { code: 'facts_rejected', rejected: [{ code: 'unknown_account', path: 'account' }] },
  ])
})
