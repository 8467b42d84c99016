import { expect, test } from 'vitest'
import { loads, seen, underLoad } from '../support/dialer/under-load.ts'

/** As brute-force-house.test.ts, without the house's ceilings, so that the law's own are reached. */
test.each(loads('CO', 'US-MA'))(
  'a dialer that tries everything breaks no rule of a law alone, and is refused nothing without need',
  async ({ countries, days }) => {
    const limited = countries.filter((country) => country.limited !== null)
    for (const run of await underLoad({ house: false, countries: limited, days })) {
      const { country, tried, made, breaches, needless } = seen(run)
      expect({ country, breaches, needless }).toEqual({ country, breaches: [], needless: [] })
      expect(made).toBeGreaterThan(10)
      expect(tried).toBeGreaterThan(made)
    }
  },
  1_800_000,
)
