import { describe, expect, test } from 'vitest'
import { backoff, type ProviderAnswer, settle } from '../../../src/core/deliver/settle.ts'

const answered = (status: number, code: string | null = null): ProviderAnswer => {
  return { kind: 'answered', status, providerRef: null, code, retryAfterMs: null }
}

describe('what a provider answered becomes', () => {
  test.each([
    [200, 'sent'],
    [202, 'sent'],
    [204, 'sent'],
    [301, 'unknown'],
    [400, 'failed'],
    [401, 'back'],
    [402, 'unknown'],
    [403, 'back'],
    [404, 'failed'],
    [408, 'unknown'],
    [409, 'unknown'],
    [410, 'failed'],
    [422, 'failed'],
    [425, 'unknown'],
    [429, 'back'],
    [500, 'unknown'],
    [502, 'unknown'],
    [503, 'unknown'],
    [504, 'unknown'],
  ])('%i -> %s', (status, to) => {
    expect(settle(answered(status), 1, 'r').to).toBe(to)
  })

  test('only credentials open the breaker', () => {
    const breaking = [401, 403, 429, 400, 500].filter((status) => {
      const one = settle(answered(status), 1, 'r')
      return one.to === 'back' && one.breaker
    })
    expect(breaking).toEqual([401, 403])
  })

  test('no connection was certainly not accepted, a timeout or a reset may have been', () => {
    expect(settle({ kind: 'not_reached', code: 'econnrefused' }, 1, 'r').to).toBe('back')
    expect(settle({ kind: 'ambiguous', code: 'timeout' }, 1, 'r')).toEqual({ to: 'unknown', code: 'timeout' })
    expect(settle({ kind: 'ambiguous', code: 'econnreset' }, 1, 'r').to).toBe('unknown')
  })

  test('an invalid number spoils the point, a refused text does not', () => {
    expect(settle(answered(422, 'invalid_number'), 1, 'r')).toMatchObject({ pointInvalid: true })
    expect(settle(answered(422, 'refused_content'), 1, 'r')).toMatchObject({ pointInvalid: false })
  })

  test('a provider that says when to come back is obeyed', () => {
    const busy = { ...answered(429), retryAfterMs: 3_600_000 }
    expect(settle(busy, 1, 'r')).toMatchObject({ to: 'back', delayMs: 3_600_000 })
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
