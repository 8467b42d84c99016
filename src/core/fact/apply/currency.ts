import { areRated, inOrder, type OfCurrency, valueOf } from '../../arrears/changeover.ts'
import { withWords, wordsOf } from '../../arrears/obligation-words.ts'
import { formatAmount, type Minor } from '../../base/money.ts'
import type { Instant } from '../../base/time.ts'
import type { LedgerAccount, LedgerPlan, LedgerPromise } from '../../model/ledger.ts'
import type { LedgerSettlement } from '../../model/settlement.ts'
import type { LedgerObligation, LedgerPayment } from '../../model/ledger-money.ts'
import type { CurrencyWord, SaidAmount } from '../../model/ledger-money.ts'
import { type Applied, type Draft, type OnAccount, raiseAccount, refused } from '../draft.ts'
import type { Telling } from '../telling.ts'
import { obligationsOf, paymentsOf, putObligation, putPayment } from './sets.ts'
import { putPlan, reviewPlan } from './plan.ts'
import { putPromise } from './promise.ts'
import { putSettlement } from './settlement.ts'

/** The account was in that currency from an instant on. What was said in no named currency was in the one that it had then: everything is worked out anew from what was said. */
export function applyCurrency(
  draft: Draft,
  subject: OnAccount,
  word: CurrencyWord,
  prepared: Telling,
): Applied {
  const { account } = subject
  const first = { at: account.lineFrom ?? account.lineAt, currency: account.currency, rate: null }
  const words = inOrder([...(account.currencies ?? [first]), word])
  if (!areRated(words)) return unrated(account, word, prepared)
  const carry = new Carrying(account, words)
  const obligations = [...obligationsOf(draft, account.id).values()].map((row) => carry.obligation(row))
  const payments = [...paymentsOf(draft, account.id).values()].map((row) => carry.payment(row))
  const promises = [...draft.ledger.promises.values()]
    .filter((promise) => promise.account === account.id)
    .map((promise) => carry.promise(promise))
  const settlements = [...draft.ledger.settlements.values()]
    .filter((settlement) => settlement.account === account.id)
    .map((settlement) => carry.settlement(settlement))
  const over = [...draft.ledger.plans.values()].filter(({ accounts }) => accounts.includes(account.id))
  const plans = over.filter((plan) => plan.account === account.id).map((plan) => carry.plan(plan))
  const figures = carry.figures()
  if (carry.isTooLarge)
    return refused(prepared, 'amount_too_large', 'an amount of the account would be more than 2^53', 'rate')
  for (const row of obligations) putObligation(draft, account, row)
  for (const row of payments) putPayment(draft, account, row)
  for (const { externalId: name, madeAt: at, amount, toldPaid } of promises)
    putPromise(draft, subject, { name, at, said: { amount, toldPaid } })
  for (const { externalId: name, offeredAt, amount } of settlements)
    putSettlement(draft, subject, { name, at: offeredAt ?? prepared.at, said: { amount } })
  for (const { externalId: name, rates } of plans) putPlan(draft, subject, name, { rates })
  for (const plan of over) reviewPlan(draft, plan)
  Object.assign(account, figures, { ...carry.after, lineMark: null })
  draft.accounts.add(account)
  draft.outdated.add(account.id)
  raiseAccount(draft, account.id)
  return 'taken'
}

function unrated({ currency }: LedgerAccount, word: CurrencyWord, prepared: Telling): Applied {
  const message = 'the account is known in another currency'
  return {
    ...refused(prepared, 'conflicting_fact', message, 'currency'),
    suggestion: `account.redenominated says from when on the account is in ${word.currency} instead of ${currency}, and at which rate`,
  }
}

/** Every amount of an account in the currency that it gets. */
class Carrying {
  isTooLarge = false
  readonly after: Pick<LedgerAccount, 'currency' | 'currencies'>
  private readonly isFirst: boolean

  constructor(
    private readonly account: LedgerAccount,
    words: CurrencyWord[],
  ) {
    const currency = words.at(-1)?.currency ?? account.currency
    this.after = { currency, currencies: words }
    this.isFirst = account.currencies === null
  }

  obligation(row: LedgerObligation): LedgerObligation {
    const words = wordsOf(row).map((word) => {
      if (word.amount === null) return word
      const said = word.said ?? this.saidOf(word.amount)
      return { ...word, said, amount: this.value(said, word.at) }
    })
    return withWords(row, words)
  }

  payment(row: LedgerPayment): LedgerPayment {
    if (row.amount === 0 && row.said === null) return row
    const said = row.said ?? this.saidOf(row.amount)
    return { ...row, said, amount: this.value(said, row.happenedAt) }
  }

  promise(row: LedgerPromise): LedgerPromise {
    const carried = (amount: Minor): Minor => this.value(this.saidLast(amount), row.madeAt)
    const toldPaid = row.toldPaid === null ? null : carried(row.toldPaid)
    return { ...row, amount: carried(row.amount), toldPaid }
  }

  settlement(row: LedgerSettlement): LedgerSettlement {
    if (row.amount === 0) return row
    return { ...row, amount: this.value(this.saidLast(row.amount), row.offeredAt ?? 0) }
  }

  plan(row: LedgerPlan): LedgerPlan {
    const at = row.agreedAt ?? row.proposedAt ?? 0
    const rates = row.rates.map(({ on, amount }) => ({ on, amount: this.value(this.saidLast(amount), at) }))
    return { ...row, rates }
  }

  /** Those of a ledger are worked out from its rows. */
  figures(): Pick<LedgerAccount, 'pastDue' | 'balance'> {
    const { feed, pastDue, balance, snapshotAt } = this.account
    if (feed !== 'snapshot') return { pastDue, balance }
    const carried = (amount: Minor): Minor => this.value(this.saidLast(amount), snapshotAt ?? 0)
    return { pastDue: carried(pastDue), balance: balance === null ? null : carried(balance) }
  }

  private saidOf(amount: Minor): SaidAmount {
    return { amount: formatAmount(amount, this.account.currency), currency: null, rate: null }
  }

  /** A promise, a plan and the figures of a snapshot are kept as they were worked out last, not as they were said. */
  private saidLast(amount: Minor): SaidAmount {
    const said = this.saidOf(amount)
    return this.isFirst ? said : { ...said, currency: this.account.currency }
  }

  private value(said: SaidAmount, at: Instant): Minor {
    const value = valueOf(this.after satisfies OfCurrency, said, at)
    if (typeof value === 'number') return value
    this.isTooLarge = true
    return 0
  }
}
