import { type PlanStatus, PLAN_STATES } from '../../src/core/model/plan.ts'
import { PROMISE_STATES, promiseTraits } from '../../src/core/model/promise.ts'

/** A debtor acts on a promise or plan by what was told of it last: also on one that is over, because a demo that goes on has to know what was done about it. */

const PROMISES: ReadonlySet<string> = new Set(PROMISE_STATES.filter((state) => !promiseTraits(state).void))
const NEVER_AGREED = ['proposed', 'asked', 'expired', 'refused', 'cancelled'] satisfies PlanStatus[]
const PLANS: ReadonlySet<string> = new Set(
  PLAN_STATES.filter((state) => !NEVER_AGREED.some((one) => one === state)),
)

export function isPromiseMet(told: string | null): boolean {
  return told !== null && PROMISES.has(told)
}

export function isPlanMet(told: string | null): boolean {
  return told !== null && PLANS.has(told)
}
