import { expect, test } from 'vitest'
import { classOf } from '../../src/providers/class.ts'
import { checkHttp } from '../../src/providers/http/check.ts'
import { capabilitiesOf, httpAdapter } from '../../src/providers/http/http.ts'
import { HttpProviderSchema } from '../../src/providers/http/schema.ts'
import { MADE_OF } from './every-provider.ts'

/** A vendor as there are many: approved texts alone, receipts by its own id in a bare list, a list of what the network has told of. */
const GIVEN = {
  provider: 'acme',
  channels: ['sms'],
  templates: [
    { template: MADE_OF.template, locale: 'en', code: 'T-1', params: { sum: '{amount} {currency}' } },
    { template: MADE_OF.template, locale: 'fr', code: 'T-2', params: ['{amount}', '{due}'] },
  ],
  send: {
    url: 'https://acme.example/send',
    body: {
      json: { ref: '{reference}', to: '{to}', template: '{template.code}', values: '{template.params}' },
    },
    accepted: [{ status: [200] }],
    id: '/id',
  },
  ask: {
    by: 'number_and_day',
    url: 'https://acme.example/told?day={day}&to={to}',
    answered: [{ status: [200] }],
    each: '/list',
    reference: '/ref',
    id: '/id',
    omits: true,
  },
  callback: {
    check: { query: { name: 'key', value: 'k' } },
    each: '',
    thanks: { body: '{"ok":true}' },
    receipt: {
      id: '/id',
      status: '/state',
      statuses: { delivered: ['DELIVRD'] },
      time: { at: '/when', format: 'wall', zone: 'Asia/Shanghai' },
    },
  },
}
const file = HttpProviderSchema.parse(GIVEN)
const adapter = httpAdapter(file, {})
const NOW = Date.UTC(2026, 2, 10, 9)
const SENT = { channel: 'sms', provider: 'acme', reference: 'r-1', to: '+8613900001234', at: NOW } as const
const parcel = (madeOf = MADE_OF) => ({ ...SENT, text: 'x', madeOf, validUntil: NOW + 1000 })
const bodyOf = (madeOf = MADE_OF): unknown => {
  const made = adapter.request(parcel(madeOf), { now: NOW })
  return 'refused' in made ? made : JSON.parse(made.body ?? '')
}

test('a text goes out by its code, with its values by name or in order', () => {
  expect(checkHttp(file)).toEqual([])
  expect(bodyOf()).toMatchObject({ template: 'T-1', values: '{"sum":"55.94 USD"}' })
  expect(bodyOf({ ...MADE_OF, locale: 'fr' })).toMatchObject({
    template: 'T-2',
    values: '["55.94","2026-03-01"]',
  })
  expect(bodyOf({ ...MADE_OF, locale: 'de' })).toEqual({ refused: 'unmapped_template' })
})

test('codes without templates, and templates without codes, are told', () => {
  const { templates: _none, ...bare } = file
  expect(checkHttp(bare).map(({ code, path }) => `${code} ${path}`)).toEqual(['bad_templates send'])
  const plain = { ...file, send: { ...file.send, body: { json: { ref: '{reference}', text: '{text}' } } } }
  expect(checkHttp(plain).map(({ code, path }) => `${code} ${path}`)).toEqual(['bad_templates templates'])
})

test('a list that may omit a message proves what it holds alone, which makes class D', () => {
  expect(classOf(capabilitiesOf(file))).toBe('D')
  const seen = (list: object[]) =>
    adapter.sighting(
      { kind: 'answered', status: 200, retryAfterMs: null, body: { list } },
      { ...SENT, providerRef: null },
      1,
    )
  expect(seen([])).toEqual({ seen: 'no_answer' })
  expect(seen([{ ref: 'r-1', id: 'm-1' }])).toEqual({ seen: 'found', providerRef: 'm-1' })
})

test('a bare list of receipts names messages by the id of the provider, in times of its zone', () => {
  const body = Buffer.from('[{"id":"m-1","state":"DELIVRD","when":"2026-03-10 17:00:00"}]')
  const posted = { headers: {}, query: { key: 'k' }, url: '/v1/callbacks/sms/acme?key=k', body }
  const given = {
    type: 'receipt',
    reference: null,
    id: 'm-1',
    status: 'delivered',
    at: '2026-03-10T09:00:00Z',
  }
  expect(adapter.callback?.read(posted, NOW)).toMatchObject({ ok: true, told: [{ given }] })
  expect(adapter.callback?.thanks).toEqual({ type: 'application/json', body: '{"ok":true}' })
})
