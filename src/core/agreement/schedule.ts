import { addMonths } from 'date-fns'
import { utc } from '@date-fns/utc'
import type { Minor } from '../base/money.ts'
import { addDays, type Day } from '../base/time.ts'
import { MOST_RATES, type Rate, type RateInterval } from '../model/rate.ts'

/** A sum that is paid in rates. */
export interface InRates {
  /** The sum is in minor units. */
  sum: Minor
  /** The local day of the first rate. */
  first: Day
  every: RateInterval
}

/** So many equal rates, each a whole number of `least`; what does not divide is in the last one. Null = no rate would be worth anything, or there are too many. */
export function equalRates({ sum, first, every }: InRates, rates: number, least: Minor = 1): Rate[] | null {
  if (!isCount(rates) || sum < rates * least) return null
  const amount = Math.floor(sum / (rates * least)) * least
  return Array.from({ length: rates }, (_, index) => ({
    on: dayOfRate(first, every, index),
    amount: index === rates - 1 ? sum - amount * (rates - 1) : amount,
  }))
}

/** Rates of that amount, the last of which is what remains. Null = there is nothing to pay, or there are too many. */
export function ratesOf({ sum, first, every }: InRates, amount: Minor): Rate[] | null {
  if (sum < 1 || amount < 1 || !isCount(Math.ceil(sum / amount))) return null
  return Array.from({ length: Math.ceil(sum / amount) }, (_, index) => ({
    on: dayOfRate(first, every, index),
    amount: Math.min(amount, sum - amount * index),
  }))
}

/** The day of a rate, counted from 0. Months are counted from the first day: one of the 31st falls due on the last day of a shorter month, and on the 31st again after it. */
export function dayOfRate(first: Day, every: RateInterval, index: number): Day {
  if ('days' in every) return addDays(first, every.days * index)
  const day = addMonths(`${first}T00:00:00Z`, every.months * index, { in: utc })
  return day.toISOString().slice(0, 10)
}

/** The sum of all rates, in minor units. */
export function sumOf(rates: readonly Rate[]): Minor {
  return rates.reduce((sum, { amount }) => sum + amount, 0)
}

function isCount(rates: number): boolean {
  return Number.isSafeInteger(rates) && rates >= 1 && rates <= MOST_RATES
}
