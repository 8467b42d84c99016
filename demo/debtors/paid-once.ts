import { type Currency, formatAmount, type Minor, parseAmount } from '../../src/core/base/money.ts'
import { dayOf, type Day, type Instant } from '../../src/core/base/time.ts'
import type { FactInput } from '../../src/core/fact/fact.ts'
import { recordedAt } from '../book/timing.ts'

/** The book was drawn before anybody promised anything. Whoever has paid as promised does not pay the same once more, and what a plan or a settlement covers is paid as agreed and not otherwise. */
export interface PaidOnce {
  /** A sum came because of an agreement. */
  paidAhead(account: string, amount: string): void
  /** An account has agreed: what fell due before is paid as agreed from then on. */
  agreedOn(account: string, since: Instant): void
  /** The answer is what is left of a fact of the book; null = it does not happen. */
  heard(fact: FactInput): FactInput | null
}

export function paidOnce(): PaidOnce {
  const ahead = new Map<string, Minor>()
  const agreed = new Map<string, Instant>()
  const due = new Map<string, Day>()
  const currencies = new Map<string, Currency>()
  /** What was said of a payment first counts for its repetitions. */
  const said = new Map<string, string | null>()

  const amountOf = (fact: Extract<FactInput, { type: 'payment.received' }>): string | null => {
    const { account, payment, amount } = fact
    const since = agreed.get(account)
    const billed = due.get(`${account}/${payment.slice(0, -2)}`)
    if (
      since !== undefined &&
      billed !== undefined &&
      recordedAt(fact) >= since &&
      billed < dayOf('UTC', since)
    )
      return null
    const left = ahead.get(account) ?? 0
    const currency = currencies.get(account)
    if (left === 0 || currency === undefined) return amount
    const sum = parseAmount(amount, currency) ?? 0
    ahead.set(account, Math.max(0, left - sum))
    return left >= sum ? null : formatAmount(sum - left, currency)
  }

  return {
    paidAhead: (account, amount) => {
      const sum = parseAmount(amount, currencies.get(account) ?? 'XXX') ?? 0
      ahead.set(account, (ahead.get(account) ?? 0) + sum)
    },
    agreedOn: (account, since) => {
      if (!agreed.has(account)) agreed.set(account, since)
    },
    heard(fact) {
      switch (fact.type) {
        case 'account.opened':
          currencies.set(fact.account, fact.currency)
          return fact
        case 'obligation.billed':
          due.set(`${fact.account}/${fact.obligation}`, fact.dueOn)
          return fact
        case 'payment.received': {
          const key = `${fact.account}/${fact.payment}`
          const known = said.get(key)
          const amount = known === undefined ? amountOf(fact) : known
          said.set(key, amount)
          return amount === null ? null : { ...fact, amount }
        }
        case 'payment.reversed':
          return said.get(`${fact.account}/${fact.payment}`) === null ? null : fact
        default:
          return fact
      }
    },
  }
}
