import { type Currency, formatAmount, type Minor } from '../base/money.ts'
import type { Day } from '../base/time.ts'
import type { DossierPlan } from '../model/plan.ts'
import { type PlanTypes, USUAL_PLAN } from '../model/plan-type.ts'
import { sumOf } from './schedule.ts'
import {
  isPlanTaken,
  latestFirst,
  latestRate,
  leastRate,
  leastSum,
  mostPlansBroken,
  offeredPlans,
  type PlanTerms,
} from './terms.ts'

/** A plan is held against this: the file, and how its accounts stood when it was made. */
export interface Measure {
  types: PlanTypes | undefined
  terms: PlanTerms
  madeOn: Day
  /** So much was past due of all its accounts. */
  owed: Minor
  currency: Currency
  /** The answer is an amount of the file, as it was meant then. */
  minor: (text: string) => Minor
  /** So much may be lost to roundings since. */
  rounded: Minor
  /** Other plans of any of its accounts that stood then, without the one whose place it takes. */
  standing: number
  /** Plans of its accounts that had been broken by then. */
  broken: number
  /** A settlement of one of its accounts was in force then. */
  settled: boolean
}

/** The limits of its type that it is beyond, in words. */
export function beyondLimits(plan: DossierPlan, measure: Measure): string[] {
  const { types, terms, standing, broken, settled } = measure
  const found: string[] = []
  if (!isPlanTaken(types, plan.kind)) {
    const names = offeredPlans(types).map(({ kind }) => kind)
    found.push(`of one of these types: ${names.join(', ')}`)
  }
  found.push(...beyondDays(plan, measure), ...beyondSums(plan, measure))
  if (standing > 0) found.push('only one plan at a time')
  if (settled) found.push('no plan while a settlement is in force')
  const most = mostPlansBroken(terms)
  if (broken >= most) found.push(`none after ${most} that were broken`)
  return found
}

function beyondDays({ rates, every }: DossierPlan, { terms, madeOn }: Measure): string[] {
  const found: string[] = []
  const [first, last] = [rates[0]?.on ?? madeOn, rates.at(-1)?.on ?? madeOn]
  const [latestDay, lastDay] = [latestFirst(terms, madeOn), latestRate(terms, madeOn)]
  if (first < madeOn) found.push(`the first rate not before ${madeOn}`)
  if (first > latestDay) found.push(`the first rate by ${latestDay} at the latest`)
  if (last > lastDay) found.push(`the last rate by ${lastDay} at the latest`)
  const taken = terms.type.every
  if (taken && rates.length > 1 && (every === null || !taken.includes(every)))
    found.push(`rates every ${taken.join(' or ')}`)
  return found
}

function beyondSums({ rates }: DossierPlan, { terms, owed, currency, minor, rounded }: Measure): string[] {
  const found: string[] = []
  const least = leastRate(terms, owed, minor)
  const sum = leastSum(terms, owed)
  if (rates.slice(0, -1).some(({ amount }) => amount < least - rounded))
    found.push(`rates of ${formatAmount(least, currency)} at least`)
  if (sumOf(rates) < sum - rounded) {
    const whole = (terms.type.covers ?? USUAL_PLAN.covers) === 1
    found.push(`${formatAmount(sum, currency)} in all${whole ? ', which is what is past due' : ''}`)
  }
  return found
}
