import { formatAmount } from '../base/money.ts'
import { type Day, lastDayOf } from '../base/time.ts'
import type { DossierAccount } from '../model/dossier.ts'
import { planTraits } from '../model/plan.ts'
import type { PlanInterval } from '../model/plan-type.ts'
import { meantThen } from '../promise/then.ts'
import { isSettledBy } from './judge.ts'
import type { PlanFile } from './plan-file.ts'
import type { PlanState } from './plan-state.ts'
import { latestFirst, latestRate, leastRate, leastSum, mostPlansBroken, offeredPlans } from './terms.ts'

/** What plan may be agreed now for one account, of one type: whatever is beyond it is asked of a supervisor. */
export interface PlanOffer {
  kind: string
  /** The last day that the first rate may have, and the last one. */
  latestFirst: Day
  latest: Day
  /** The least that a rate may be, but for the last one. */
  leastRate: string
  /** The least that all rates come to. */
  leastSum: string
  /** The intervals that are taken; null = any. */
  every: readonly PlanInterval[] | null
  /** How many more are taken; 0 = none, unless one takes the place of the one that stands. */
  more: number
}

/** The file of its case says what may be agreed for an account; `states` = how its plans stand. */
export function planOffers(
  file: PlanFile,
  states: readonly PlanState[],
  account: Pick<DossierAccount, 'id' | 'pastDue' | 'currency' | 'currencies'>,
): PlanOffer[] {
  const { types, zones, now } = file
  const { id, pastDue, currency } = account
  const minor = (text: string) => meantThen(account, text, now)
  const own = states.filter(({ plan }) => plan.accounts.includes(id))
  const traits = own.map(({ status }) => planTraits(status))
  const stands = traits.some((one) => one.stands)
  const broken = traits.filter(({ failed }) => failed).length
  const today = lastDayOf(zones, now)
  const settled = isSettledBy(file.inForce, { accounts: [id] }, { madeAt: now, madeOn: today })
  return offeredPlans(types).map((terms) => ({
    kind: terms.kind,
    latestFirst: latestFirst(terms, today),
    latest: latestRate(terms, today),
    leastRate: formatAmount(leastRate(terms, pastDue, minor), currency),
    leastSum: formatAmount(leastSum(terms, pastDue), currency),
    every: terms.type.every ?? null,
    more: stands || settled || broken >= mostPlansBroken(terms) ? 0 : 1,
  }))
}
