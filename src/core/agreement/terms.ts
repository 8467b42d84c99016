import { addMonths } from 'date-fns'
import { utc } from '@date-fns/utc'
import type { Minor } from '../base/money.ts'
import { addDays, type Day } from '../base/time.ts'
import { type PlanType, type PlanTypes, STANDARD_PLAN, USUAL_PLAN } from '../model/plan-type.ts'
import { shareOf } from '../base/share.ts'

/** What a plan is measured by: what the file says of its type, and the usual where it says nothing. */
export interface PlanTerms {
  /** The name of its type. */
  kind: string
  type: PlanType
}

export function planTermsOf(types: PlanTypes | undefined, kind: string | null): PlanTerms {
  const named = kind !== null && types && Object.hasOwn(types, kind) ? types[kind] : undefined
  if (kind !== null && named) return { kind, type: named }
  return { kind: STANDARD_PLAN, type: types?.[STANDARD_PLAN] ?? {} }
}

/** Whether the file says what one of that type is; one that names no type is standard. */
export function isPlanTaken(types: PlanTypes | undefined, kind: string | null): boolean {
  return kind === null || planTermsOf(types, kind).kind === kind
}

/** The types that a debtor may be offered, the standard one first. */
export function offeredPlans(types: PlanTypes | undefined): PlanTerms[] {
  const others = Object.keys(types ?? {}).filter((kind) => kind !== STANDARD_PLAN)
  return [STANDARD_PLAN, ...others.sort()].map((kind) => planTermsOf(types, kind))
}

/** The last day on which a rate of that day is in time. */
export function lastDayOfRate({ type }: PlanTerms, on: Day): Day {
  return addDays(on, (type.grace ?? USUAL_PLAN.grace).days)
}

/** The sum with which a rate counts as kept. */
export function enoughOfRate({ type }: PlanTerms, amount: Minor): Minor {
  return Math.max(1, shareOf(amount, 1 - (type.tolerance ?? USUAL_PLAN.tolerance)))
}

export function latestRate({ type }: PlanTerms, madeOn: Day): Day {
  const { months } = type.longest ?? USUAL_PLAN.longest
  return addMonths(`${madeOn}T00:00:00Z`, months, { in: utc }).toISOString().slice(0, 10)
}

export function latestFirst({ type }: PlanTerms, madeOn: Day): Day {
  return addDays(madeOn, (type.first ?? USUAL_PLAN.first).days)
}

/** The least rate of accounts that owe so much; `minor` reads an amount of the file. */
export function leastRate({ type }: PlanTerms, owed: Minor, minor: (text: string) => Minor): Minor {
  const { least = USUAL_PLAN.least } = type
  if (typeof least === 'string') return Math.min(minor(least), Math.max(owed, 0))
  return shareOf(owed, least.share)
}

/** The sum that the rates have to come to. */
export function leastSum({ type }: PlanTerms, owed: Minor): Minor {
  return shareOf(owed, type.covers ?? USUAL_PLAN.covers)
}

export function breaksAfter({ type }: PlanTerms): { missed: number; days: number } {
  return { ...USUAL_PLAN.broken, ...defined(type.broken ?? {}) }
}

export function mostPlansBroken({ type }: PlanTerms): number {
  return type.mostBroken ?? Infinity
}

export function lastDayOfProposal({ type }: PlanTerms, madeOn: Day): Day {
  return addDays(madeOn, (type.proposal ?? USUAL_PLAN.proposal).days)
}

function defined({ missed, days }: NonNullable<PlanType['broken']>): { missed?: number; days?: number } {
  return { ...(missed !== undefined && { missed }), ...(days !== undefined && { days }) }
}
