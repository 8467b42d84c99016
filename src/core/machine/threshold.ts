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

/** How many of the amounts are owed; nothing, and less than the smallest unit, are places of their own. Sums of one rank compare alike with all of them. */
export function rankOf(pastDue: Minor, amounts: readonly string[], currency: Currency): number {
  return amounts.reduce(
    (rank, amount) => rank + Number(owesAtLeast({ pastDue, currency }, amount)),
    Number(pastDue >= 0) + Number(pastDue > 0) + Number(pastDue >= 1),
  )
}
