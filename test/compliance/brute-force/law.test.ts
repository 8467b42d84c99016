import { expect, test } from 'vitest'
import { BRUTE_ALL, loads, seen, underLoad } from '../../support/dialer/under-load.ts'

/** This test is brute-force-house.test.ts without the house's ceilings, so that the law's own are met. */
test.each(loads('CO', 'US-MA'))(
  'a dialer that tries everything breaks no rule of a law alone, and is refused nothing without need',
  async ({ countries, days }) => {
    const limited = countries.filter((country) => country.limited !== null)
    const runs = (await underLoad({ house: false, countries: limited, days })).map(seen)
    expect(runs.filter(({ breaches, needless }) => breaches.length + needless.length > 0)).toEqual([])
    for (const { made, tried } of runs) {
      expect(made).toBeGreaterThan(10)
      expect(tried).toBeGreaterThan(made)
    }
    if (BRUTE_ALL) console.log(runs)
  },
  1_800_000,
)
