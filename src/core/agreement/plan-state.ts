import type { Minor } from '../base/money.ts'
import { addDays, type Day, type Instant, instantInAll, lastDayOf, type Zone } from '../base/time.ts'
import { type DossierPlan, type PlanStatus, planTraits } from '../model/plan.ts'
import type { Rate } from '../model/rate.ts'
import type { InForce } from '../model/settlement.ts'
import { type Course, earliest, type FilledRate } from './course.ts'
import { courseIn, refill } from './fill.ts'
import { isTaken, judgePlans } from './judge.ts'
import type { JudgedPlan, PlanFile } from './plan-file.ts'
import { lastDayOfProposal, type PlanTerms } from './terms.ts'

/** This became of one rate. */
export interface RateState extends Rate {
  /** Rates are counted from 1. */
  number: number
  /** The last local day on which it is in time. */
  lastDay: Day
  paid: Minor
  /** What of it fell away, because its accounts owe no more: the amount is what is left of it. */
  fell: Minor
  /** The day on which enough of it was there, or nothing of it was owed any more. */
  keptOn: Day | null
  /** Its grace is over, and the money is not there. */
  missed: boolean
}

interface Span {
  from: Instant
  to: Instant
}

export interface PlanState {
  plan: DossierPlan
  status: PlanStatus
  terms: PlanTerms
  /** The instant from which it stands; null = it never stood. */
  from: Instant | null
  /** The local day of that, or on which it was proposed. */
  madeOn: Day
  rates: readonly RateState[]
  paid: Minor
  /** What of it fell away. */
  fell: Minor
  /** The ladder rests in these times, and only what the plan itself asks for comes; each end is exclusive, infinite = nobody knows. */
  rests: readonly Span[]
  /** The day on which it was broken, or will be if no more money comes. */
  brokenOn: Day | null
  /** The next day on which time alone makes something else of it; null = no such day. */
  changesOn: Day | null
  /** The limits that it is beyond, in words. */
  beyond: readonly string[]
}

/** What became of all plans of a person, from what is known now and nothing else, in the order in which they were made. */
export function planStates(file: PlanFile): PlanState[] {
  const told = (file.plans ?? []).filter(({ rates }) => rates.length > 0)
  if (told.length === 0) return []
  const today = lastDayOf(file.zones, file.now)
  const judged = judgePlans(file, told)
  refill(file, judged.filter(isTaken), { now: file.now, today })
  return judged.map((one) => stateOf(file, one, today))
}

/** The answer is when plans came to stand over accounts: each takes the place of what was promised there before. */
export function plansInForce(states: readonly Pick<PlanState, 'plan' | 'from'>[]): InForce[] {
  return states.flatMap(({ plan, from }) =>
    from === null ? [] : plan.accounts.map((account) => ({ account, since: from })),
  )
}

function stateOf(file: PlanFile, one: JudgedPlan, today: Day): PlanState {
  const { plan, terms, madeAt, madeOn, word, beyond, endedAt } = one
  const course = courseIn(one)
  const endedOn = endedAt === null ? null : lastDayOf(file.zones, endedAt)
  const taken = word === 'taken'
  const over = taken ? earliest([endedOn, course.brokenOn, today]) : null
  const rates = one.rates.map((rate, index) => rateOf(rate, index + 1, over))
  const status = taken ? statusOf(one, course, { endedOn, today }) : untaken(one, today)
  return {
    plan,
    status,
    terms,
    from: taken ? madeAt : null,
    madeOn,
    rates,
    paid: rates.reduce((sum, { paid }) => sum + paid, 0),
    fell: rates.reduce((sum, { fell }) => sum + fell, 0),
    rests: taken ? restsIn(one, course, file.zones) : [],
    brokenOn: taken ? course.brokenOn : null,
    changesOn: nextChange(one, status, { brokenOn: course.brokenOn, today }),
    beyond,
  }
}

/** What is not there on a day after its grace is missed; once the plan is over, no more is. */
function rateOf(
  { filling: { dueOn, amount, paid, keptOn }, agreed, lastDay }: FilledRate,
  number: number,
  over: Day | null,
): RateState {
  const missed = keptOn === null && over !== null && lastDay < over
  return { number, on: dueOn, amount, lastDay, paid, fell: agreed - amount, keptOn, missed }
}

function untaken({ word, terms, madeOn, rates }: JudgedPlan, today: Day): PlanStatus {
  switch (word) {
    case 'asked':
      return today > (rates[0]?.lastDay ?? madeOn) ? 'expired' : 'asked'
    case 'proposed':
      return today > lastDayOfProposal(terms, madeOn) ? 'expired' : 'proposed'
    case 'refused':
      return word
    default:
      return 'cancelled'
  }
}

function statusOf(
  { rates, replaced }: JudgedPlan,
  { brokenOn, completedOn, arrears }: Course,
  { endedOn, today }: { endedOn: Day | null; today: Day },
): PlanStatus {
  if (completedOn !== null) return 'completed'
  if (brokenOn !== null && brokenOn <= (endedOn ?? today)) return 'broken'
  if (endedOn !== null) return replaced ? 'renegotiated' : 'cancelled'
  if (arrears.some(({ from, to }) => from <= today && (to === null || to > today))) return 'in_arrears'
  const begun = rates.some(
    ({ filling: { keptOn, amount, dueOn } }) => (keptOn !== null && amount > 0) || dueOn <= today,
  )
  return begun ? 'active' : 'agreed'
}

function nextChange(
  { rates, terms, madeOn }: JudgedPlan,
  status: PlanStatus,
  { brokenOn, today }: { brokenOn: Day | null; today: Day },
): Day | null {
  const days = daysOf()
  return earliest(days.filter((day) => day !== null && day > today))

  function daysOf(): (Day | null)[] {
    if (status === 'proposed') return [addDays(lastDayOfProposal(terms, madeOn), 1)]
    if (status === 'asked') return [addDays(rates[0]?.lastDay ?? madeOn, 1)]
    if (!planTraits(status).stands) return []
    const open = rates.filter(({ filling }) => filling.keptOn === null)
    return [rates[0]?.filling.dueOn ?? null, brokenOn, ...open.map(({ lastDay }) => addDays(lastDay, 1))]
  }
}

/** The ladder rests from when the plan is agreed until it is over or broken; where the file names no step for a missed rate, it does not rest while one is missed. */
function restsIn(
  { madeAt, endedAt, terms }: JudgedPlan,
  { brokenOn, completedOn, arrears }: Course,
  zones: readonly Zone[],
): Span[] {
  const startOf = (day: Day) => instantInAll(zones, day)
  const over = brokenOn ?? (completedOn === null ? null : addDays(completedOn, 1))
  const end = Math.min(over === null ? Infinity : startOf(over), endedAt ?? Infinity)
  const stops = terms.type.onMissed === undefined ? arrears : []
  const edges = stops.flatMap(({ from, to }) => [startOf(from), to === null ? end : startOf(to)])
  const bounds = [madeAt, ...edges, end]
  const spans: Span[] = []
  for (let index = 0; index + 1 < bounds.length; index += 2) {
    const [from = end, to = end] = bounds.slice(index, index + 2)
    if (from < Math.min(to, end)) spans.push({ from, to: Math.min(to, end) })
  }
  return spans
}
