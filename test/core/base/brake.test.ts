import { describe, expect, test } from 'vitest'
import { isSameScope, stops } from '../../../src/core/base/brake.ts'

describe('a brake', () => {
  const asked = { channel: 'sms', strategy: 's', creditor: 'acme' }
  const any = { channel: null, strategy: null, creditor: null }

  test('a brake stops what fits each of its fields; a field that is left out fits any', () => {
    expect(stops(any, asked)).toBe(true)
    for (const field of ['channel', 'strategy', 'creditor'] as const) {
      expect(stops({ ...any, [field]: asked[field] }, asked)).toBe(true)
      expect(stops({ ...asked, [field]: 'other' }, asked)).toBe(false)
    }
  })

  test('a brake is another one where a single field differs', () => {
    expect(isSameScope(asked, { ...asked })).toBe(true)
    for (const field of ['channel', 'strategy', 'creditor'] as const)
      expect(isSameScope(asked, { ...asked, [field]: null })).toBe(false)
  })
})
