import { afterAll, beforeAll, expect, it } from 'vitest'
import { createKeyAsOwner } from '../../../src/shell/pg/door/api-key.ts'
import { testApi, type TestApi } from './api.ts'
import { recorder } from './recorder.ts'

let api: TestApi
let ben: { authorization: string }

beforeAll(async () => {
  api = await testApi(recorder)
  const key = await createKeyAsOwner(api.database.ownerUrl, {
    name: 'ben',
    roles: ['supervisor'],
    scopes: ['facts:write'],
  })
  ben = { authorization: `Bearer ${key}` }
})
afterAll(() => api.close())

async function post(fact: unknown, key: { authorization: string }): Promise<unknown> {
  const answer = await api.app.inject({
    method: 'POST',
    url: '/v1/facts',
    payload: JSON.stringify(fact),
    headers: { 'content-type': 'application/json', ...key },
  })
  const body = answer.json<{ taken: number; rejected?: { code: string; path?: string }[] }>()
  return body.rejected?.length ? body.rejected.map(({ code }) => code) : body.taken
}

const on = { account: 'A1', settlement: 'S1' }
const approved = (by: string, at = '2026-03-04T09:00:00Z') => ({ type: 'settlement.approved', at, ...on, by })

it('a settlement is granted under one’s own name by somebody else than who proposed or told it, and is listed', async () => {
  const admin = api.key('admin')
  const told = [
    {
      type: 'account.opened',
      at: '2026-01-02T00:00:00Z',
      account: 'A1',
      debtor: 'D1',
      creditor: 'acme',
      currency: 'USD',
      region: 'US-NY',
    },
    {
      type: 'obligation.billed',
      at: '2026-01-02T00:00:00Z',
      account: 'A1',
      obligation: 'I1',
      dueOn: '2026-02-01',
      amount: '500.00',
    },
    {
      type: 'settlement.offered',
      at: '2026-03-03T09:00:00Z',
      ...on,
      discount: 0.4,
      until: '2026-03-20',
      by: 'anna',
      toldBy: 'nobody',
    },
  ]
  expect(await post(told, admin)).toBe(3)
  expect(await post(approved('ben'), api.key('facts:write'))).toEqual(['grant_not_allowed'])
  expect(await post(approved('ben'), admin)).toEqual(['not_your_name'])
  expect(await post(approved('admin'), admin)).toEqual(['own_request'])
  expect(await post(approved('ben'), ben)).toBe(1)
  const resolved = {
    type: 'task.resolved',
    at: '2026-03-04T10:00:00Z',
    account: 'A1',
    kind: 'settlement_grant',
    rule: 'S1',
    answer: 'accept',
  }
  expect(await post({ ...resolved, agent: 'ben' }, admin)).toEqual(['not_your_name'])
  const list = await api.app.inject({ url: '/v1/settlements?by=anna', headers: api.key('cases:read') })
  expect(list.json()).toMatchObject({
    settlements: [
      {
        settlement: 'S1',
        account: 'A1',
        amount: null,
        discount: 0.4,
        until: '2026-03-20',
        rates: 1,
        by: 'anna',
        state: null,
      },
    ],
  })
})

it('an offer that says two things, or nothing, is none', async () => {
  const offer = {
    type: 'settlement.offered',
    at: '2026-03-03T09:00:00Z',
    account: 'A1',
    settlement: 'S2',
    until: '2026-03-20',
    by: 'anna',
  }
  const admin = api.key('admin')
  expect(await post(offer, admin)).toEqual(['bad_settlement'])
  expect(await post({ ...offer, amount: '1.00', discount: 0.5 }, admin)).toEqual(['bad_settlement'])
  expect(await post({ ...offer, amount: '1.00', payBy: '2026-03-19' }, admin)).toEqual(['bad_settlement'])
  expect(
    await post(
      { ...offer, amount: '1.00', rates: { first: '2026-03-21', every: 'fortnight', number: 2 } },
      admin,
    ),
  ).toEqual(['bad_value'])
})
