import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { aliyunProtocol } from '../../../demo/vendor/aliyun.ts'
import { formProtocol } from '../../../demo/vendor/form.ts'
import { jsonProtocol } from '../../../demo/vendor/json.ts'
import { tencentInbound, tencentProtocol } from '../../../demo/vendor/tencent.ts'
import type { Post, Telling } from '../../../demo/vendor/vendor.ts'
import { whatsappProtocol } from '../../../demo/vendor/whatsapp.ts'
import { xmlProtocol } from '../../../demo/vendor/xml.ts'
import { countByProvider } from '../../../src/shell/pg/watch/providers.ts'
import { AT_ALIYUN, AT_TENCENT, AT_WHATSAPP, CANDIDATES } from '../../providers/every-provider.ts'
import { MACHINE_NOW, type TestApi, testApi } from './api.ts'
import { openAccounts, sentContact } from './provider.ts'
import { recorder } from './recorder.ts'

const SECRET = 'a secret of callbacks'
const json = jsonProtocol({ token: 't', secret: SECRET })
const form = formProtocol({ user: 'u', password: 'p:p', callback: SECRET })

let api: TestApi
let sent: { contact: number; reference: string }
beforeAll(async () => {
  const readerOf = async (provider: string) =>
    CANDIDATES.find(({ name }) => name === provider)?.adapterAt('http://127.0.0.1:1').callback ?? null
  api = await testApi((database) => ({ ...recorder(database), readerOf }))
  await openAccounts(api)
})
afterAll(() => api.close())
beforeEach(async () => void (sent = await sentContact(api, 'A1')))

async function post(provider: string, { path, headers, body }: Post): Promise<[number, unknown]> {
  const url = `/v1/callbacks/sms/${provider}${path}`
  const answer = await api.app.inject({ method: 'POST', url, headers, payload: body })
  return [answer.statusCode, answer.json()]
}

const telling = (change: Partial<Telling> = {}, id = 'v-1'): Telling => {
  const message = { id, reference: sent.reference, to: '', text: '', at: MACHINE_NOW }
  return { message, status: 'arrived', now: MACHINE_NOW, ...change }
}
const row = async () =>
  (
    await api.database.db.query<{ state: string; ref: string | null }>(
      'select state, provider_ref as ref from contact where id = $1',
      [sent.contact],
    )
  )[0]

test('a receipt in the form of its provider is a fact about our message, which gets its name', async () => {
  expect(await post('example-json', json.post(telling()))).toEqual([
    200,
    { outcomes: [{ outcome: 'stored' }] },
  ])
  expect(await row()).toEqual({ state: 'delivered', ref: 'v-1' })
  expect(await post('example-json', json.post(telling()))).toEqual([200, { outcomes: [{ outcome: 'seen' }] }])
})

test('what bears no time is the same whenever it is told again', async () => {
  const receipt = form.post(telling())
  expect(await post('example-form', receipt)).toEqual([200, { outcomes: [{ outcome: 'stored' }] }])
  await api.database.db.query(`select pg_sleep(0.01)`)
  expect(await post('example-form', receipt)).toEqual([200, { outcomes: [{ outcome: 'seen' }] }])
})

test('receipts that call one message by two names are kept as a broken promise', async () => {
  const stored = [200, { outcomes: [{ outcome: 'stored' }] }]
  expect(await post('example-json', json.post(telling({}, 'v-3')))).toEqual(stored)
  const second = json.post(telling({ status: 'lost' }, 'v-4'))
  expect(await post('example-json', second)).toEqual(stored)
  const twice = await api.database.db.query(
    'select provider_ref as ref from accepted_twice where reference = $1',
    [sent.reference],
  )
  expect(twice).toEqual([{ ref: 'v-4' }])
  expect(await countByProvider(api.database.db)).toMatchObject([{ provider: 'gateway', twice: 1 }])
})

test('whoever cannot sign is not heard, and a provider that is not there has no door', async () => {
  expect((await post('example-json', json.forged(json.post(telling()))))[0]).toBe(401)
  const old = json.post(telling({ now: MACHINE_NOW - 3_600_000 }))
  expect(await post('example-json', old)).toMatchObject([401, { code: 'stale_signature' }])
  const own = { wayOut: expect.stringContaining('the file of the provider') as string }
  expect(await post('example-json', old)).toMatchObject([401, own])
  expect(await post('example-json', { ...old, headers: {} })).toMatchObject([401, own])
  expect(await post('nobody', json.post(telling()))).toMatchObject([404, { code: 'not_found' }])
  expect((await row())?.state).toBe('sending')
})

test('a word in no list is refused, and one that is to be ignored changes nothing', async () => {
  const unheard = await post('example-json', json.post(telling({ status: 'unheard_of' })))
  const problem = {
    code: 'bad_callback',
    path: 'status',
    message: 'nobody has said what this status of the provider means',
    suggestion: expect.stringContaining('receipt.statuses') as string,
  }
  expect(unheard).toMatchObject([207, { outcomes: [{ outcome: 'refused', problems: [problem] }] }])
  const body = JSON.stringify({ events: [{ event_id: 'e-q', type: 'message.status', status: 'queued' }] })
  const timestamp = String(MACHINE_NOW / 1000)
  const mac = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex')
  const headers = { 'x-timestamp': timestamp, 'x-signature': `sha256=${mac}` }
  expect(await post('example-json', { path: '', headers, body })).toEqual([200, { outcomes: [] }])
})

test("a receipt that bears its provider's id alone is about the message that this provider called so", async () => {
  const tencent = tencentProtocol(AT_TENCENT)
  const thanks = [200, { result: 0, errmsg: 'OK' }]
  expect(await post('example-tencent', tencent.post(telling({}, 't-9')))).toEqual(thanks)
  expect(await row()).toEqual({ state: 'sending', ref: null })
  const name = `update contact set provider = $2, provider_ref = 't-9' where id = $1`
  await api.database.db.query(name, [sent.contact, 'example-aliyun'])
  expect(await post('example-tencent', tencent.post(telling({ status: 'lost' }, 't-9')))).toEqual(thanks)
  expect((await row())?.state).toBe('sending')
  await api.database.db.query(name, [sent.contact, 'example-tencent'])
  expect(await post('example-tencent', tencent.post(telling({ now: MACHINE_NOW - 1000 }, 't-9')))).toEqual(
    thanks,
  )
  expect(await row()).toEqual({ state: 'delivered', ref: 't-9' })
})

test('a vendor hears what it wants to hear, and what went wrong where something did', async () => {
  const aliyun = aliyunProtocol(AT_ALIYUN)
  expect(await post('example-aliyun', aliyun.post(telling()))).toEqual([200, { code: 0, msg: 'OK' }])
  expect(await row()).toEqual({ state: 'delivered', ref: 'v-1' })
  expect(await post('example-aliyun', aliyun.post(telling({ status: 'unheard_of' })))).toMatchObject([
    207,
    { outcomes: [{ outcome: 'refused', code: 'bad_callback' }] },
  ])
  const xml = xmlProtocol({ id: 'i', secret: 's', signing: 'g', callback: 'k' })
  expect((await post('example-xml', xml.post(telling())))[0]).toBe(200)
  const reply = tencentInbound(AT_TENCENT, '+8613900001234', 'TD', MACHINE_NOW)
  expect(await post('example-tencent', reply)).toEqual([200, { result: 0, errmsg: 'OK' }])
})

test('a provider that asks whether the address is ours hears its own word, where it knows ours', async () => {
  const asked = async (provider: string, word: string): Promise<[number, string]> => {
    const query = `hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${encodeURIComponent(word)}`
    const answer = await api.app.inject({ url: `/v1/callbacks/im/${provider}?${query}` })
    return [answer.statusCode, answer.body]
  }
  expect(await asked('example-whatsapp', 'our own word')).toEqual([200, '1158201444'])
  expect((await asked('example-whatsapp', 'guessed'))[0]).toBe(401)
  expect((await asked('example-json', 'our own word'))[0]).toBe(404)
  expect((await asked('nobody', 'our own word'))[0]).toBe(404)
})

test('what is more than is taken at once is taken all the same', async () => {
  const { body } = whatsappProtocol(AT_WHATSAPP).post(telling())
  const [entry] = (JSON.parse(body) as { entry: [{ changes: [{ value: { statuses: [object] } }] }] }).entry
  const [first] = entry.changes[0].value.statuses
  entry.changes[0].value.statuses.push(
    ...Array.from({ length: 500 }, (_, index) => ({
      ...first,
      id: `o-${index}`,
      biz_opaque_callback_data: 'of others',
    })),
  )
  const much = JSON.stringify({ entry: [entry] })
  const mac = createHmac('sha256', AT_WHATSAPP.secret).update(much).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${mac}` }
  const answer = await api.app.inject({
    method: 'POST',
    url: '/v1/callbacks/im/example-whatsapp',
    headers,
    payload: much,
  })
  expect([answer.statusCode, answer.json<{ outcomes: unknown[] }>().outcomes.length]).toEqual([200, 501])
  expect(await row()).toEqual({ state: 'delivered', ref: 'v-1' })
})
