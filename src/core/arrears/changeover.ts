import { changeoverOf } from '../base/changeover-rates.ts'
import { type Exchange, exchanged, minorOf } from '../base/exchange.ts'
import { type Currency, type Minor, parseAmount } from '../base/money.ts'
import { type Instant, isoOf } from '../base/time.ts'
import type { CurrencyWord, SaidAmount } from '../model/ledger-money.ts'

/** The currency that an account has, and those that it had; null = no other is known. */
export interface OfCurrency {
  currency: Currency
  currencies?: readonly CurrencyWord[] | null
}

/** A day begins somewhere on earth before it begins in UTC. */
const FIRST_ZONE_MS = 14 * 3_600_000

/** The words in their order, each currency once in a row, from the first instant at which it was said. */
export function inOrder(words: readonly CurrencyWord[]): CurrencyWord[] {
  const sorted = [...words].sort((a, b) => (a.at ?? -Infinity) - (b.at ?? -Infinity) || byRate(a, b))
  return sorted.filter(({ currency }, index) => sorted[index - 1]?.currency !== currency)
}

function byRate(a: CurrencyWord, b: CurrencyWord): number {
  if (a.currency !== b.currency) return a.currency < b.currency ? -1 : 1
  return Number(a.rate === null) - Number(b.rate === null)
}

/** The answer is whether the rate of each changeover is known. */
export function areRated(words: readonly CurrencyWord[]): boolean {
  return words.every((_, index) => index === 0 || stepOf(words, index) !== null)
}

export function currencyAt(account: OfCurrency, at: Instant): Currency {
  const { currency, currencies = null } = account
  return currencies === null ? currency : (currencies[placeAt(currencies, at)]?.currency ?? currency)
}

function placeAt(words: readonly CurrencyWord[], at: Instant): number {
  return Math.max(
    0,
    words.findLastIndex((word) => (word.at ?? -Infinity) <= at),
  )
}

/** The answer is what was said at that instant, in the currency that the account has now: every changeover rounds it half up, each amount by itself. */
export function valueOf(account: OfCurrency, said: SaidAmount, at: Instant): Minor | 'unknown_rate' | null {
  const words = wordsIn(account)
  const own = placeAt(words, at)
  const currency = said.currency ?? words[own]?.currency ?? account.currency
  const place = placeOf(words, currency, own)
  if (place !== null) return carried(words, place, minorOf(said.amount, currency))
  const exchange = exchangeOf(said, currency, { to: words[own]?.currency ?? account.currency, at })
  if (exchange === null) return 'unknown_rate'
  const minor = minorOf(said.amount, currency)
  return carried(words, own, minor === null ? null : exchanged(minor, exchange))
}

/** The answer is what a snapshot of that instant showed, which names no currency; null = nobody can read it. */
export function shownIn(account: OfCurrency, amount: string, at: Instant): Minor | null {
  if (parseAmount(amount, currencyAt(account, at)) === null) return null
  const value = valueOf(account, { amount, currency: null, rate: null }, at)
  return typeof value === 'number' ? value : null
}

/** An amount of one account in the currency of another: both once had the same one, and every changeover since then is gone through, back from the one and on to the other. */
export function carriedTo(to: OfCurrency, from: OfCurrency, amount: Minor): Minor {
  if (to.currency === from.currency) return amount
  const [back, on] = [wordsIn(from), wordsIn(to)]
  const common = back.findLastIndex((word) => on.some(({ currency }) => currency === word.currency))
  const place = on.findLastIndex(({ currency }) => currency === back[common]?.currency)
  let value: Minor | null = amount
  for (let index = back.length - 1; index > common && value !== null; index--) {
    const step = stepOf(back, index)
    value = step && exchanged(value, { from: step.to, to: step.from, rate: step.rate, per: 'to' })
  }
  return common < 0 ? amount : (carried(on, place, value) ?? amount)
}

function wordsIn({ currency, currencies = null }: OfCurrency): readonly CurrencyWord[] {
  return currencies ?? [{ at: null, currency, rate: null }]
}

/** The place of the currency among those of the account: the one at that instant, else the latest before it, else the next after it. */
function placeOf(words: readonly CurrencyWord[], currency: Currency, own: number): number | null {
  const before = words.findLastIndex((word, index) => index <= own && word.currency === currency)
  if (before >= 0) return before
  const after = words.findIndex((word) => word.currency === currency)
  return after < 0 ? null : after
}

function carried(words: readonly CurrencyWord[], from: number, minor: Minor | null): Minor | null {
  let value = minor
  for (let place = from + 1; place < words.length && value !== null; place++) {
    const step = stepOf(words, place)
    value = step === null ? null : exchanged(value, step)
  }
  return value
}

/** The changeover to the currency of that place; null = its rate is unknown. */
function stepOf(words: readonly CurrencyWord[], place: number): Exchange | null {
  const [before, word] = [words[place - 1], words[place]]
  if (!before || !word) return null
  const law = changeoverOf(before.currency, word.currency, isoOf((word.at ?? 0) + FIRST_ZONE_MS).slice(0, 10))
  const rate = word.rate ?? law?.rate
  return rate === undefined ? null : { from: before.currency, to: word.currency, rate, per: 'from' }
}

function exchangeOf(
  { rate }: SaidAmount,
  from: Currency,
  { to, at }: { to: Currency; at: Instant },
): Exchange | null {
  if (rate !== null) return { from, to, rate, per: 'to' }
  const day = isoOf(at + FIRST_ZONE_MS).slice(0, 10)
  const law = changeoverOf(from, to, day)
  if (law) return { from, to, rate: law.rate, per: 'from' }
  const back = changeoverOf(to, from, day)
  return back && { from, to, rate: back.rate, per: 'to' }
}
