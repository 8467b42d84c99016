import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { dayOfRate, equalRates, ratesOf, sumOf } from '../../../src/core/agreement/schedule.ts'

const monthly = { first: '2026-01-31', every: { months: 1 } }

describe('a schedule of rates', () => {
  it('what does not divide is in the last rate', () => {
    expect(equalRates({ sum: 100_00, ...monthly }, 3)).toEqual([
      { on: '2026-01-31', amount: 33_33 },
      { on: '2026-02-28', amount: 33_33 },
      { on: '2026-03-31', amount: 33_34 },
    ])
  })

  it('a rate is a whole number of what somebody hands over, and a fraction of the sum is in the last one', () => {
    expect(equalRates({ sum: 100_000_50, ...monthly }, 3, 100)?.map(({ amount }) => amount)).toEqual([
      33_333_00, 33_333_00, 33_334_50,
    ])
    expect(equalRates({ sum: 2_99, ...monthly }, 3, 100)).toBeNull()
  })

  it('rates of an amount end with what remains', () => {
    expect(ratesOf({ sum: 250_00, first: '2026-03-01', every: { days: 14 } }, 100_00)).toEqual([
      { on: '2026-03-01', amount: 100_00 },
      { on: '2026-03-15', amount: 100_00 },
      { on: '2026-03-29', amount: 50_00 },
    ])
  })

  it('a short month moves no later rate', () => {
    expect([0, 1, 2, 13].map((index) => dayOfRate('2027-12-31', { months: 1 }, index))).toEqual([
      '2027-12-31',
      '2028-01-31',
      '2028-02-29',
      '2029-01-31',
    ])
  })

  it('rates from the 29th of February fall due on the 29th where a month has one, a year later on the 28th', () => {
    expect([1, 12, 24, 36, 48].map((index) => dayOfRate('2028-02-29', { months: 1 }, index))).toEqual([
      '2028-03-29',
      '2029-02-28',
      '2030-02-28',
      '2031-02-28',
      '2032-02-29',
    ])
    expect(dayOfRate('2096-02-29', { months: 12 }, 4)).toBe('2100-02-28')
  })

  it.each([0, -1, 1.5, 361])('there is no schedule of %s rates', (rates) => {
    expect(equalRates({ sum: 1000_00, ...monthly }, rates)).toBeNull()
  })

  it('there is no rate of nothing', () => {
    expect(equalRates({ sum: 2, ...monthly }, 3)).toBeNull()
    expect(ratesOf({ sum: 100_00, ...monthly }, 0)).toBeNull()
    expect(ratesOf({ sum: 0, ...monthly }, 1)).toBeNull()
  })

  it('no minor unit is lost, and days go up', () => {
    const days = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(
        fc.integer({ min: 360, max: 1e12 }),
        fc.integer({ min: 1, max: 360 }),
        fc.oneof(
          days.map((n) => ({ days: n })),
          days.map((n) => ({ months: n })),
        ),
        (sum, count, every) => {
          const rates = equalRates({ sum, first: '2024-02-29', every }, count) ?? []
          expect(rates).toHaveLength(count)
          expect(sumOf(rates)).toBe(sum)
          expect(rates.every(({ on }, index) => index === 0 || on > (rates[index - 1]?.on ?? ''))).toBe(true)
        },
      ),
    )
  })
})
