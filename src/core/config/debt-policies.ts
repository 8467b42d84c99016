import { remembered } from '../base/remembered.ts'
import type { DebtPolicies } from '../model/debt-policy.ts'
import type { Schedules } from './schedules.ts'

const once = remembered<DebtPolicies | null>()

/** What a version of the schedules states about debts; null = nothing. */
export function debtPoliciesOf(schedules: Pick<Schedules, 'creditors' | 'packs'>): DebtPolicies | null {
  return once(schedules, 'debts', () => stated(schedules))
}

function stated({ creditors, packs }: Pick<Schedules, 'creditors' | 'packs'>): DebtPolicies | null {
  const own = (creditors?.creditors ?? []).flatMap(({ creditor, pays = null, caps = null }) =>
    pays === null && caps === null ? [] : [[creditor, { pays, caps }] as const],
  )
  const laws = packs.flatMap(({ pays, binds }) =>
    pays === undefined ? [] : (binds.residence ?? []).map((country) => [country, pays.order] as const),
  )
  if (own.length + laws.length === 0) return null
  return { creditors: Object.fromEntries(own), countries: Object.fromEntries(laws) }
}
