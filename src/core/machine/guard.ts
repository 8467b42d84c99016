import { RISK_BANDS, type RiskBand } from '../model/strategy.ts'
import type { Situation } from './situation.ts'
import type { DaysByBand } from './stage-days.ts'
import { STEP_GUARDS } from './step-guards.ts'
import type { StepSituation } from './step-situation.ts'
import { owesAtLeast, thresholdIn } from './threshold.ts'

interface GuardKind<Asked, Params> {
  holds: (asked: Asked, params: Params) => boolean
  /** The words that a picture and a terminal use. */
  words: (params: Params) => string
  /** Ladder days on which time alone may change the answer. */
  days?: (params: Params, band: RiskBand) => readonly number[]
}

interface Duties {
  stage: string
  count: number
  /** Days past due of the steps that come first; named once, where the case is in the stage. */
  days?: Record<RiskBand, number[]>
}

interface Attempts {
  channel: string
  count: number
}

/** Every comparison with days, risk, money, attempts, holds, promises and plans that a case's machine makes, of a case and of its steps. */
export const GUARDS = {
  ...STEP_GUARDS,
  dpdAtLeast: {
    holds: ({ ladderDay, band }: Situation, days: DaysByBand) => {
      const first = days[band]
      return first !== undefined && ladderDay >= first
    },
    words: daysInWords,
    days: (days: DaysByBand, band) => present(days[band]),
  },
  pastDueAtLeast: {
    holds: (owed: Situation | StepSituation, { amount }: { amount: string }) => owesAtLeast(owed, amount),
    words: ({ amount }: { amount: string }) => `owes ${amount} or more`,
  },
  /** Less than the amount, or nothing at all, with what rests. */
  pastDueBelow: {
    holds: ({ pastDue, resting = 0, currency }: Situation, { amount }: { amount: string }) =>
      pastDue + resting < Math.max(1, thresholdIn(amount, currency)),
    words: ({ amount }: { amount: string }) => `owes less than ${amount}`,
  },
  ended: {
    holds: ({ ended }: Situation, _params: object) => ended !== null,
    words: () => 'collection has ended',
  },
  endedAs: {
    holds: ({ ended }: Situation, { as }: { as: string }) => ended === as,
    words: ({ as }: { as: string }) => `ended as ${as}`,
  },
  holdsAtLeast: {
    holds: ({ holds }: Situation, { kind, count }: { kind: 'hold' | 'cease'; count: number }) =>
      holds[kind] >= count,
    words: ({ kind }: { kind: 'hold' | 'cease' }) =>
      kind === 'hold' ? 'hold or dispute open' : 'asked not to be contacted',
  },
  lawGapsAtLeast: {
    holds: ({ lawGaps }: Situation, { count }: { count: number }) => lawGaps >= count,
    words: () => 'no law on file',
  },
  promisesAtLeast: {
    holds: ({ promises }: Situation, { count }: { count: number }) => promises.open >= count,
    words: () => 'promise open',
  },
  promisesBroken: {
    holds: ({ promises }: Situation, { count }: { count: number }) => promises.broken >= count,
    words: () => 'the last promise was not kept',
  },
  plansAtLeast: {
    holds: ({ plans }: Situation, { count }: { count: number }) => plans.open >= count,
    words: () => 'repayment plan kept',
  },
  plansMissed: {
    holds: ({ plans }: Situation, { count }: { count: number }) => plans.missed >= count,
    words: () => 'a rate of the plan was missed',
  },
  plansBroken: {
    holds: ({ plans }: Situation, { count }: { count: number }) => plans.broken >= count,
    words: () => 'the last plan was broken',
  },
  ceilingAtLeast: {
    holds: ({ ceiling }: Situation, { stage }: { stage: number }) => ceiling >= stage,
    words: ({ stage }: { stage: number }) => `the opening leaves stage ${stage + 1} open`,
  },
  dutiesAtLeast: {
    holds: (of: Situation, { stage, count }: Duties) => of.duties(stage) >= count,
    words: ({ stage }: { stage: string }) => `a step of ${stage} comes first`,
    days: ({ days }: Duties, band) => days?.[band] ?? [],
  },
  stepOver: {
    holds: (of: Situation, { step }: { step: string }) => of.over(step) >= 1,
    words: ({ step }: { step: string }) => `after ${step}`,
  },
  attemptsAtLeast: {
    holds: (of: Situation, { channel, count }: Attempts) => of.attempts(channel) >= count,
    words: ({ channel, count }: Attempts) => `after ${count} by ${channel}`,
  },
  waivedOn: {
    holds: (of: Situation, { channel }: { channel: string }) => of.waived(channel) >= 1,
    words: ({ channel }: { channel: string }) => `${channel} waived`,
  },
} as const satisfies Record<string, GuardKind<never, never>>

type GuardName = keyof typeof GUARDS
type ParamsOf<Name extends GuardName> = Parameters<(typeof GUARDS)[Name]['holds']>[1]

/** One comparison, as the machine's configuration has it. */
export type Atom = { [Name in GuardName]: { type: Name; params: ParamsOf<Name> } }[GuardName]

export type Guard =
  | Atom
  | { type: 'and' | 'or'; params: { guards: Guard[] } }
  | { type: 'not'; params: { guard: Guard } }

/** A case, or one of its steps: an edge asks only what its event brings. */
export type Asked = Situation | StepSituation

/** The answer of one comparison. */
export function atomHolds({ type, params }: Atom, asked: Asked): boolean {
  return kindOf(type).holds(asked, params)
}

export function comparisonOf({ type }: Atom): (asked: Asked, params: object) => boolean {
  return kindOf(type).holds
}

/** The answer of a guard, without a machine. */
export function holds(guard: Guard, asked: Asked): boolean {
  if (isAtom(guard)) return atomHolds(guard, asked)
  if (guard.type === 'not') return !holds(guard.params.guard, asked)
  const { guards } = guard.params
  return guard.type === 'and'
    ? guards.every((one) => holds(one, asked))
    : guards.some((one) => holds(one, asked))
}

/** Ladder days at which the answer of the comparison changes by time alone. */
export function daysOf({ type, params }: Atom, band: RiskBand): readonly number[] {
  return kindOf(type).days?.(params, band) ?? []
}

export function atomWords({ type, params }: Atom): string {
  return kindOf(type).words(params)
}

/** The name and the parameters of an atom belong together; a table of functions cannot say so. */
function kindOf(type: GuardName): GuardKind<Asked, object> {
  return GUARDS[type] as unknown as GuardKind<Asked, object>
}

export function isAtom(guard: Guard): guard is Atom {
  return guard.type !== 'and' && guard.type !== 'or' && guard.type !== 'not'
}

/** The comparisons that a guard is made of. */
export function atomsOf(guard: Guard): Atom[] {
  if (isAtom(guard)) return [guard]
  return guard.type === 'not' ? atomsOf(guard.params.guard) : guard.params.guards.flatMap(atomsOf)
}

export function all(guards: Guard[]): Guard {
  const [first] = guards
  return guards.length === 1 && first ? first : { type: 'and', params: { guards } }
}

export function any(guards: Guard[]): Guard {
  const [first] = guards
  return guards.length === 1 && first ? first : { type: 'or', params: { guards } }
}

export function not(guard: Guard): Guard {
  return { type: 'not', params: { guard } }
}

function present(day: number | undefined): number[] {
  return day === undefined ? [] : [day]
}

/** `8+ days past due, high risk from 4`; bands that never come are left out. */
function daysInWords(days: DaysByBand): string {
  const known = RISK_BANDS.filter((band) => days[band] !== undefined)
  const [usual] = known.toSorted((a, b) => sharers(days, b) - sharers(days, a))
  if (usual === undefined) return 'never'
  const whom = known.length === RISK_BANDS.length ? '' : `, risk ${known.join(' or ')}`
  const others = known.filter((band) => days[band] !== days[usual])
  const apart = others.map((band) => `, ${band} risk from ${days[band]}`)
  return `${days[usual]}+ days past due${whom}${apart.join('')}`
}

function sharers(days: DaysByBand, band: RiskBand): number {
  return RISK_BANDS.filter((one) => days[one] === days[band]).length
}
