import { arrearsOn } from '../arrears/arrears.ts'
import { type OfCurrency, valueOf } from '../arrears/changeover.ts'
import { countedOn } from '../arrears/dated-ahead.ts'
import { effective } from '../arrears/effective.ts'
import { unsaid, withWord } from '../arrears/obligation-words.ts'
import { formatAmount, type Minor } from '../base/money.ts'
import { type Instant, lastDayOf, type Zone } from '../base/time.ts'
import type { LedgerObligation, LedgerPayment } from '../model/ledger-money.ts'
import { moneyKey } from '../model/money-kind.ts'
import { type GivenAmount, saidOf } from './apply/money.ts'
import type { MoneyWord } from './apply/money-word.ts'
import { FACT, type FactType } from './fact.ts'
import type { FactKind } from './kind/kind.ts'

/** A fact about what an account owes, in the order in which it was recorded. */
export interface MoneyFact {
  id: number
  type: FactType
  happenedAt: Instant
  recordedAt: Instant
  body: Record<string, unknown>
}

export interface OwedAfter {
  /** Unpaid of all that was billed by then, and of all that was due by then. */
  balanceAfter: string
  pastDueAfter: string
}

interface Account extends Pick<OfCurrency, 'currency'> {
  /** Absent = no other currency is known. */
  currencies?: OfCurrency['currencies']
  zones: readonly Zone[]
}

/** What the account owed once each payment, and whatever else counts as one or was taken back, was known; by the id of its fact. Figures of snapshots are the ledger's own, and are not counted again. */
export function owedAfter(facts: readonly MoneyFact[], account: Account): Map<number, OwedAfter> {
  const known = new Known(account)
  const after = new Map<number, OwedAfter>()
  for (const fact of facts) {
    const word = (FACT[fact.type] as FactKind).money?.(fact.body as never)
    if (!word) continue
    known.learn(word, fact)
    if (word.on === 'obligation' || known.owed.size === 0) continue
    after.set(fact.id, known.owedOn(fact.recordedAt))
  }
  return after
}

class Known {
  readonly owed = new Map<string, LedgerObligation>()
  private readonly currencies: OfCurrency
  private readonly paid = new Map<string, LedgerPayment>()

  constructor(private readonly account: Account) {
    this.currencies = { currency: account.currency, currencies: account.currencies ?? null }
  }

  learn(word: MoneyWord, { happenedAt, recordedAt }: MoneyFact): void {
    switch (word.on) {
      case 'obligation': {
        const { obligation, is, dueOn, part, given } = word
        const row = this.owed.get(obligation) ?? unsaid(obligation, '')
        const amount = given && this.amountOf(given, happenedAt)
        this.owed.set(obligation, withWord(row, { is, dueOn, part, amount, said: null, at: happenedAt }))
        return
      }
      case 'payment': {
        const { given, externalId, kind, of, obligation } = word
        const reversedAt = this.paid.get(moneyKey(word))?.reversedAt ?? null
        const row = { externalId, kind, of, obligation: obligation || null, said: null }
        const amount = this.amountOf(given, happenedAt)
        this.paid.set(moneyKey(word), { ...row, amount, happenedAt, recordedAt, reversedAt })
        return
      }
      case 'reversal': {
        const { payment: externalId } = word
        const unheard = {
          externalId,
          kind: 'money',
          of: null,
          obligation: null,
          amount: 0,
          said: null,
        } as const
        const row = this.paid.get(externalId) ?? { ...unheard, happenedAt, recordedAt }
        this.paid.set(externalId, { ...row, reversedAt: happenedAt })
      }
    }
  }

  owedOn(at: Instant): OwedAfter {
    const { zones, currency } = this.account
    const today = lastDayOf(zones, at)
    const { counted } = countedOn(effective([...this.paid.values()]), zones, today)
    const { balance, pastDue } = arrearsOn([...this.owed.values()], counted, today)
    return { balanceAfter: formatAmount(balance, currency), pastDueAfter: formatAmount(pastDue, currency) }
  }

  /** What cannot be read counts nothing: it is told beside the story. */
  private amountOf(given: GivenAmount, at: Instant): Minor {
    if (typeof given.amount !== 'string') return 0
    const value = valueOf(this.currencies, saidOf(given), at)
    return typeof value === 'number' ? value : 0
  }
}
