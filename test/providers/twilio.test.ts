import { expect, test } from 'vitest'
import { twilioInbound, twilioProtocol } from '../../demo/vendor/twilio.ts'
import type { Posted } from '../../src/providers/adapter.ts'
import { twilioSignature } from '../../src/providers/twilio/callback.ts'
import { TWILIO_CODES } from '../../src/providers/twilio/codes.ts'
import { AT_TWILIO, CANDIDATES } from './every-provider.ts'

const NOW = Date.UTC(2026, 2, 10, 9)
const PARCEL = {
  channel: 'sms',
  provider: 'example-twilio',
  reference: '6f1c2b8e-3f0a-4c58-9d6e-0d5b5d9f7a11',
  to: '+12025550133',
  text: 'Hello.',
  at: NOW,
  validUntil: NOW + 600_000,
} as const
const adapter = CANDIDATES.find(({ name }) => name === PARCEL.provider)?.adapterAt('http://127.0.0.1:9')
if (!adapter) throw new Error('there is no such provider')

const FORM = { CallSid: 'CA1234567890ABCDE', Digits: '1234', To: '+18005551212' }

/** https://www.twilio.com/docs/usage/security#validating-requests, and the tests of Twilio's own libraries. */
test.for([
  ['+12349013030', '0/KCTR6DLpKmkAf8muzZqo1nDgQ='],
  ['+14158675309', 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
])('the published signature of a call from %s comes out', ([from = '', signature]) => {
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2'
  expect(twilioSignature('12345', url, { ...FORM, Caller: from, From: from })).toBe(signature)
})

const posted = (
  { path, headers, body }: { path: string; headers: Record<string, string>; body: string },
  url = `/v1/callbacks/sms/example-twilio${path}`,
): Posted => ({
  headers,
  query: Object.fromEntries(new URL(url, 'http://x').searchParams),
  url,
  body: Buffer.from(body),
})
const answered = (status: number, body: unknown) =>
  adapter.answer({ kind: 'answered', status, retryAfterMs: null, body }, PARCEL)

test('what goes out is a form, with the address that brings our reference back', () => {
  const request = adapter.request(PARCEL, { now: NOW })
  if (!('url' in request)) throw new Error('no request')
  expect(request.url).toBe('http://127.0.0.1:9/2010-04-01/Accounts/AC1/Messages.json')
  expect(Object.fromEntries(new URLSearchParams(request.body ?? ''))).toEqual({
    To: '+12025550133',
    From: '+12025550199',
    Body: 'Hello.',
    StatusCallback: `https://arrears.example/v1/callbacks/sms/example-twilio?reference=${PARCEL.reference}`,
    ValidityPeriod: '600',
  })
})

test.for(Object.entries(TWILIO_CODES))('the code %s means %s', ([code, kind]) => {
  expect(answered(400, { code: Number(code), status: 400 })).toMatchObject({ kind, code })
})

test('an error in its own form took nothing, and one in no form proves nothing', () => {
  expect(answered(400, { code: 21999 })).toEqual({ kind: 'refused', code: '21999' })
  expect(answered(400, null)).toEqual({ kind: 'ambiguous', code: 'http_400' })
  expect(answered(404, 'no such page')).toEqual({ kind: 'ambiguous', code: 'http_404' })
  expect(answered(503, { code: 20503 })).toEqual({ kind: 'ambiguous', code: '20503' })
  expect(answered(403, { code: 20999 })).toEqual({ kind: 'locked_out', code: '20999' })
  expect(answered(429, null)).toMatchObject({ kind: 'rate_limited' })
  expect(answered(201, { status: 'queued' })).toEqual({ kind: 'ambiguous', code: 'no_id' })
})

test('what a person writes is heard, and signed too', () => {
  const post = twilioInbound(AT_TWILIO, '+12025550133', 'STOP')
  expect(adapter.callback?.read(posted(post), NOW)).toMatchObject({
    ok: true,
    told: [{ id: 'SM-in-1', given: { type: 'inbound', from: '+12025550133', text: 'STOP' } }],
  })
  expect(adapter.callback?.thanks?.body).toBe('<Response/>')
  const other = { ...post, body: post.body.replace('STOP', 'HELLO') }
  expect(adapter.callback?.read(posted(other), NOW)).toEqual({ ok: false, why: 'bad_signature' })
})

test('a receipt with another reference is not signed, and one that is on its way says nothing', () => {
  const message = { id: 'SM1', reference: PARCEL.reference, to: PARCEL.to, text: '', at: NOW }
  const post = twilioProtocol(AT_TWILIO).post({ message, status: 'arrived', now: NOW })
  const moved = `/v1/callbacks/sms/example-twilio?reference=${PARCEL.reference.replace('6f', '7f')}`
  expect(adapter.callback?.read(posted(post, moved), NOW)).toEqual({ ok: false, why: 'bad_signature' })
  expect(adapter.callback?.read(posted(post), NOW)).toMatchObject({ ok: true })
  const form = { MessageSid: 'SM1', MessageStatus: 'queued' }
  const signature = twilioSignature('12345', AT_TWILIO.callbacks.replace('example/', 'example:443/'), form)
  const queued = {
    path: '',
    headers: { 'x-twilio-signature': signature },
    body: new URLSearchParams(form).toString(),
  }
  expect(adapter.callback?.read(posted(queued), NOW)).toMatchObject({ ok: true, told: [{ given: null }] })
})

const failed = (code: string): Posted => {
  const form = { MessageSid: 'SM1', MessageStatus: 'failed', ErrorCode: code, To: '+12025550133' }
  const url = `/v1/callbacks/sms/example-twilio?reference=${PARCEL.reference}`
  const signature = twilioSignature(AT_TWILIO.token, `https://arrears.example${url}`, form)
  const body = new URLSearchParams(form).toString()
  return posted({ path: '', headers: { 'x-twilio-signature': signature }, body }, url)
}
const toldOf = (code: string): object[] => {
  const read = adapter.callback?.read(failed(code), NOW)
  return read && 'ok' in read && read.ok ? read.told.map(({ given }) => given ?? {}) : []
}

test('what the code of a late receipt says of the number acts as it does in an answer', () => {
  expect(toldOf('21610')).toMatchObject([
    { type: 'receipt', status: 'undelivered', code: '21610' },
    { type: 'inbound', from: '+12025550133', text: 'STOP' },
  ])
  expect(toldOf('21614')).toMatchObject([{ type: 'receipt', status: 'undeliverable', code: '21614' }])
  expect(toldOf('30008')).toMatchObject([{ type: 'receipt', status: 'undelivered', code: '30008' }])
  expect(toldOf('30008')).toHaveLength(1)
})
