import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MACHINE_NOW, SECRET, testApi, type TestApi } from './api.ts'
import { openAccounts, sendCallback, sentContact, type Sending } from './provider.ts'
import { recorder } from './recorder.ts'

const OLD_SECRET = 'the one that is being rotated out'
let api: TestApi
let reference = ''
let contact = 0

beforeAll(async () => {
  api = await testApi((database) => ({ ...recorder(database), callbackSecrets: [SECRET, OLD_SECRET] }))
  await openAccounts(api)
  ;({ contact, reference } = await sentContact(api, 'A2'))
})
afterAll(() => api.close())

function send(body: unknown, sending: Sending): ReturnType<typeof sendCallback> {
  return sendCallback(api, body, sending)
}

const receipt = (status: string, at = '2026-03-10T14:05:00Z'): Record<string, unknown> => ({
  type: 'receipt',
  reference,
  id: 'prov-1',
  status,
  code: null,
  at,
})
async function state(): Promise<string | undefined> {
  const [row] = await api.database.db.query<{ state: string }>('select state from contact where id = $1', [
    contact,
  ])
  return row?.state
}

describe('a callback that is not from the provider, or not from now', () => {
  it('a wrong secret, a changed body, a changed id and missing headers get 401', async () => {
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

  it('a callback more than five minutes off, either way, gets 401', async () => {
    for (const off of [-301_000, 301_000]) {
      expect(await send(receipt('delivered'), { id: 'm0', at: MACHINE_NOW + off })).toMatchObject([
        401,
        { code: 'stale_signature' },
      ])
    }
  })

  it('a callback that is oversize, malformed or of another shape is refused', async () => {
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

  it.each([
    [{ status: 'deliverd' }, 'status', 'did you mean delivered?'],
    [{ refernce: 'x' }, 'refernce', 'did you mean reference?'],
    [{ type: 'recipt' }, 'type', 'did you mean receipt?'],
    [{ type: 7 }, 'type', 'one of receipt, inbound'],
    [{ at: 'now' }, 'at', expect.stringContaining('/docs/json')],
    [{ at: undefined }, 'at', expect.stringContaining('/docs/json')],
    [{ id: 'a\u0000b' }, 'id', expect.any(String)],
  ])(
    'what is wrong in %j is told with its place and what is meant, alone and among several',
    async (wrong, path, suggestion) => {
      const told = { ...receipt('delivered'), ...wrong }
      const problem = {
        code: expect.stringMatching(/^bad_/),
        in: 'body',
        path,
        message: expect.any(String),
        suggestion,
      }
      const [status, alone] = await send(told, { id: 'wrong' })
      expect([status, alone]).toMatchObject([expect.any(Number), { problems: [problem] }])
      expect(await send([told], { id: 'wrong-too' })).toMatchObject([
        207,
        { outcomes: [{ outcome: 'refused', problems: [problem] }] },
      ])
    },
  )
})

describe('a receipt', () => {
  it('a receipt may come before our own reply: it resolves what was being sent', async () => {
    expect(await send(receipt('sent'), { id: 'm1' })).toEqual([200, { outcome: 'stored' }])
    expect(await state()).toBe('sent')
  })

  it('a receipt may be signed by the secret that is being rotated out', async () => {
    expect(await send(receipt('delivered'), { id: 'm2', secret: OLD_SECRET })).toEqual([
      200,
      { outcome: 'stored' },
    ])
    expect(await state()).toBe('delivered')
  })

  it('a receipt that is replayed is seen, answered well, and stored once', async () => {
    expect(await send(receipt('delivered'), { id: 'm2' })).toEqual([200, { outcome: 'seen' }])
    const rows = await api.database.db.query(`select 1 from fact where source = 'sms' and key = 'm2'`)
    expect(rows).toHaveLength(1)
  })

  it('a receipt under an id that came with another body is refused', async () => {
    expect(await send(receipt('undelivered'), { id: 'm2' })).toMatchObject([
      409,
      { code: 'conflicting_fact' },
    ])
    expect(await state()).toBe('delivered')
  })

  it('a receipt may come out of order: a late `sent` takes nothing back', async () => {
    expect(await send(receipt('sent', '2026-03-10T14:01:00Z'), { id: 'm3' })).toEqual([
      200,
      { outcome: 'stored' },
    ])
    expect(await state()).toBe('delivered')
  })

  it('a receipt of an unknown reference is kept in the audit, once, for a human', async () => {
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

it('many receipts at once, with repeats, are stored once each in few transactions', async () => {
  const contacts: { reference: string }[] = []
  for (let count = 0; count < 40; count++) contacts.push(await sentContact(api, 'A1'))
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

describe('a webhook-id', () => {
  it('a webhook-id means one body, whoever is meant, known or not, alone or among several, at once or later', async () => {
    const other = await sentContact(api, 'A1')
    const unknown = { ...receipt('delivered'), reference: '3c0f6a52-57b5-4c8e-9a0d-1c2d3e4f5a6b' }
    const conflict = [409, expect.objectContaining({ code: 'conflicting_fact' })]
    expect(await send({ ...receipt('delivered'), reference: other.reference }, { id: 'm2' })).toEqual(
      conflict,
    )
    expect(await send(unknown, { id: 'm2' })).toEqual(conflict)
    expect(await send(unknown, { id: 'm9' })).toEqual([202, { outcome: 'parked' }])
    expect(await send(receipt('delivered'), { id: 'm9' })).toEqual(conflict)
    expect(await send({ ...unknown, id: 'prov-2' }, { id: 'm9' })).toEqual(conflict)
    const both = [receipt('delivered'), { ...receipt('delivered'), reference: other.reference }]
    expect(await send(both, { id: 'm10' })).toMatchObject([200, { outcomes: expect.any(Array) }])
    expect(await send(both, { id: 'm10' })).toMatchObject([
      200,
      { outcomes: [{ outcome: 'seen' }, { outcome: 'seen' }] },
    ])
    expect(await send(both.slice(0, 1), { id: 'm10' })).toEqual(conflict)
    const race = await Promise.all(
      ['sent', 'delivered', 'undelivered'].map((status) =>
        send({ ...receipt(status), reference: other.reference }, { id: 'm11' }),
      ),
    )
    expect(race.map(([status]) => status).sort((one, other) => one - other)).toEqual([200, 409, 409])
    const rows = await api.database.db.query(
      `select 1 from fact where source = 'sms' and key = any ('{m2,m9,m11}')`,
    )
    expect(rows).toHaveLength(2)
  })

  it('a callback that could not be read may be mended under its id', async () => {
    expect(await send({ ...receipt('delivered'), extra: 1 }, { id: 'm12' })).toMatchObject([400, {}])
    expect((await send(receipt('delivered'), { id: 'm12' }))[0]).toBe(200)
  })
})

describe('what is told of a message at the door of another channel', () => {
  const another = async (): Promise<void> => void ({ contact, reference } = await sentContact(api, 'A1'))

  it('a word of every message acts', async () => {
    await another()
    expect(await send(receipt('delivered'), { id: 'o1', door: 'email' })).toEqual([
      200,
      { outcome: 'stored' },
    ])
    expect(await state()).toBe('delivered')
  })

  it('a word of letters alone is refused, and nothing of what it says is done', async () => {
    for (const [id, word] of [
      ['o2', 'returned_refused'],
      ['o3', 'returned_deceased'],
    ] as const) {
      await another()
      const [status, { problems }] = await send(receipt(word), { id, door: 'letter' })
      expect([status, problems]).toMatchObject([400, [{ code: 'bad_callback', path: 'status' }]])
      expect(await state()).toBe('sending')
    }
    const held = await api.database.db.query(`select from hold where reason = 'deceased'`)
    expect(held).toEqual([])
  })
})
