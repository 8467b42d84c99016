/** An ISO 4217 code, upper case. */
export type Currency = string
/** An integer number of the currency's minor units. */
export type Minor = number

const known = new Set(Intl.supportedValuesOf('currency'))

export function isCurrency(code: string): boolean {
  return known.has(code)
}

/** Currencies whose minor unit is no hundredth, as ISO 4217 has them. Sums are stored in minor units, so these stand here and not in what a Node brings along. */
const DIGITS: ReadonlyMap<Currency, number> = new Map([
  ...digitsOf(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'),
  ...digitsOf(3, 'BHD IQD JOD KWD LYD OMR TND'),
])

/** ISO 4217 names a minor unit that nobody hands over: whole sums are written without it (CLDR 48). */
export const WHOLE: ReadonlySet<Currency> = new Set(
  'AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SLL SOS SYP YER'.split(' '),
)

let kept: ReadonlyMap<Currency, number> = new Map()

function digitsOf(count: number, codes: string): [Currency, number][] {
  return codes.split(' ').map((code) => [code, count])
}

/** A book that holds sums of other digits than those of today goes on with its own; a process says so once, before it reads or tells a sum. */
export function keepDigits(ofBook: ReadonlyMap<Currency, number>): void {
  kept = ofBook
}

/** Digits behind the decimal point: 2 for USD, 0 for JPY, 3 for BHD. */
export function minorDigits(currency: Currency): number {
  return kept.get(currency) ?? DIGITS.get(currency) ?? 2
}

/** The least sum that anybody hands over, in minor units: what is worked out for somebody to pay is a whole number of it. */
export function leastPaid(currency: Currency): Minor {
  return WHOLE.has(currency) ? 10 ** minorDigits(currency) : 1
}

/** Minor units of a plain decimal such as `55.94`, or null where the text is anything else (`1e3`, a sign, other digits than zeros beyond those of the currency, beyond 2^53). */
export function parseAmount(text: string, currency: Currency): Minor | null {
  const match = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text)
  if (!match) return null
  const places = minorDigits(currency)
  // A ledger writes every currency with the digits of its own column: zeros say nothing more.
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  if (fraction.length > places) return null
  const minor = Number(`${match[1]}${fraction.padEnd(places, '0')}`)
  return Number.isSafeInteger(minor) ? minor : null
}

export function formatAmount(minor: Minor, currency: Currency): string {
  const places = minorDigits(currency)
  if (places === 0) return String(minor)
  if (WHOLE.has(currency) && minor % 10 ** places === 0) return String(minor / 10 ** places)
  const text = String(Math.abs(minor)).padStart(places + 1, '0')
  return `${minor < 0 ? '-' : ''}${text.slice(0, -places)}.${text.slice(-places)}`
}
