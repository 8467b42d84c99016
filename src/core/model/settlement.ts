import type { AccountId, PersonId } from '../base/id.ts'
import type { Minor } from '../base/money.ts'
import type { Day, Instant } from '../base/time.ts'
import type { PlanInterval } from './plan-type.ts'

/** What has become of a settlement: an offer to take less than what is owed. */
interface SettlementStateTraits {
  /** How a story says it. */
  says: string
  /** Nobody is contacted while it is so. */
  silent?: true
  /** A second person is to say whether it is granted. */
  asks?: true
  /** The debtor has paid what was agreed: the rest is forgiven. */
  paid?: true
  /** The money did not come in time. */
  lapsed?: true
}

export const SETTLEMENT_STATE = {
  asked: { says: 'it waits for a second person', asks: true },
  beyond: { says: 'beyond what the strategy offers: it is not in force' },
  offered: { says: 'the debtor has not answered' },
  accepted: { says: 'accepted', silent: true },
  kept: { says: 'paid as agreed', paid: true },
  /** What was paid was taken back. */
  bounced: { says: 'the money was taken back' },
  lapsed: { says: 'not paid in time', lapsed: true },
  replaced: { says: 'another one took its place' },
  rejected: { says: 'not granted' },
  declined: { says: 'the debtor declined' },
  withdrawn: { says: 'withdrawn' },
  expired: { says: 'it ran out before it was in force' },
} as const satisfies Record<string, SettlementStateTraits>

export type SettlementStatus = keyof typeof SETTLEMENT_STATE
export const SETTLEMENT_STATES = Object.keys(SETTLEMENT_STATE) as [SettlementStatus, ...SettlementStatus[]]

export function settlementTraits(status: SettlementStatus): SettlementStateTraits {
  return SETTLEMENT_STATE[status]
}

/** What a person said who may grant an offer. */
export interface GrantWord {
  by: string
  at: Instant
  grants: boolean
}

/** So many equal rates from a day on. */
export interface SettlementRates {
  first: Day
  every: PlanInterval
  number: number
}

/** A settlement, as deciding sees it. */
export interface DossierSettlement {
  account: AccountId
  externalId: string
  /** Null = the offer itself is not known yet: words on it may come first. */
  offeredAt: Instant | null
  /** What is to be paid; 0 = `discount` says it. */
  amount: Minor
  /** The share of what is owed that is forgiven. */
  discount: number | null
  /** The last day on which it may be accepted. */
  until: Day
  /** The day on which all of it falls due; null = `until`. */
  payBy: Day | null
  /** How it is paid, where not all at once. */
  rates: SettlementRates | null
  /** Who proposed it, and who told it at the door; null = nobody knows. */
  by: string | null
  toldBy: string | null
  grants: GrantWord[]
  /** The first instant of each word. */
  acceptedAt: Instant | null
  declinedAt: Instant | null
  withdrawnAt: Instant | null
  /** What the last review of a case told of it; null = nothing yet. */
  told: SettlementStatus | null
  /** How much of it had come then. */
  toldPaid: Minor | null
}

/** A settlement, or a plan, came into force on an account. */
export interface InForce {
  account: AccountId
  since: Instant
  /** The last local day on which a settlement binds; absent = nobody asks. */
  to?: Day | null
}

export interface LedgerSettlement extends DossierSettlement {
  person: PersonId
}
