import { dpdOn } from '../arrears/dpd.ts'
import type { AccountId } from '../base/id.ts'
import type { Day, Instant } from '../base/time.ts'
import type { Dossier } from '../model/dossier.ts'
import { type PlanTold, planTraits, type ShownDpd } from '../model/plan.ts'
import { USUAL_PLAN } from '../model/plan-type.ts'
import { arrearsWhen } from '../promise/money-of.ts'
import type { PlanFile } from './plan-file.ts'
import type { PlanState } from './plan-state.ts'

/** The answer is the file of the plans of a person. */
export function planFileOf(
  { plans, accounts, billed, settled, rested, shown, person: { zones } }: Dossier,
  now: Instant,
): Omit<PlanFile, 'types' | 'inForce'> {
  return { plans, accounts, billed, settled, rested, shown, zones, now }
}

/** How a plan stands, as its row keeps it for lists, texts and whoever has no strategy at hand. */
export function toldOf(file: PlanFile, state: PlanState): PlanTold {
  const { rates, paid, fell } = state
  const open = rates.find(({ keptOn }) => keptOn === null)
  return {
    paid,
    fell,
    kept: rates.filter(({ keptOn, amount }) => keptOn !== null && amount > 0).map(({ number }) => number),
    missed: rates.filter(({ missed }) => missed).map(({ number }) => number),
    next: open ? { on: open.on, amount: open.amount - open.paid } : null,
    shown: shownIn(file, state),
  }
}

/** Days past due as a plan shows them on that local day. */
export function shownDpd({ days, since }: ShownDpd, on: Day): number {
  return days + dpdOn(since, on)
}

export function isSameTold(one: PlanTold, other: PlanTold): boolean {
  return textOf(one) === textOf(other)
}

function textOf({ paid, fell, kept, missed, next, shown }: PlanTold): string {
  const days = Object.entries(shown as Record<string, ShownDpd>)
    .map(([account, { days, since }]) => `${account} ${days} ${since}`)
    .toSorted()
  return JSON.stringify([paid, fell, kept, missed, next?.on, next?.amount, days])
}

/** While a plan stands, the days past due are those of its making, or none; a rate that is missed counts on from its day. */
function shownIn(file: PlanFile, state: PlanState): Record<AccountId, ShownDpd> {
  const { status, terms, plan, rates, from, madeOn } = state
  const dpd = terms.type.dpd ?? USUAL_PLAN.dpd
  if (dpd === 'running' || from === null || !planTraits(status).stands) return {}
  const since = rates.find(({ missed }) => missed)?.on ?? null
  const accounts = file.accounts.filter(({ id }) => plan.accounts.includes(id))
  const days = (account: PlanFile['accounts'][number]): number => {
    if (dpd === 're_aged') return 0
    const { anchor } = arrearsWhen({ ...file, account }, file.zones, { madeAt: from, madeOn })
    return dpdOn(anchor, madeOn)
  }
  return Object.fromEntries(accounts.map((account) => [account.id, { days: days(account), since }]))
}
