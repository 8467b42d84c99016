import { type Currency, type Minor, minorDigits } from './money.ts'

/** What one currency is worth in another: `per` = the currency of which the rate gives units for one of the other. */
export interface Exchange {
  from: Currency
  to: Currency
  /** A plain decimal. */
  rate: string
  per: 'from' | 'to'
}

/** The amount in the other currency, half up; null where it is beyond 2^53. */
export function exchanged(minor: Minor, { from, to, rate, per }: Exchange): Minor | null {
  const { digits, places } = decimalOf(rate)
  const [over, under] = per === 'to' ? [digits, tenTo(places)] : [tenTo(places), digits]
  if (under === 0n) return null
  return rounded(BigInt(minor) * over * tenTo(minorDigits(to)), under * tenTo(minorDigits(from)))
}

/** A plain decimal in minor units, half up: a ledger that tells of another currency may know more digits than this one has. */
export function minorOf(text: string, currency: Currency): Minor | null {
  const { digits, places } = decimalOf(text)
  return rounded(digits * tenTo(minorDigits(currency)), tenTo(places))
}

function decimalOf(text: string): { digits: bigint; places: number } {
  const [whole = '0', fraction = ''] = text.split('.')
  return { digits: BigInt(`${whole}${fraction}`), places: fraction.length }
}

function rounded(over: bigint, under: bigint): Minor | null {
  const value = Number((2n * over + under) / (2n * under))
  return Number.isSafeInteger(value) ? value : null
}

function tenTo(places: number): bigint {
  return 10n ** BigInt(places)
}
