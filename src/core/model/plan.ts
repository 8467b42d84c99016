import type { AccountId } from '../base/id.ts'
import type { Minor } from '../base/money.ts'
import type { Day, Instant } from '../base/time.ts'
import type { PlanInterval } from './plan-type.ts'
import type { Rate } from './rate.ts'

/** What has become of a repayment plan. */
interface PlanStateTraits {
  /** How a story says it. */
  says: string
  /** It is agreed and not over. */
  stands?: true
  /** A rate is missed. */
  inArrears?: true
  /** The money did not come, and it is over. */
  failed?: true
  /** A human is to say whether it is taken. */
  asks?: true
}

export const PLAN_STATE = {
  proposed: { says: 'proposed, and not agreed yet' },
  asked: { says: 'beyond what the strategy takes: a supervisor is asked', asks: true },
  /** No rate has come or fallen due yet. */
  agreed: { says: 'agreed', stands: true },
  active: { says: 'kept so far', stands: true },
  in_arrears: { says: 'in arrears', stands: true, inArrears: true },
  broken: { says: 'broken', failed: true },
  completed: { says: 'completed' },
  renegotiated: { says: 'another one took its place' },
  cancelled: { says: 'cancelled' },
  /** Nobody agreed, or said that it is taken, in time. */
  expired: { says: 'it ran out before it was agreed' },
  refused: { says: 'refused' },
} as const satisfies Record<string, PlanStateTraits>

export type PlanStatus = keyof typeof PLAN_STATE
export const PLAN_STATES = Object.keys(PLAN_STATE) as [PlanStatus, ...PlanStatus[]]

export function planTraits(status: PlanStatus): PlanStateTraits {
  return PLAN_STATE[status]
}

/** The states of a plan that is agreed and not over. */
export const STANDING = PLAN_STATES.filter((status) => planTraits(status).stands)

/** Who proposes a plan: what a debtor proposes within the limits is agreed at once, what the lender proposes waits for the debtor. */
export const PLAN_BY = ['debtor', 'lender'] as const
export type PlanBy = (typeof PLAN_BY)[number]

/** A plan as its facts tell it: one account leads it and gives it its name, and money of all its accounts fills its rates. */
export interface DossierPlan {
  /** The account that leads it. */
  account: AccountId
  externalId: string
  /** All that it stands over, the one that leads it first. */
  accounts: AccountId[]
  /** The type, as the strategy's file names it; null = the standard one. */
  kind: string | null
  by: PlanBy
  /** Rates are in the order of their days; none = only a word on the plan is known so far. */
  rates: Rate[]
  /** Null = the rates were told by their days, or there is one. */
  every: PlanInterval | null
  proposedAt: Instant | null
  agreedAt: Instant | null
  /** The last instant at which somebody refused it. */
  refusedAt: Instant | null
  /** The last instant at which a supervisor took it although it is beyond the limits. */
  acceptedAt: Instant | null
  cancelledAt: Instant | null
  /** The plan whose place it takes. */
  replaces: string | null
  /** What the last review of a case told of it; null = nothing yet. */
  told: PlanStatus | null
  toldAs: PlanTold | null
}

/** How a plan stood when it was last told; rates are counted from 1. */
export interface PlanTold {
  paid: Minor
  /** What of its sum fell away, because its accounts owe no more. */
  fell: Minor
  /** Rates that are there in full, and rates that are missed. */
  kept: number[]
  missed: number[]
  /** The first rate that is not there in full: its day, and what of it has not come; null = all are. */
  next: Rate | null
  /** The days past due that are shown instead of the contractual ones, by account; none = they are the same. */
  shown: Record<AccountId, ShownDpd>
}

/** Days past due that stand still, or go on counting since a rate was missed. */
export interface ShownDpd {
  days: number
  since: Day | null
}
