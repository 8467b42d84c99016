import { expect, test } from 'vitest'
import type { FactInput } from '../../../src/core/fact/fact.ts'
import { canonical, comparable, naturalKey } from '../../../src/core/fact/key.ts'
import { parseFact } from '../../../src/core/fact/parse.ts'

const read = (given: Record<string, unknown>): FactInput => {
  const parsed = parseFact({ at: '2026-01-01T00:00:00Z', ...given })
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems))
  return parsed.fact
}

test('what is named has one key whenever it is said; what is a state has one per instant', () => {
  const payment = { type: 'payment.received', account: 'A1', payment: 'P/1', amount: '1' }
  expect(naturalKey(read(payment), null)).toBe('payment.received/A1/P%2F1')
  expect(naturalKey(read({ ...payment, at: '2026-01-02T00:00:00Z' }), null)).toBe('payment.received/A1/P%2F1')
  const score = { type: 'score.changed', account: 'A1', score: 0.5 }
  const here = naturalKey(read({ ...score, at: '2026-01-01T09:00:00+09:00' }), null)
  expect(here).toBe(naturalKey(read(score), null))
  expect(here).not.toBe(naturalKey(read({ ...score, at: '2026-01-01T09:00:00Z' }), null))
})

test('an account and a debtor of one name, and two numbers, have different keys', () => {
  const cease = (who: Record<string, string>) => naturalKey(read({ type: 'cease.received', ...who }), null)
  expect(cease({ account: 'X' })).not.toBe(cease({ debtor: 'X' }))
  const optout = read({ type: 'optout.received', debtor: 'D', channel: 'sms' })
  expect(naturalKey(optout, 'aa'.repeat(32))).not.toBe(naturalKey(optout, 'bb'.repeat(32)))
})

test('two bodies compare by what they say, not by how or when they came', () => {
  const payment = { type: 'payment.received', account: 'A1', payment: 'P1', amount: '1' }
  const said = (given: Record<string, unknown>): string => canonical(comparable(read(given)))
  expect(said({ ...payment, recorded: '2026-01-05T00:00:00Z', key: 'k' })).toBe(said(payment))
  expect(said({ ...payment, at: '2026-01-01T01:00:00+01:00' })).toBe(said(payment))
  expect(said({ ...payment, at: '2026-01-01T01:00:00Z' })).not.toBe(said(payment))
  expect(said({ ...payment, amount: '2' })).not.toBe(said(payment))
  expect(canonical({ b: 1, a: [{ d: null, c: undefined }] })).toBe('{"a":[{"d":null}],"b":1}')
})

test('text is the same for the same value, whatever order its keys have', () => {
  expect(canonical({ b: [1, 'x'], a: undefined, c: null })).toBe('{"b":[1,"x"],"c":null}')
  expect(canonical([undefined, [], {}])).toBe('[null,[],{}]')
  expect(canonical({ a: 1, b: 2 })).toBe(canonical({ b: 2, a: 1 }))
})
