import {
  type PlanStanding,
  standingPlan,
  type SettlementStanding,
  standingSettlement,
} from '../agreement/stands-until.ts'
import type { AccountId } from '../base/id.ts'
import type { Day, Instant } from '../base/time.ts'
import type { DossierPlan } from '../model/plan.ts'
import type { DossierSettlement } from '../model/settlement.ts'

/** Something was done about an account, or is to be done. */
export interface AccountTime {
  account: AccountId
  at: Instant
}

export type PlanRecord = PlanStanding &
  Pick<DossierPlan, 'accounts' | 'refusedAt' | 'acceptedAt' | 'cancelledAt'>
export type SettlementRecord = SettlementStanding & Pick<DossierSettlement, 'account' | 'withdrawnAt'>

/** A plan is something that was done about every account that it stands over, whichever of them leads it; and what was agreed goes on until the last day on which its money falls due, whether a case is open or not. */
export function agreedTimes(
  plans: readonly PlanRecord[],
  settlements: readonly SettlementRecord[],
): AccountTime[] {
  return [...plans.flatMap(planTimes), ...settlements.flatMap(settlementTimes)]
}

function planTimes(plan: PlanRecord): AccountTime[] {
  const { accounts, proposedAt, agreedAt, refusedAt, acceptedAt, cancelledAt } = plan
  const standing = cancelledAt === null ? standingPlan(plan) : null
  const said = [proposedAt, agreedAt, refusedAt, acceptedAt, cancelledAt, middayOf(standing?.until)]
  return said
    .filter((at) => at !== null)
    .flatMap((at) => accounts.map((account): AccountTime => ({ account, at })))
}

/** What was said of it are facts of its account already. */
function settlementTimes(settlement: SettlementRecord): AccountTime[] {
  const standing = settlement.withdrawnAt === null ? standingSettlement(settlement) : null
  const at = middayOf(standing?.until)
  return at === null ? [] : [{ account: settlement.account, at }]
}

function middayOf(day: Day | undefined): Instant | null {
  return day === undefined ? null : Date.parse(`${day}T12:00:00Z`)
}
