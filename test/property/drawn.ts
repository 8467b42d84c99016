/** How often each property is asked: `PROPERTY_TIMES=10` asks ten times as often, over night or before a release. */
const TIMES = Number(process.env['PROPERTY_TIMES'] ?? 1)

/** The seed is drawn by each run of the tests and told by a failing property; `FC_SEED` gives it again. */
const GIVEN = process.env['FC_SEED']

export function drawn(runs: number): { numRuns: number; seed?: number } {
  return { numRuns: Math.ceil(runs * TIMES), ...(GIVEN !== undefined && { seed: Number(GIVEN) }) }
}

/** The limit is long enough on a busy machine. */
export const LONG_ENOUGH = 300_000 * Math.max(1, TIMES)
