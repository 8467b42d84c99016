import { expect, test } from 'vitest'
import { readJson } from '../../../src/core/fact/read-json.ts'
import { readRow } from '../../../src/core/fact/read-row.ts'

test.each([
  ['{"amount":"1","amount":"2"}', ['amount']],
  ['{"amount":"1","\\u0061mount":"2"}', ['amount']],
  ['{"points":[{"kind":"phone","kind":"email"}]}', ['kind']],
  ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}', []],
  ['{"a":"\\"a\\":","b":"\\\\"}', []],
  ['{"a" : 1, "a"\n:2}', ['a']],
  ['{"a":"b","b":"a"}', []],
  ['{"a":[],"b":{},"a":1}', ['a']],
])('a key that stands twice is told: %s', (text, twice) => {
  expect(readJson(text)).toMatchObject({ twice })
})

test.each([
  ['', 'not_json'],
  ['{"a":', 'not_json'],
  ['{"a":"b', 'not_json'],
  ['{"\\u00":1}', 'not_json'],
  ['['.repeat(100_000), 'too_deep'],
  [`{"a":"${'x'.repeat(200_000)}"}`, 'too_long'],
])('what is no row is told apart: %#', (text, problem) => {
  expect(readJson(text)).toEqual({ problem })
})

test('a row may be as long and as deep as the limits say, and have any number of lists', () => {
  const long = `"${'x'.repeat(128 * 1024 - 2)}"`
  expect(readJson(long)).toEqual({ value: 'x'.repeat(128 * 1024 - 2), twice: [] })
  expect(readJson(`${long} `)).toEqual({ problem: 'too_long' })
  expect(readJson(`${'['.repeat(8)}${']'.repeat(8)}`)).toMatchObject({ twice: [] })
  expect(readJson(`${'['.repeat(9)}${']'.repeat(9)}`)).toEqual({ problem: 'too_deep' })
  expect(readJson(`[${'[],{},'.repeat(9)}1]`)).toMatchObject({ twice: [] })
})

test('a key outside of any object is no JSON', () => {
  expect(readJson('"a":1,"a":2')).toEqual({ problem: 'not_json' })
})

test.each([
  '\u0000{"type":"payment.received","account":"A1","amount":"1"}',
  '{"type":"payment.received","account":"A1","amo',
  '[{"account":"A1"}]',
])('a row that is no JSON object still says whom it names: %s', (text) => {
  expect(readRow(text)).toMatchObject({ problem: { code: 'not_json' }, given: { account: ['A1'] } })
})

test('a row that names nobody says so', () => {
  for (const text of ['', '{', '7', '{"account":"A']) expect(readRow(text)).not.toHaveProperty('given')
})
