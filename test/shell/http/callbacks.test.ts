import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signBody } from '../../../src/shell/http/signature.ts'
import { MACHINE_NOW, SECRET, testApi, type TestApi } from './api.ts'
import { recorder } from './recorder.ts'

const OLD_SECRET = 'the one that is being rotated out'
let api: TestApi
let reference = ''
let contact = 0

beforeAll(async () => {
  api = await testApi((database) => ({ ...recorder(database), callbackSecrets: [SECRET, OLD_SECRET] }))
  await api.app.inject({
    method: 'POST',
    url: '/v1/facts',
    headers: api.key('facts:write'),
    payload: ['D1', 'D2'].map((debtor, index) => ({
      type: 'account.opened',
      at: '2026-01-02T00:00:00Z',
      account: `A${index + 1}`,
      debtor,
      creditor: 'acme',
      currency: 'USD',
      region: 'US-NY',
      phone: '+12025550101',
    })),
  })
  ;({ contact, reference } = await sentContact('A2'))
})
afterAll(() => api.close())

/** A text on its way to the person of that account. */
async function sentContact(account: string): Promise<{ contact: number; reference: string }> {
  const { db } = api.database
  await db.query(
    `insert into collection_case (person_id, account_id, number, state, snapshot, strategy, strategy_hash, opened_on, opened_at)
     select person_id, id, 1, 'working', '{}', 's', repeat('a', 64), '2026-03-02', '2026-03-02T05:05:00Z'
     from account where external_id = $1 on conflict do nothing`,
    [account],
  )
  const [row] = await db.query<{ contact: number; reference: string }>(
    `insert into contact (person_id, case_id, account_id, accounts, point_id, number_id, channel, creditor, collector, episode,
       step, attempt, state, at, created_at, changed_at)
     select c.person_id, c.id, c.account_id, array[c.account_id], p.id, p.number_id, 'sms', 'acme', 'acme', '2026-03-01',
       'friendly', (select count(*) + 1 from contact), 'sending', '2026-03-10T14:00:00Z', now(), now()
     from account a join collection_case c on c.account_id = a.id join contact_point p on p.person_id = a.person_id
     where a.external_id = $1 returning id as contact, client_ref::text as reference`,
    [account],
  )
  if (!row) throw new Error('no contact')
  return row
}

interface Sending {
  id: string
  at?: number
  secret?: string
  signed?: string
}

async function send(body: unknown, sending: Sending): Promise<[number, Record<string, unknown>]> {
  const raw = typeof body === 'string' ? body : JSON.stringify(body)
  const timestamp = String(Math.floor((sending.at ?? MACHINE_NOW) / 1000))
  const answer = await api.app.inject({
    method: 'POST',
    url: '/v1/callbacks/sms',
    payload: raw,
    headers: {
      'content-type': 'application/json',
      'webhook-id': sending.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signBody(sending.id, timestamp, sending.signed ?? raw, sending.secret ?? SECRET),
    },
  })
  return [answer.statusCode, answer.json()]
}

const receipt = (status: string, at = '2026-03-10T14:05:00Z'): Record<string, unknown> => ({
  type: 'receipt',
  reference,
  id: 'prov-1',
  status,
  code: null,
  at,
})
const inbound = (text: string): Record<string, unknown> => ({
  type: 'inbound',
  id: 'in-1',
  from: '+1 (202) 555-0101',
  text,
  at: '2026-03-10T14:30:00Z',
})

async function state(): Promise<string | undefined> {
  const [row] = await api.database.db.query<{ state: string }>('select state from contact where id = $1', [
    contact,
  ])
  return row?.state
}

describe('a callback that is not from the provider, or not from now', () => {
  it('wrong secret, changed body, changed id, no headers: 401', async () => {
    const refused = [401, expect.objectContaining({ code: 'bad_signature' })]
    expect(await send(receipt('delivered'), { id: 'm0', secret: 'guessed' })).toEqual(refused)
    expect(
      await send(receipt('delivered'), { id: 'm0', signed: JSON.stringify(receipt('undelivered')) }),
    ).toEqual(refused)
    const reserialised = JSON.stringify(receipt('delivered'), null, 1)
    expect(await send(reserialised, { id: 'm0', signed: JSON.stringify(receipt('delivered')) })).toEqual(
      refused,
    )
    const bare = await api.app.inject({
      method: 'POST',
      url: '/v1/callbacks/sms',
      payload: receipt('delivered'),
    })
    expect([bare.statusCode, bare.json()]).toEqual(refused)
    expect(await state()).toBe('sending')
  })

  it('more than five minutes off, either way: 401', async () => {
    for (const off of [-301_000, 301_000]) {
      expect(await send(receipt('delivered'), { id: 'm0', at: MACHINE_NOW + off })).toMatchObject([
        401,
        { code: 'stale_signature' },
      ])
    }
  })

  it('oversize, malformed, of another shape', async () => {
    expect(await send('x'.repeat(64 * 1024 + 1), { id: 'm0' })).toMatchObject([
      413,
      { code: 'body_too_large' },
    ])
    expect(await send('{"type":', { id: 'm0' })).toMatchObject([400, { code: 'malformed_json' }])
    expect(await send({ type: 'receipt', extra: 1 }, { id: 'm0' })).toMatchObject([
      400,
      { code: 'bad_request' },
    ])
  })
})

describe('a receipt', () => {
  it('may come before our own reply: it resolves what was being sent', async () => {
    expect(await send(receipt('sent'), { id: 'm1' })).toEqual([200, { outcome: 'stored' }])
    expect(await state()).toBe('sent')
  })

  it('may be signed by the secret that is being rotated out', async () => {
    expect(await send(receipt('delivered'), { id: 'm2', secret: OLD_SECRET })).toEqual([
      200,
      { outcome: 'stored' },
    ])
    expect(await state()).toBe('delivered')
  })

  it('replayed: seen, answered well, stored once', async () => {
    expect(await send(receipt('delivered'), { id: 'm2' })).toEqual([200, { outcome: 'seen' }])
    const rows = await api.database.db.query(`select 1 from fact where source = 'sms' and key = 'm2'`)
    expect(rows).toHaveLength(1)
  })

  it('under an id that came with another body: refused', async () => {
    expect(await send(receipt('undelivered'), { id: 'm2' })).toMatchObject([
      409,
      { code: 'conflicting_fact' },
    ])
    expect(await state()).toBe('delivered')
  })

  it('out of order: a late `sent` takes nothing back', async () => {
    expect(await send(receipt('sent', '2026-03-10T14:01:00Z'), { id: 'm3' })).toEqual([
      200,
      { outcome: 'stored' },
    ])
    expect(await state()).toBe('delivered')
  })

  it('of an unknown reference: kept in the audit, once, for a human', async () => {
    const unknown = { ...receipt('delivered'), reference: '7b0f6a52-57b5-4c8e-9a0d-1c2d3e4f5a6b' }
    expect(await send(unknown, { id: 'm4' })).toEqual([202, { outcome: 'parked' }])
    expect(await send(unknown, { id: 'm4' })).toEqual([200, { outcome: 'seen' }])
    const rows = await api.database.db.query<{ detail: unknown }>(
      `select detail from audit where what = 'callback.parked'`,
    )
    expect(rows).toEqual([
      { detail: { id: 'm4', why: 'unknown_reference', reference: '7b0f6a52-57b5-4c8e-9a0d-1c2d3e4f5a6b' } },
    ])
  })
})

describe('a text that comes in', () => {
  it('is a contact from the person whom we wrote to last on that number', async () => {
    expect(await send(inbound('who is this?'), { id: 'i1' })).toEqual([200, { outcome: 'stored' }])
    const [row] = await api.database.db.query<{ debtor: string; direction: string; disposition: string }>(
      `select p.external_id as debtor, direction, disposition from contact t join person p on p.id = t.person_id where direction = 'in'`,
    )
    expect(row).toEqual({ debtor: 'D2', direction: 'in', disposition: 'replied' })
    const facts = await api.database.db.query(`select body from fact where key = 'i1'`)
    expect(JSON.stringify(facts)).not.toContain('who is this')
  })

  it('STOP is an opt-out of the number for texts, whoever is behind it', async () => {
    expect(await send(inbound(' Stop. '), { id: 'i2' })).toEqual([200, { outcome: 'stored' }])
    const rows = await api.database.db.query<{ kind: string; channel: string; number: boolean }>(
      `select kind, channel, number_id is not null as number from hold`,
    )
    expect(rows).toContainEqual({ kind: 'optout', channel: 'sms', number: true })
  })

  it('from a number that nobody has is kept without the number and the text', async () => {
    const strange = { ...inbound('hello'), from: '+12025550199' }
    expect(await send(strange, { id: 'i3' })).toEqual([202, { outcome: 'parked' }])
    const rows = await api.database.db.query(`select detail from audit where detail ->> 'id' = 'i3'`)
    expect(rows).toEqual([{ detail: { id: 'i3', why: 'unknown_number', reference: null } }])
  })
})

it('many at once, with repeats, are stored once each in few transactions', async () => {
  const contacts: { reference: string }[] = []
  for (let count = 0; count < 40; count++) contacts.push(await sentContact('A1'))
  const calls = contacts.flatMap((each, index) => {
    const body = { ...receipt('delivered'), reference: each.reference }
    return [send(body, { id: `b${index}` }), send(body, { id: `b${index}` })]
  })
  const outcomes = (await Promise.all(calls)).map(([, body]) => body['outcome'])
  expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(40)
  expect(outcomes.filter((outcome) => outcome === 'seen')).toHaveLength(40)
  const rows = await api.database.db.query(`select 1 from contact where state = 'delivered' and id <> $1`, [
    contact,
  ])
  expect(rows).toHaveLength(40)
})

describe('a provider that cannot sign', () => {
  it('needs a key with the scope callbacks', async () => {
    const unsigned = await testApi((database) => ({ ...recorder(database), callbackSecrets: [] }))
    const post = (headers: Record<string, string>): Promise<LightMyRequestResponse> =>
      unsigned.app.inject({
        method: 'POST',
        url: '/v1/callbacks/sms',
        payload: inbound('hello'),
        headers: { 'webhook-id': 'u1', ...headers },
      })
    const statuses = [
      (await post({})).statusCode,
      (await post(unsigned.key('cases:read'))).statusCode,
      (await post(unsigned.key('callbacks'))).statusCode,
    ]
    await unsigned.close()
    expect(statuses).toEqual([401, 403, 202])
  })
})
