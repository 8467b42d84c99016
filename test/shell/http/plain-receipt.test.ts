import fc from 'fast-check'
import { expect, it } from 'vitest'
import { callbackOn } from '../../../src/channels/receipt.ts'
import { readJson } from '../../../src/core/fact/read-json.ts'
import { messageKind } from '../../../src/core/channel/channel.ts'
import { RECEIPTS, receiptsTo } from '../../../src/core/channel/disposition.ts'
import { plainReceipt } from '../../../src/shell/http/read-callback.ts'
import { drawn } from '../../property/drawn.ts'

const id = '6f1c2b8e-3f0a-4c58-9d6e-0d5b5d9f7a11'
const value = fc.record(
  {
    type: fc.constantFrom('receipt', 'receipt', 'inbound'),
    reference: fc.oneof(fc.constant(id), fc.uuid(), fc.string(), fc.constant(id.toUpperCase())),
    id: fc.oneof(fc.constant('m-1'), fc.string({ unit: 'binary', maxLength: 220 })),
    status: fc.oneof(fc.constantFrom(...RECEIPTS), fc.constantFrom('read', 1, null)),
    code: fc.constantFrom(null, 'x', undefined),
    at: fc.oneof(
      fc
        .date({ noInvalidDate: true, min: new Date('1890-01-01'), max: new Date('2210-01-01') })
        .map((date) => date.toISOString()),
      fc.constantFrom(
        '2026-03-10T10:00:00Z',
        '2026-03-10T10:59:60Z',
        '2026-02-30T10:00:00Z',
        '2026-03-10T24:00:00Z',
        '2026-03-10T10:00:00+02:00',
        '2026-03-10',
        7,
      ),
    ),
    more: fc.constant(1),
  },
  { requiredKeys: ['type', 'reference', 'id', 'status', 'at'] },
)

it.each(['sms', 'letter'] as const)(
  'what is read as a plain receipt of %s, the schema reads the same',
  (channel) => {
    const statuses = new Set(receiptsTo(messageKind(channel).points))
    let plain = 0
    fc.assert(
      fc.property(value, (given) => {
        const read = plainReceipt(given, statuses)
        if (read === null) return
        plain++
        const parsed = callbackOn(channel).safeParse(given)
        expect('callback' in read && read.callback).toEqual(parsed.data)
        const ms = Date.parse(String(given.at))
        expect('callback' in read && read.when).toEqual({ ms, iso: new Date(ms).toISOString() })
      }),
      drawn(2_000),
    )
    expect(plain).toBeGreaterThan(0)
  },
)

it('a row that is read at once says no key twice, however its letters are written', () => {
  const twice = (text: string): unknown => {
    const read = readJson(text)
    return 'problem' in read ? read.problem : read.twice
  }
  expect(twice('{"a":1,"b":"x{y"}')).toEqual([])
  expect(twice('{"a":1,"a":1}')).toEqual(['a'])
  expect(twice('{"a":1,"a":"x"}')).toEqual(['a'])
  expect(twice('{"a":"x","a":1}')).toEqual(['a'])
  expect(twice('{ "a" : "x", "b":"x" }')).toEqual([])
  expect(twice('{ "a" : "x", "a":"y" }')).toEqual(['a'])
  expect(twice('{"a":1,"\\u0061":1}')).toEqual(['a'])
  expect(twice('{"a":{"b":1,"b":2}}')).toEqual(['b'])
  expect(twice('{"a":[{"b":1,"b":2}]}')).toEqual(['b'])
  expect(twice('{"__proto__":1,"__proto__":1}')).toEqual(['__proto__'])
  expect(twice('{"a":1} {"a":1}')).toBe('not_json')
})
