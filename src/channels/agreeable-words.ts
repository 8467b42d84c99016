import type { Agreeable } from '../core/deliver/agreeable.ts'
import { STANDARD_PLAN } from '../core/model/plan-type.ts'
import { STANDARD_PROMISE } from '../core/model/promise-type.ts'

/** What may be agreed with a debtor, as whoever speaks to him reads it; empty = nothing. */
export interface AgreeableWords {
  promises: string
  plans: string
  settlement: string
}

/** Types are named where the strategy has more than the standard one. */
export function agreeableWords({ promises, plans, settlement }: Agreeable): AgreeableWords {
  return {
    promises: promises.map(promiseWords).join('; '),
    plans: plans.map(planWords).join('; '),
    settlement: settlement === null ? '' : settlementWords(settlement),
  }
}

function promiseWords({ kind, least, latest, more }: Agreeable['promises'][number]): string {
  const name = kind === STANDARD_PROMISE ? '' : `${kind}: `
  return more === 0 ? `${name}no more` : `${name}${least} or more by ${latest}, ${more} more`
}

function planWords(plan: Agreeable['plans'][number]): string {
  const { kind, leastSum, leastRate, latestFirst, latest, every, more } = plan
  const name = kind === STANDARD_PLAN ? '' : `${kind}: `
  if (more === 0) return `${name}no more`
  const apart = every === null ? '' : ` every ${every.join(' or ')}`
  return `${name}${leastSum} or more in rates of ${leastRate} or more${apart}, the first by ${latestFirst}, the last by ${latest}`
}

function settlementWords({ alone, least, latest, mostRates }: NonNullable<Agreeable['settlement']>): string {
  const granted = least === alone ? '' : `, ${least} or more where a second person grants it`
  const rates = mostRates === 1 ? 'at once' : `in ${mostRates} rates at most`
  return `${alone} or more${granted}, ${rates}, by ${latest}`
}
