import { describe, expect, test } from 'vitest'
import { liesIn, somewhereIn, surelyLiesIn, surestOf } from '../../../src/core/base/region.ts'

describe('a residence', () => {
  test('lies in its country and its state, and in no other place whose name begins alike', () => {
    expect(liesIn('US-NY', 'US')).toBe(true)
    expect(liesIn('US-NY-NYC', 'US-NY')).toBe(true)
    expect(liesIn('US', 'US-NY')).toBe(false)
    expect(liesIn('USA', 'US')).toBe(false)
    expect(liesIn('US-NY', 'US-N')).toBe(false)
  })

  test('a residence that is somewhere in a country may lie in any part of it, and surely lies in none', () => {
    const somewhere = somewhereIn('US')
    expect([liesIn(somewhere, 'US'), surelyLiesIn(somewhere, 'US')]).toEqual([true, true])
    expect([liesIn(somewhere, 'US-NY'), surelyLiesIn(somewhere, 'US-NY')]).toEqual([true, false])
    expect([liesIn(somewhere, 'UY'), surelyLiesIn(somewhere, 'UY')]).toEqual([false, false])
  })

  test('a residence that was given takes the place of those that were guessed', () => {
    expect(surestOf(['US-*', 'CA-ON', 'CA-*'])).toEqual(['CA-ON'])
    expect(surestOf(['US-*', 'CA-*'])).toEqual(['US-*', 'CA-*'])
  })
})
