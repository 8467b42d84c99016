import type { Minor } from '../base/money.ts'
import type { Day } from '../base/time.ts'

/** One sum of a schedule, in minor units, and the local day on which it falls due. */
export interface Rate {
  on: Day
  amount: Minor
}

/** How far apart the rates of a schedule are. */
export type RateInterval = { days: number } | { months: number }

/** No schedule has more rates: thirty years of months. */
export const MOST_RATES = 360
