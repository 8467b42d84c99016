import { expect, test } from 'vitest'
import type { ProviderAnswer } from '../../../src/core/deliver/provider-answer.ts'
import { isSilent, unansweredAfter } from '../../../src/core/deliver/silence.ts'

const unanswered: ProviderAnswer = { kind: 'ambiguous', code: 'timeout', unanswered: 1 }
const unreached: ProviderAnswer = { kind: 'not_reached', code: 'timeout', unanswered: 1 }
const after = (answers: readonly ProviderAnswer[]) => answers.reduce(unansweredAfter, 0)
const many = (count: number, answer: ProviderAnswer = unanswered) =>
  Array.from({ length: count }, () => answer)

test('a provider is silent when five messages in a row were not answered in their time, reached or not', () => {
  expect(isSilent(after(many(4)))).toBe(false)
  expect(isSilent(after(many(5)))).toBe(true)
  expect(isSilent(after([...many(2), ...many(3, unreached)]))).toBe(true)
})

test.each<ProviderAnswer>([
  { kind: 'accepted', providerRef: 'p' },
  { kind: 'rate_limited', code: 'http_429', retryAfterMs: null },
  { kind: 'ambiguous', code: 'http_500' },
  { kind: 'not_reached', code: 'econnrefused' },
  // The provider itself says so.
  { kind: 'ambiguous', code: 'timeout' },
])('%j is an answer, and ends the row', (answer) => {
  expect(isSilent(after([...many(9), answer, ...many(4)]))).toBe(false)
})

test.each<ProviderAnswer>([
  { kind: 'not_tried', code: 'lease_short' },
  { kind: 'late' },
  { kind: 'kept' },
  // It waited for a token that another message asked for.
  { kind: 'not_reached', code: 'timeout', unanswered: 0 },
])('%j says nothing about the provider', (answer) => {
  expect(isSilent(after([...many(4), answer, ...many(1)]))).toBe(true)
})
