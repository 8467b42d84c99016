import { expect, test } from 'vitest'
import { loads, seen, underLoad } from '../support/dialer/under-load.ts'

/** Three debtors who share numbers, debts and a home are tried on every channel every hour by four workers at once, and what is made of it is recounted by hand. `BRUTE=all` takes every country for sixty days. */
test.each(loads('US-DC', 'US-FL'))(
  'a dialer that tries everything breaks no rule of a country and of the house, and is refused nothing without need',
  async (load) => {
    for (const run of await underLoad({ house: true, ...load })) {
      const { country, tried, made, breaches, needless } = seen(run)
      expect({ country, breaches, needless }).toEqual({ country, breaches: [], needless: [] })
      expect(made).toBeGreaterThan(10)
      expect(tried).toBeGreaterThan(made * 10)
    }
  },
  1_800_000,
)
