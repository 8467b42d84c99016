import type { Day, Instant } from '../base/time.ts'
import { type DossierPlan, planTraits } from '../model/plan.ts'
import { PLAN_INTERVAL } from '../model/plan-type.ts'
import { type DossierSettlement, settlementTraits } from '../model/settlement.ts'
import { dayOfRate } from './schedule.ts'

/** Something that was agreed, since when it stands, and the last day on which money of it falls due. */
export interface Standing {
  since: Instant
  until: Day
}

export type PlanStanding = Pick<DossierPlan, 'agreedAt' | 'proposedAt' | 'by' | 'rates' | 'told'>

/** One of which no review has told yet stands as it was agreed; null = it does not stand. */
export function standingPlan({ agreedAt, proposedAt, by, rates, told }: PlanStanding): Standing | null {
  const since = agreedAt ?? (by === 'debtor' ? proposedAt : null)
  const last = rates.at(-1)
  if (since === null || !last || (told !== null && !planTraits(told).stands)) return null
  return { since, until: last.on }
}

export type SettlementStanding = Pick<DossierSettlement, 'acceptedAt' | 'until' | 'payBy' | 'rates' | 'told'>

/** One that the debtor accepted, and of which no review has told since, is in force; null = it is not. */
export function standingSettlement({
  acceptedAt,
  until,
  payBy,
  rates,
  told,
}: SettlementStanding): Standing | null {
  const isUntold = told === null || told === 'offered'
  if (acceptedAt === null || !(isUntold || settlementTraits(told).silent)) return null
  const last = rates && dayOfRate(rates.first, PLAN_INTERVAL[rates.every], rates.number - 1)
  return { since: acceptedAt, until: last ?? payBy ?? until }
}
