import type { AccountId } from '../base/id.ts'
import type { Day, Instant, Zone } from '../base/time.ts'
import type { Dossier } from '../model/dossier.ts'
import type { DossierPlan } from '../model/plan.ts'
import type { PlanTypes } from '../model/plan-type.ts'
import type { InForce } from '../model/settlement.ts'
import type { AccountMoney } from '../promise/money-of.ts'
import type { FilledRate } from './course.ts'
import type { PlanTerms } from './terms.ts'

/** Everything by which the plans of a person are judged: the file of the person, and what the strategy says. */
export interface PlanFile extends Pick<Dossier, 'accounts'>, Omit<AccountMoney, 'account'> {
  plans?: readonly DossierPlan[] | undefined
  zones: readonly Zone[]
  now: Instant
  types?: PlanTypes | undefined
  /** Settlements, which end a plan once all of its accounts have one. */
  inForce?: readonly InForce[] | undefined
}

/** A plan, and what is said of it: money has filled its rates as far as it was last asked. */
export interface JudgedPlan {
  plan: DossierPlan
  terms: PlanTerms
  word: 'taken' | 'proposed' | 'asked' | 'refused' | 'cancelled'
  madeAt: Instant
  madeOn: Day
  rates: FilledRate[]
  /** The instant at which another one took its place, or it was cancelled. */
  endedAt: Instant | null
  /** Accounts that are of the plan no more since then, while others are. */
  gone: ReadonlyMap<AccountId, Instant>
  replaced: boolean
  beyond: string[]
}
