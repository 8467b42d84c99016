import { describe, expect, test } from 'vitest'
import {
  isRegion,
  liesIn,
  regionsGiven,
  somewhereIn,
  surelyLiesIn,
  surestOf,
} from '../../../src/core/base/region.ts'

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

  test('a region that is given is read in one form, and what is none counts as not known', () => {
    expect(['US', 'us-ny', ' US-NY-NYC ', 'DE-1'].map(isRegion)).toEqual([true, true, true, true])
    expect(['USA', 'U', 'US-', 'US-ABCD', 'US-A-B-C', 'Narnia', '', 'US-*'].some(isRegion)).toBe(false)
    expect(regionsGiven(['us-ny', 'Narnia', 'DE', ' US-NY'])).toEqual(['DE', 'US-NY'])
    expect([regionsGiven('fr'), regionsGiven('Narnia')]).toEqual([['FR'], []])
  })

  test('a residence that was given takes the place of those that were guessed', () => {
    expect(surestOf(['US-*', 'CA-ON', 'CA-*'])).toEqual(['CA-ON'])
    expect(surestOf(['US-*', 'CA-*'])).toEqual(['US-*', 'CA-*'])
  })
})
