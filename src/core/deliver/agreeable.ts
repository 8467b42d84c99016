import { type PlanOffer, planOffers } from '../agreement/offer.ts'
import { plansInForce, planStates } from '../agreement/plan-state.ts'
import { planFileOf } from '../agreement/told.ts'
import type { AccountId, ContentHash } from '../base/id.ts'
import type { Instant } from '../base/time.ts'
import type { Dossier, DossierCase } from '../model/dossier.ts'
import type { Strategy } from '../model/strategy.ts'
import { type PromiseOffer, promiseOffers } from '../promise/offer.ts'
import { promiseFileOf } from '../promise/state.ts'
import { settlementsInForce, settlementsOf } from '../settlement/in-force.ts'
import { type SettlementOffer, settlementOffer } from '../settlement/offer.ts'

/** What whoever speaks to a debtor may agree with him, before the call ends. */
export interface Agreeable {
  promises: PromiseOffer[]
  plans: PlanOffer[]
  settlement: SettlementOffer | null
}

/** There is no open case, so that nobody knows by which limits it would be judged. */
export const NOTHING_AGREEABLE: Agreeable = { promises: [], plans: [], settlement: null }

/** The case by whose limits it is judged; absent = nobody knows by which. */
export function openCaseOf({ cases }: Dossier, account: AccountId | undefined): DossierCase | undefined {
  return cases.find((one) => one.account === account && one.open)
}

/** What may be agreed on the first account of a contact, as the strategy of its case has it. */
export function agreeableOn(
  dossier: Dossier,
  { accounts: [account] }: { accounts: readonly AccountId[] },
  { strategies, now }: { strategies: ReadonlyMap<ContentHash, Strategy>; now: Instant },
): Agreeable {
  const own = dossier.accounts.find(({ id }) => id === account)
  const theCase = openCaseOf(dossier, account)
  const strategy = theCase && strategies.get(theCase.strategyHash)
  if (!own || !strategy) return NOTHING_AGREEABLE
  const { promises, plans, settlements: limits } = strategy
  const inForce = settlementsInForce(settlementsOf(dossier, { now, limits }))
  const { zones } = dossier.person
  const planFile = { ...planFileOf(dossier, now), types: plans, inForce }
  const states = planStates(planFile)
  const over = [...inForce, ...plansInForce(states)]
  return {
    promises: promiseOffers({ ...promiseFileOf(dossier, own, now), types: promises, inForce: over }),
    plans: planOffers(planFile, states, own),
    settlement: settlementOffer(own, { limits, isSnapshot: own.feed === 'snapshot', zones, now }),
  }
}
