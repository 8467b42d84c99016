import { describe, expect, test } from 'vitest'
import type { ProviderAnswer } from '../../../src/core/deliver/provider-answer.ts'
import { backoff, settle, type Settling } from '../../../src/core/deliver/settle.ts'

const sending = { tries: 1, reference: 'r', provider: 'acme', passedOver: [], hasOther: false }
const settled = (answer: ProviderAnswer, change: Partial<Settling> = {}) =>
  settle(answer, { ...sending, ...change })

describe('what a provider answered becomes', () => {
  test.each<[ProviderAnswer, string]>([
    [{ kind: 'accepted', providerRef: 'p' }, 'sent'],
    [{ kind: 'kept' }, 'sending'],
    [{ kind: 'refused', code: 'c' }, 'failed'],
    [{ kind: 'invalid_number', code: 'c' }, 'failed'],
    [{ kind: 'rate_limited', code: 'c', retryAfterMs: null }, 'back'],
    [{ kind: 'locked_out', code: 'c' }, 'back'],
    [{ kind: 'not_reached', code: 'econnrefused' }, 'back'],
    [{ kind: 'not_tried', code: 'lease_short' }, 'back'],
    [{ kind: 'late' }, 'again'],
    [{ kind: 'ambiguous', code: 'econnreset' }, 'unknown'],
  ])('%j', (answer, to) => {
    expect(settled(answer).to).toBe(to)
  })

  test('only credentials and silence open the breaker', () => {
    expect(settled({ kind: 'locked_out', code: 'c' })).toMatchObject({ breaker: 'refuses' })
    expect(settled({ kind: 'rate_limited', code: 'c', retryAfterMs: 1 })).toMatchObject({ breaker: null })
    for (const kind of ['not_reached', 'not_tried', 'ambiguous'] as const) {
      expect(settled({ kind, code: 'c' })).toMatchObject({ breaker: null })
      expect(settled({ kind, code: 'c', silent: true })).toMatchObject({ breaker: 'silent' })
    }
  })

  test('an invalid number spoils the point, whoever stopped messages at the provider is opted out, a refused text does neither', () => {
    expect(settled({ kind: 'opted_out', code: 'c' })).toMatchObject({
      to: 'failed',
      about: 'opted_out',
    })
    expect(settled({ kind: 'invalid_number', code: 'c' })).toMatchObject({ about: 'invalid_number' })
    expect(settled({ kind: 'refused', code: 'c' })).toMatchObject({ about: null })
  })

  test('a provider that says when to come back is obeyed', () => {
    const busy = { kind: 'rate_limited', code: 'c', retryAfterMs: 3_600_000 } as const
    expect(settled(busy)).toMatchObject({ to: 'back', delayMs: 3_600_000 })
  })
})

describe('another provider', () => {
  const other = { hasOther: true, passedOver: ['first'] }

  test('another provider is next, at once, where this one was not reached', () => {
    const unheard = settled({ kind: 'not_reached', code: 'econnrefused' }, other)
    expect(unheard).toMatchObject({ to: 'back', delayMs: 0, passedOver: ['first', 'acme'] })
  })

  test('all of them are tried anew, after a while, when the last one was not reached', () => {
    const unheard = settled({ kind: 'not_reached', code: 'c' }, { passedOver: ['first'] })
    expect(unheard).toMatchObject({ to: 'back', delayMs: backoff(1, 'r'), passedOver: [] })
  })

  test('what was not tried at one that is silent need not wait, since its breaker is open', () => {
    const untried = settled({ kind: 'not_tried', code: 'c', silent: true }, other)
    expect(untried).toMatchObject({ to: 'back', delayMs: 0, passedOver: ['first'], breaker: 'silent' })
    expect(untried).toMatchObject({ untried: true })
    const alone = settled({ kind: 'not_tried', code: 'c', silent: true })
    expect(alone).toMatchObject({ to: 'back', delayMs: backoff(1, 'r'), untried: true })
    expect(settled({ kind: 'not_tried', code: 'lease_short' }, other)).not.toHaveProperty('untried')
  })

  test.each<ProviderAnswer>([
    { kind: 'ambiguous', code: 'timeout' },
    { kind: 'ambiguous', code: 'timeout', silent: true },
    { kind: 'refused', code: 'c' },
    { kind: 'invalid_number', code: 'c' },
    { kind: 'rate_limited', code: 'c', retryAfterMs: null },
    { kind: 'locked_out', code: 'c' },
    { kind: 'not_tried', code: 'lease_short' },
  ])('nobody else is next after %j', (answer) => {
    const one = settled(answer, other)
    expect(one.to === 'back' ? one.passedOver : []).toEqual([])
  })
})

describe('back-off', () => {
  test('the wait doubles up to ten minutes, never less than half of it, and is the same for the same message', () => {
    for (let tries = 1; tries <= 20; tries++) {
      const full = Math.min(600_000, 5_000 * 2 ** (tries - 1))
      expect(backoff(tries, 'a')).toBeGreaterThanOrEqual(full / 2)
      expect(backoff(tries, 'a')).toBeLessThanOrEqual(full)
    }
    expect(backoff(3, 'a')).toBe(backoff(3, 'a'))
    expect(new Set(['a', 'b', 'c', 'd'].map((seed) => backoff(9, seed))).size).toBe(4)
  })
})
