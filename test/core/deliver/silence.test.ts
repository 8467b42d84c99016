import { expect, test } from 'vitest'
import type { ProviderAnswer } from '../../../src/core/deliver/provider-answer.ts'
import { isSilent, shown } from '../../../src/core/deliver/silence.ts'

test('five in a row without an answer are a silence, and four are none', () => {
  expect([isSilent(4), isSilent(5)]).toEqual([false, true])
})

test.each<ProviderAnswer>([
  { kind: 'ambiguous', code: 'timeout', unanswered: 1 },
  { kind: 'not_reached', code: 'timeout', unanswered: 1 },
])('%j was not answered in its time, reached or not', (answer) => {
  expect(shown(answer)).toBe('silent')
})

test.each<ProviderAnswer>([
  { kind: 'accepted', providerRef: 'p' },
  { kind: 'rate_limited', code: 'http_429', retryAfterMs: null },
  { kind: 'ambiguous', code: 'http_500' },
  { kind: 'not_reached', code: 'econnrefused' },
  // The provider itself says so.
  { kind: 'ambiguous', code: 'timeout' },
])('%j is an answer', (answer) => {
  expect(shown(answer)).toBe('heard')
})

test.each<ProviderAnswer>([
  { kind: 'not_tried', code: 'lease_short' },
  { kind: 'late' },
  { kind: 'kept' },
  // It waited for a token that another message asked for, or this process stood still.
  { kind: 'not_reached', code: 'timeout', unanswered: 0 },
  { kind: 'ambiguous', code: 'timeout', unanswered: 0 },
])('%j says nothing about the provider', (answer) => {
  expect(shown(answer)).toBe('nothing')
})
