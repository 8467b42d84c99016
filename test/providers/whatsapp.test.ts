import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { whatsappInbound, whatsappProtocol } from '../../demo/vendor/whatsapp.ts'
import type { Posted } from '../../src/providers/adapter.ts'
import { whatsappCallback } from '../../src/providers/whatsapp/callback.ts'
import { WHATSAPP_CODES } from '../../src/providers/whatsapp/codes.ts'
import { AT_WHATSAPP, CANDIDATES, MADE_OF } from './every-provider.ts'

const NOW = Date.UTC(2026, 2, 10, 9)
const PARCEL = {
  channel: 'im',
  provider: 'example-whatsapp',
  reference: '6f1c2b8e-3f0a-4c58-9d6e-0d5b5d9f7a11',
  to: '+12025550133',
  text: 'Hello.',
  madeOf: MADE_OF,
  at: NOW,
  validUntil: NOW + 600_000,
} as const
const adapter = CANDIDATES.find(({ name }) => name === PARCEL.provider)?.adapterAt('http://127.0.0.1:9')
if (!adapter) throw new Error('there is no such provider')

const posted = (body: string, headers: Record<string, string>): Posted => ({
  headers,
  query: {},
  url: '/v1/callbacks/im/example-whatsapp',
  body: Buffer.from(body),
})
const signed = (told: unknown): Posted => {
  const body = typeof told === 'string' ? told : JSON.stringify(told)
  const mac = createHmac('sha256', AT_WHATSAPP.secret).update(body).digest('hex')
  return posted(body, { 'x-hub-signature-256': `sha256=${mac}` })
}
const read = (told: unknown) => adapter.callback?.read(signed(told), NOW)
const toldIn = (told: unknown) => {
  const posted = read(told)
  return posted && 'told' in posted ? posted.told : []
}
const changed = (value: object) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: 'W', changes: [{ value, field: 'messages' }] }],
})
const answered = (status: number, body: unknown) =>
  adapter.answer({ kind: 'answered', status, retryAfterMs: null, body }, PARCEL)

test('what goes out is an approved template with its values, and our reference beside it', () => {
  const request = adapter.request(PARCEL, { now: NOW })
  if (!('url' in request)) throw new Error('no request')
  expect(request.url).toBe('http://127.0.0.1:9/106540352242922/messages')
  expect(request.headers['authorization']).toBe('Bearer t')
  expect(JSON.parse(request.body ?? '')).toEqual({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: '+12025550133',
    type: 'template',
    template: {
      name: 'payment_reminder',
      language: { code: 'en_US' },
      components: [{ type: 'body', parameters: [{ type: 'text', text: MADE_OF.values.name }] }],
    },
    biz_opaque_callback_data: PARCEL.reference,
  })
})

test('a text that no template says, and a name in another messenger, are refused before anything is sent', () => {
  const { madeOf: _madeOf, ...free } = PARCEL
  expect(adapter.request(free, { now: NOW })).toEqual({ refused: 'unmapped_template' })
  expect(adapter.request({ ...PARCEL, to: '@lin' }, { now: NOW })).toEqual({ refused: 'no_phone_number' })
})

test.for(Object.entries(WHATSAPP_CODES))('the code %s means %s', ([code, kind]) => {
  expect(answered(400, { error: { code: Number(code) } })).toMatchObject({ kind, code })
})

test('no code spoils a number, and one in no table proves nothing', () => {
  expect(Object.values(WHATSAPP_CODES)).not.toContain('invalid_number')
  expect(answered(400, { error: { code: 1 } })).toEqual({ kind: 'ambiguous', code: '1' })
  expect(answered(500, { error: { code: 131000 } })).toEqual({ kind: 'ambiguous', code: '131000' })
  expect(answered(403, { error: { code: 299 } })).toEqual({ kind: 'locked_out', code: '299' })
  expect(answered(403, '<html>')).toEqual({ kind: 'ambiguous', code: 'http_403' })
  expect(answered(200, { messages: [] })).toEqual({ kind: 'ambiguous', code: 'no_id' })
})

test('one post tells of many messages; what is about the account tells of none', () => {
  const { reference } = PARCEL
  const of = (status: string, id: string) => ({
    id,
    status,
    timestamp: '1773133200',
    biz_opaque_callback_data: reference,
  })
  const statuses = [
    of('sent', 'wamid.A='),
    of('read', 'wamid.A='),
    { ...of('failed', 'wamid.B'), biz_opaque_callback_data: 'of others' },
  ]
  const at = '2026-03-10T09:00:00Z'
  expect(read(changed({ statuses }))).toMatchObject({
    ok: true,
    told: [
      { given: { type: 'receipt', reference, id: 'wamid.A=', status: 'sent', at } },
      { given: { reference, status: 'delivered' } },
      { given: { reference: null, id: 'wamid.B', status: 'undelivered' } },
    ],
  })
  expect(read(changed({ event: 'FLAGGED' }))).toEqual({ ok: true, told: [] })
  expect(read('{}')).toEqual({ ok: false, why: 'malformed' })
})

const from = { from: '12025550133', id: 'wamid.C', timestamp: '1773133200' }
test.for([
  [{ type: 'text', text: { body: 'STOP' } }, 'STOP'],
  [{ type: 'button', button: { text: 'Stop', payload: 'x' } }, 'Stop'],
  [
    { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: '1', title: 'STOP' } } },
    'STOP',
  ],
  [{ type: 'image', image: { id: '1', caption: 'paid' } }, 'paid'],
  [{ type: 'sticker', sticker: { id: '1' } }, ''],
] as const)('what a person says by %o is heard', ([message, text]) => {
  expect(read(changed({ messages: [{ ...from, ...message }] }))).toMatchObject({
    told: [{ given: { type: 'inbound', from: '+12025550133', text, at: '2026-03-10T09:00:00Z' } }],
  })
})

test('whoever stops messages by the switch of the app has written STOP; one who wants them again is read by a human', () => {
  const switched = (value: string, detail: string) => ({
    wa_id: '12025550133',
    category: 'marketing_messages',
    timestamp: 1773133200,
    value,
    detail,
  })
  const given = { type: 'inbound', from: '+12025550133', at: '2026-03-10T09:00:00Z' }
  const told = changed({ user_preferences: [switched('stop', 'to stop'), switched('resume', 'to resume')] })
  expect(read(told)).toMatchObject({
    told: [{ given: { ...given, text: 'STOP' } }, { given: { ...given, text: 'to resume' } }],
  })
  expect(new Set(toldIn(told).map(({ id }) => id)).size).toBe(2)
  expect(toldIn(told)).toEqual(toldIn(told))
})

test('a message that was not delivered since its recipient stopped them is an opt-out, once', () => {
  const failed = { id: 'wamid.E', status: 'failed', timestamp: '1773133200', recipient_id: '12025550133' }
  const told = changed({ statuses: [{ ...failed, errors: [{ code: 131050 }] }] })
  expect(read(told)).toMatchObject({
    told: [
      { given: { type: 'receipt', status: 'undelivered', code: '131050' } },
      { given: { type: 'inbound', from: '+12025550133', text: 'STOP' } },
    ],
  })
  expect(new Set(toldIn(told).map(({ id }) => id)).size).toBe(2)
  expect(toldIn(changed({ statuses: [{ ...failed, errors: [{ code: 131026 }] }] }))).toHaveLength(1)
})

test('what WhatsApp says by itself is no answer', () => {
  const system = { ...from, type: 'system', system: { body: 'changed', type: 'user_changed_number' } }
  expect(read(changed({ messages: [system] }))).toMatchObject({ told: [{ given: null }] })
})

test('the signature is over the bytes, as they came', () => {
  const wrote = { id: 'wamid.D', from: '+12025550133', text: 'Grüße 您好', now: NOW }
  const { body, headers } = whatsappInbound(AT_WHATSAPP, wrote)
  expect(adapter.callback?.read(posted(body, headers), NOW)).toMatchObject({
    ok: true,
    told: [{ given: { text: wrote.text } }],
  })
  expect(adapter.callback?.read(posted(`${body} `, headers), NOW)).toEqual({
    ok: false,
    why: 'bad_signature',
  })
  expect(adapter.callback?.read(posted(body, {}), NOW)).toEqual({ ok: false, why: 'bad_signature' })
})

test('whoever knows our word is told that the address is ours', () => {
  const asks = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': 'our own word' }
  expect(adapter.callback?.greet?.(asks)).toBe('1158201444')
  expect(adapter.callback?.greet?.({ ...asks, 'hub.verify_token': 'guessed' })).toBe(null)
  expect(adapter.callback?.greet?.({ ...asks, 'hub.mode': 'x' })).toBe(null)
})

test('nobody says our word where it is not in the environment', () => {
  const reader = whatsappCallback({ secret: '{env.PROVIDER_A}', verify: '{env.PROVIDER_B}' }, {})
  expect(reader.greet?.({ 'hub.mode': 'subscribe', 'hub.verify_token': '' })).toBe(null)
  expect(reader.read(signed(changed({ statuses: [] })), NOW)).toEqual({ ok: false, why: 'bad_signature' })
})

test('the server of the demo knows a stranger, and a template that nobody approved', () => {
  const protocol = whatsappProtocol(AT_WHATSAPP)
  const request = adapter.request(PARCEL, { now: NOW })
  if (!('url' in request)) throw new Error('no request')
  const asked = {
    method: 'POST',
    url: new URL(request.url),
    headers: request.headers,
    body: request.body ?? '',
  }
  expect(protocol.sendIn(asked)).toMatchObject({ to: PARCEL.to, text: MADE_OF.values.name })
  expect(protocol.sendIn({ ...asked, headers: { authorization: 'Bearer x' } })).toBe('stranger')
  expect(protocol.sendIn({ ...asked, body: asked.body.replace('en_US', 'en_GB') })).toBe(null)
})
