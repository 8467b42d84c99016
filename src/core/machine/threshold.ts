import { type Currency, type Minor, minorDigits } from '../base/money.ts'

const minorByText = new Map<string, Minor>()

/** A strategy's money text in an account's currency; what the currency cannot show is rounded up. */
export function thresholdIn(text: string, currency: Currency): Minor {
  const key = `${text} ${currency}`
  let minor = minorByText.get(key)
  if (minor === undefined) {
    const [whole = '0', fraction = ''] = text.split('.')
    const places = minorDigits(currency)
    const beyond = /[1-9]/.test(fraction.slice(places)) ? 1 : 0
    minor = Number(whole + fraction.slice(0, places).padEnd(places, '0')) + beyond
    minorByText.set(key, minor)
  }
  return minor
}

/** An amount that is not named is always owed. */
export function owesAtLeast(
  { pastDue, currency }: { pastDue: Minor; currency: Currency },
  amount: string | undefined,
): boolean {
  return amount === undefined || pastDue >= thresholdIn(amount, currency)
}
