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

const held = async (): Promise<string[]> =>
  (
    await api.database.db.query<{ name: string }>(
      `select a.external_id || ' ' || h.external_id as name from hold h join account a on a.id = h.account_id
     where h.reason = 'data_refused' and h.lifted_at is null order by 1`,
    )
  ).map(({ name }) => name.replace(/#.*/, ''))

it('one bad row of five hundred is named, 499 are stored, and the account that it names goes quiet', async () => {
  const book = Array.from({ length: 500 }, (_, n) => ({
    ...opened,
    account: `B${n}`,
    debtor: `E${n}`,
    phone: undefined,
  }))
  expect((await post(book))[1]).toMatchObject({ taken: 500 })
  const scores = book.map(({ account }, n) => ({
    type: 'score.changed',
    at: n === 7 ? '0001-01-01T00:00:00+14:00' : '2026-02-01T00:00:00Z',
    account,
    score: 0.5,
  }))
  expect(await post(scores)).toMatchObject([
    207,
    { taken: 499, rejectedCount: 1, rejected: [{ line: 8, code: 'bad_instant', path: 'at' }] },
  ])
  expect(await held()).toContain('B7 refused:score.changed:')
  const lines = scores.map((score) => JSON.stringify({ ...score, at: '2026-02-02T00:00:00Z' }))
  lines[9] = lines[9]?.replace('"score":0.5', '"score":0.5,"score":0.6') ?? ''
  lines[10] = '{"type":'
  const answer = await api.app.inject({
    method: 'POST',
    url: '/v1/facts',
    payload: lines.join('\n'),
    headers: { 'content-type': 'application/x-ndjson', ...api.key('facts:write') },
  })
  expect(answer.json()).toMatchObject({
    taken: 1,
    same: 497,
    rejected: [
      { line: 10, code: 'key_twice', path: 'score' },
      { line: 11, code: 'malformed_json' },
    ],
  })
  expect((await held()).filter((name) => name.startsWith('B'))).toEqual(['B9 refused:score.changed:'])
})

it('warnings are told by line and path: an unknown region, a phone that is no number, a name that was trimmed', async () => {
  const [status, body] = await post([
    { ...opened, account: 'W1', debtor: 'V1', region: 'Atlantis', phone: 'call me' },
    { ...opened, account: ' W2', debtor: 'V2', phone: undefined },
  ])
  expect([status, body]).toMatchObject([
    200,
    {
      taken: 2,
      warnings: [
        { line: 1, code: 'unknown_region', path: 'region' },
        { line: 1, code: 'bad_point', path: 'phone' },
        { line: 2, code: 'id_changed', path: 'account' },
      ],
    },
  ])
})
