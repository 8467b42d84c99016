import type { Currency, Minor } from '../base/money.ts'
import type { Day, Instant } from '../base/time.ts'
import type { DebtPart } from './debt-part.ts'
import type { MoneyKind } from './money-kind.ts'

/** An amount as a fact said it, where it was or may be in another currency than the account's. */
export interface SaidAmount {
  amount: string
  /** Null = in that which the account had. */
  currency: Currency | null
  /** Units of the account's currency for one. */
  rate: string | null
}

/** The currency in which an account is from an instant on. */
export interface CurrencyWord {
  /** Null = before all others. */
  at: Instant | null
  currency: Currency
  /** Units of the one before it for one of it; null = the law's. */
  rate: string | null
}

/** What was once said of an obligation. */
export interface ObligationWord {
  is: 'billed' | 'corrected' | 'rescheduled' | 'cancelled'
  at: Instant
  amount: Minor | null
  said: SaidAmount | null
  dueOn: Day | null
  part: DebtPart | null
}

export interface LedgerObligation {
  externalId: string
  dueOn: Day
  /** The instant at which it was last rescheduled; null = the due date is the bill's. */
  dueAt: Instant | null
  /** 0 until the bill itself is known. */
  amount: Minor
  cancelled: boolean
  part: DebtPart
  /** The instant of its first bill; null = the bill is unknown, or was stored before that was. */
  saidAt: Instant | null
  /** All that was said of it and may still count; null = the bill and what `dueAt` says, and nothing else. */
  words: ObligationWord[] | null
  /** It is disputed or held by itself, and the last day of that; null = until something happens. */
  rests: boolean
  restsUntil: Day | null
}

export interface LedgerPayment {
  externalId: string
  kind: MoneyKind
  /** The payment that it takes of. */
  of: string | null
  obligation: string | null
  /** 0 until the payment itself is known. */
  amount: Minor
  happenedAt: Instant
  recordedAt: Instant
  reversedAt: Instant | null
  /** The amount as it was said; null = in the only currency that the account has had. */
  said: SaidAmount | null
}
