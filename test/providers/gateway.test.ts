import { describe, expect, test } from 'vitest'
import type { HttpReply } from '../../src/providers/adapter.ts'
import { gatewayAdapter } from '../../src/providers/gateway/gateway.ts'

const NOW = Date.parse('2026-03-02T10:00:00Z')
const gateway = gatewayAdapter({ url: 'http://gateway.example/sms/', token: 'secret' })
const parcel = {
  channel: 'sms',
  provider: 'gateway',
  reference: 'r-1',
  to: '+12025550100',
  text: 'hello',
  at: NOW,
  validUntil: NOW + 3_600_000,
} as const
const sent = { ...parcel, providerRef: null }
const answered = (status: number, body: unknown = null): HttpReply => {
  return { kind: 'answered', status, retryAfterMs: null, body }
}

test('a message is posted with our reference and the end of its window', () => {
  expect(gateway.request(parcel, { now: NOW })).toEqual({
    method: 'POST',
    url: 'http://gateway.example/sms/messages',
    headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
    body: '{"reference":"r-1","to":"+12025550100","text":"hello","validUntil":"2026-03-02T11:00:00Z"}',
  })
})

describe('what the gateway says to a message', () => {
  test.each([
    [200, 'accepted'],
    [202, 'accepted'],
    [204, 'accepted'],
    [301, 'ambiguous'],
    [400, 'refused'],
    [401, 'locked_out'],
    [402, 'ambiguous'],
    [403, 'locked_out'],
    [404, 'refused'],
    [408, 'ambiguous'],
    [409, 'ambiguous'],
    [410, 'refused'],
    [422, 'refused'],
    [425, 'ambiguous'],
    [429, 'rate_limited'],
    [500, 'ambiguous'],
    [502, 'ambiguous'],
    [503, 'ambiguous'],
    [504, 'ambiguous'],
  ])('%i -> %s', (status, kind) => {
    expect(gateway.answer(answered(status), parcel).kind).toBe(kind)
  })

  test('an invalid number is told from a refused text, and what never arrived stays so', () => {
    expect(gateway.answer(answered(422, { code: 'invalid_number' }), parcel).kind).toBe('invalid_number')
    expect(gateway.answer(answered(422, { code: 'opted_out' }), parcel).kind).toBe('opted_out')
    expect(gateway.answer(answered(422, { code: 'refused_content' }), parcel).kind).toBe('refused')
    const unheard = { kind: 'not_reached', code: 'econnrefused' } as const
    expect(gateway.answer(unheard, parcel)).toEqual(unheard)
  })

  test.each([
    ['30003', '30003'],
    ['invalid_number', 'invalid_number'],
    ['+12025550123', 'http_422'],
    ['bad_12025550123', 'http_422'],
    ['Jane Doe cannot be reached', 'http_422'],
  ])('a code is a word or a number, and nothing personal: %s', (given, code) => {
    expect(gateway.answer(answered(422, { code: given }), parcel)).toMatchObject({ code })
  })
})

describe('what the gateway says when it is asked', () => {
  const seen = (reply: HttpReply) => gateway.sighting(reply, sent, 1)

  test('the question names our reference', () => {
    const [ask] = gateway.query(sent, { now: NOW })
    expect(ask?.(1).url).toBe('http://gateway.example/sms/messages?reference=r-1')
  })

  test('an answer that is not its own is not a proof of absence', () => {
    expect(seen(answered(200, { messages: [] }))).toEqual({ seen: 'absent' })
    expect(seen(answered(200, { messages: [{ id: 'm' }] }))).toEqual({ seen: 'found', providerRef: 'm' })
    expect(seen(answered(200, '<html>'))).toEqual({ seen: 'no_answer' })
    expect(seen(answered(404, { messages: [] }))).toEqual({ seen: 'no_answer' })
    expect(seen({ kind: 'ambiguous', code: 'timeout' })).toEqual({ seen: 'no_answer' })
  })

  test('our reference is found among several, and not taken from another', () => {
    const others = { id: 'm-1', reference: 'r-2' }
    expect(seen(answered(200, { messages: [others] }))).toEqual({ seen: 'absent' })
    const messages = [others, { id: 'm-2', reference: 'r-1' }]
    expect(seen(answered(200, { messages }))).toEqual({ seen: 'found', providerRef: 'm-2' })
  })
})
