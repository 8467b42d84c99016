import type { AccountId } from '../base/id.ts'
import type { Minor } from '../base/money.ts'
import type { Day, Instant } from '../base/time.ts'
import type { DebtPart } from './debt-part.ts'
import type { LedgerPayment, ObligationWord } from './ledger-money.ts'

/** What has become of a promise to pay. */
interface PromiseStateTraits {
  /** How a story says it. */
  says: string
  /** Nobody is contacted while it is so. */
  silent?: true
  /** It ran out, and the money was not there. */
  failed?: true
  /** It was never taken, or does not count any more: no law and no rule sees it. */
  void?: true
  /** A human is to say whether it is taken. */
  asks?: true
}

export const PROMISE_STATE = {
  asked: { says: 'beyond what the strategy takes: a supervisor is asked', void: true, asks: true },
  open: { says: 'open', silent: true },
  kept: { says: 'kept' },
  partly_kept: { says: 'kept in part', failed: true },
  broken: { says: 'not kept', failed: true },
  cancelled: { says: 'cancelled', void: true },
  superseded: { says: 'another one took its place' },
  /** Nobody said in time whether it is taken. */
  expired: { says: 'it ran out before anybody took it', void: true },
  refused: { says: 'not taken', void: true },
} as const satisfies Record<string, PromiseStateTraits>

export type PromiseStatus = keyof typeof PROMISE_STATE
export const PROMISE_STATES = Object.keys(PROMISE_STATE) as [PromiseStatus, ...PromiseStatus[]]

export function promiseTraits(status: PromiseStatus): PromiseStateTraits {
  return PROMISE_STATE[status]
}

/** What an account with a promise or a plan owed and when, where its ledger says so. */
export interface Billed {
  account: AccountId
  externalId: string
  dueOn: Day
  amount: Minor
  /** Absent = the principal. */
  part?: DebtPart
  /** It is disputed or held by itself now, and the last day of that; absent = it is not. */
  rests?: boolean
  restsUntil?: Day | null
  cancelled?: boolean
  /** All that was said of it; absent or null = its bill, and nothing that changed the sum or the day. */
  words?: ObligationWord[] | null
}

/** What was paid on such an account, counts as paid, or was taken back; also what stands no more. */
export interface Settled extends Omit<LedgerPayment, 'said'> {
  account: AccountId
}

/** A time in which an obligation of such an account was disputed or held by itself. */
export interface Rested {
  account: AccountId | null
  obligation: string
  from: Instant
  until: Day | null
  lifted: Instant | null
}

/** What a snapshot showed of such an account. */
export interface Shown {
  account: AccountId
  at: Instant
  pastDue: Minor
  /** The oldest unpaid due date that it named; absent = it is not asked for. */
  anchor?: Day | null
}
