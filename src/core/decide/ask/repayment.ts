import type { PlanState, RateState } from '../../agreement/plan-state.ts'
import { isSameTold, toldOf } from '../../agreement/told.ts'
import { type Currency, formatAmount } from '../../base/money.ts'
import type { DossierTask } from '../../model/dossier.ts'
import type { EngineFactType } from '../../model/engine-fact.ts'
import { type PlanStatus, type PlanTold, planTraits } from '../../model/plan.ts'
import { happened } from '../case/review.ts'
import type { CaseView } from '../case/view.ts'
import type { Decided } from '../decided.ts'
import type { PersonPlan } from '../person-plan.ts'
import { speaksFor } from '../step/promised.ts'
import { askSupervisor } from './supervisor.ts'

/** What became of the plans of a person since it was last told, each once: the first of its accounts that has an open case tells it. A supervisor is asked about one beyond the limits. */
export function tellPlans({ reviews }: Pick<PersonPlan, 'reviews'>): Decided[] {
  return reviews.flatMap((review) =>
    review.view.plans
      .filter((state) => speaksFor(review.view, state))
      .flatMap((state) => [...news(review.view, state), ...askAbout(review.view, state)]),
  )
}

/** Whether the task asks whether that plan is taken. */
export function isPlanAskedAbout({ status, plan }: PlanState, { rule }: Pick<DossierTask, 'rule'>): boolean {
  return planTraits(status).asks === true && plan.externalId === rule
}

function news(view: CaseView, state: PlanState): Decided[] {
  const { plan, status } = state
  const { told, toldAs, account, externalId } = plan
  const now = toldOf({ ...view.planFile, types: view.compiled.strategy.plans }, state)
  if (told === status && toldAs !== null && isSameTold(toldAs, now)) return []
  const { person, case: theCase } = view
  const row = { person: person.id, account, case: theCase.id, externalId, told: status, toldAs: now }
  return [{ is: 'plan_told', plan: row }, ...factsOf(view, state, now)]
}

function factsOf(view: CaseView, state: PlanState, now: PlanTold): Decided[] {
  const { plan, status, rates } = state
  const { told, toldAs } = plan
  const bodies = new Bodies(view, state)
  const types = told === status ? [] : typesOf(status, told)
  const fresh = (of: 'kept' | 'missed', type: EngineFactType): Decided[] =>
    now[of]
      .filter((number) => !(toldAs?.[of] ?? []).includes(number))
      .flatMap((number) => rates[number - 1] ?? [])
      .map((rate) => happened(view, type, bodies.ofRate(rate)))
  const reduced = now.fell > (toldAs?.fell ?? 0) ? [happened(view, 'plan.reduced', bodies.ofPlan())] : []
  const before = types.filter((type) => BEFORE_RATES.has(type))
  const after = types.filter((type) => !BEFORE_RATES.has(type))
  return [
    ...before.map((type) => happened(view, type, bodies.ofPlan())),
    ...reduced,
    ...fresh('kept', 'plan.rate_paid'),
    ...fresh('missed', 'plan.rate_missed'),
    ...after.map((type) => happened(view, type, bodies.ofPlan())),
  ]
}

const BEFORE_RATES: ReadonlySet<EngineFactType> = new Set<EngineFactType>(['plan.asked', 'plan.taken'])

/** Facts of other people say that it was proposed, cancelled or refused. */
function typesOf(status: PlanStatus, told: PlanStatus | null): EngineFactType[] {
  const stood = told !== null && planTraits(told).stands === true
  const taken: EngineFactType[] = told === null || stood || told === 'broken' ? [] : ['plan.taken']
  switch (status) {
    case 'proposed':
    case 'cancelled':
    case 'refused':
      return []
    case 'agreed':
      return told === null ? ['plan.taken'] : taken
    case 'active':
      if (told === 'in_arrears' || told === 'broken') return ['plan.caught_up']
      return [...(told === null ? (['plan.taken'] as const) : taken), 'plan.active']
    default:
      return [`plan.${status}`]
  }
}

/** What the facts about a plan say. */
class Bodies {
  private readonly currency: Currency

  constructor(
    private readonly view: CaseView,
    private readonly state: PlanState,
  ) {
    const lead = view.planFile.accounts.find(({ id }) => id === state.plan.account)
    this.currency = (lead ?? view.account).currency
  }

  ofPlan() {
    const { plan, rates, paid, fell } = this.state
    const [first, last] = [rates[0], rates.at(-1)]
    return {
      plan: plan.externalId,
      rates: rates.length,
      rate: this.sum(first ? first.amount + first.fell : 0),
      sum: this.sum(rates.reduce((sum, { amount }) => sum + amount, fell)),
      paid: this.sum(paid),
      ...(fell > 0 && { fell: this.sum(fell) }),
      first: first?.on ?? null,
      last: last?.on ?? null,
      missed: rates.filter(({ missed }) => missed).length,
      number: this.view.case.number,
    }
  }

  ofRate({ number, on, amount, paid }: RateState) {
    const { plan, rates } = this.state
    return {
      plan: plan.externalId,
      rate: number,
      rates: rates.length,
      on,
      amount: this.sum(amount),
      paid: this.sum(paid),
      number: this.view.case.number,
    }
  }

  private sum(amount: number): string {
    return formatAmount(amount, this.currency)
  }
}

function askAbout(view: CaseView, { status, plan, beyond, rates }: PlanState): Decided[] {
  if (!planTraits(status).asks) return []
  const sum = rates.reduce((all, { amount }) => all + amount, 0)
  const said = `${formatAmount(sum, view.account.currency)} in ${rates.length} rates from ${rates[0]?.on ?? ''}`
  const reason = `a plan of ${said} is beyond what the strategy takes: ${beyond.join('; ')}`
  const { externalId: name, account } = plan
  return askSupervisor(view, { kind: 'plan_beyond_limits', name, account, reason })
}
