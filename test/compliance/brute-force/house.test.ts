import { expect, test } from 'vitest'
import { BRUTE_ALL, loads, seen, underLoad } from '../../support/dialer/under-load.ts'

/** Three debtors who share numbers, debts and a home are tried on every channel every hour by four workers at once, and what is made of it is recounted by hand. `BRUTE=all` takes every country for sixty days. */
test.each(loads('US-DC', 'US-FL'))(
  'a dialer that tries everything breaks no rule of a country and of the house, and is refused nothing without need',
  async (load) => {
    const runs = (await underLoad({ house: true, ...load })).map(seen)
    expect(runs.filter(({ breaches, needless }) => breaches.length + needless.length > 0)).toEqual([])
    for (const { made, tried } of runs) {
      expect(made).toBeGreaterThan(10)
      expect(tried).toBeGreaterThan(made * 10)
    }
    if (BRUTE_ALL) console.log(runs)
  },
  1_800_000,
)
