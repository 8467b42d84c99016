import { RISK_BANDS, type RiskBand } from '../config/strategy.ts'
import type { Situation } from './situation.ts'
import { owesAtLeast, thresholdIn } from './threshold.ts'

/** A first day for each risk band; a band that is not there never comes. */
export type DaysByBand = Partial<Record<RiskBand, number>>

interface GuardKind<Params> {
  holds: (situation: Situation, params: Params) => boolean
  /** As a picture and a terminal say it. */
  words: (params: Params) => string
  /** Ladder days on which time alone may change the answer. */
  days?: (params: Params, band: RiskBand) => readonly number[]
}

/** Every comparison with days, risk, money, attempts, holds and promises that a case's machine makes. */
export const GUARDS = {
  dpdAtLeast: {
    holds: ({ ladderDay, band }, days: DaysByBand) => {
      const first = days[band]
      return first !== undefined && ladderDay >= first
    },
    words: daysInWords,
    days: (days: DaysByBand, band) => present(days[band]),
  },
  pastDueAtLeast: {
    holds: (owed, { amount }: { amount: string }) => owesAtLeast(owed, amount),
    words: ({ amount }: { amount: string }) => `owes ${amount} or more`,
  },
  /** Less than the amount, or nothing at all. */
  pastDueBelow: {
    holds: ({ pastDue, currency }, { amount }: { amount: string }) =>
      pastDue < Math.max(1, thresholdIn(amount, currency)),
    words: ({ amount }: { amount: string }) => `owes less than ${amount}`,
  },
  ended: {
    holds: ({ ended }, _params: object) => ended !== null,
    words: () => 'collection has ended',
  },
  endedAs: {
    holds: ({ ended }, { as }: { as: string }) => ended === as,
    words: ({ as }: { as: string }) => `ended as ${as}`,
  },
  holdsAtLeast: {
    holds: ({ holds }, { kind, count }: { kind: 'hold' | 'cease'; count: number }) => holds[kind] >= count,
    words: ({ kind }: { kind: 'hold' | 'cease' }) =>
      kind === 'hold' ? 'hold or dispute open' : 'asked not to be contacted',
  },
  lawGapsAtLeast: {
    holds: ({ lawGaps }, { count }: { count: number }) => lawGaps >= count,
    words: () => 'no law on file',
  },
  promisesAtLeast: {
    holds: ({ promises }, { count }: { count: number }) => promises.open >= count,
    words: ({ count }: { count: number }) =>
      count === 1 ? 'promise open' : `${count} promises or more open`,
  },
  promisesBroken: {
    holds: ({ promises }, { count }: { count: number }) => promises.broken >= count,
    words: () => 'the last promise was not kept',
  },
  ceilingAtLeast: {
    holds: ({ ceiling }, { stage }: { stage: number }) => ceiling >= stage,
    words: ({ stage }: { stage: number }) => `the opening leaves stage ${stage + 1} open`,
  },
  dutiesAtLeast: {
    holds: (
      { duties },
      { stage, count }: { stage: string; count: number; days: Record<RiskBand, number[]> },
    ) => duties(stage) >= count,
    words: ({ stage }: { stage: string }) => `a step of ${stage} comes first`,
    days: ({ days }: { days: Record<RiskBand, number[]> }, band) => days[band],
  },
  stepSettled: {
    holds: ({ settled }, { step }: { step: string }) => settled(step) >= 1,
    words: ({ step }: { step: string }) => `after ${step}`,
  },
  attemptsAtLeast: {
    holds: ({ attempts }, { channel, count }: { channel: string; count: number }) =>
      attempts(channel) >= count,
    words: ({ channel, count }: { channel: string; count: number }) => `after ${count} by ${channel}`,
  },
  waivedOn: {
    holds: ({ waived }, { channel }: { channel: string }) => waived(channel) >= 1,
    words: ({ channel }: { channel: string }) => `${channel} waived`,
  },
} as const satisfies Record<string, GuardKind<never>>

type GuardName = keyof typeof GUARDS
type ParamsOf<Name extends GuardName> = Parameters<(typeof GUARDS)[Name]['holds']>[1]

/** One comparison, as the machine's configuration has it. */
export type Atom = { [Name in GuardName]: { type: Name; params: ParamsOf<Name> } }[GuardName]

export type Guard =
  | Atom
  | { type: 'and' | 'or'; params: { guards: Guard[] } }
  | { type: 'not'; params: { guard: Guard } }

/** Asks one comparison. */
export function atomHolds({ type, params }: Atom, situation: Situation): boolean {
  return kindOf(type).holds(situation, params)
}

/** Asks a guard without a machine. */
export function holds(guard: Guard, situation: Situation): boolean {
  if (isAtom(guard)) return atomHolds(guard, situation)
  if (guard.type === 'not') return !holds(guard.params.guard, situation)
  const { guards } = guard.params
  return guard.type === 'and'
    ? guards.every((one) => holds(one, situation))
    : guards.some((one) => holds(one, situation))
}

/** Ladder days at which the answer of the comparison changes by time alone. */
export function daysOf({ type, params }: Atom, band: RiskBand): readonly number[] {
  return kindOf(type).days?.(params, band) ?? []
}

export function atomWords({ type, params }: Atom): string {
  return kindOf(type).words(params)
}

/** The name and the parameters of an atom belong together; a table of functions cannot say so. */
function kindOf(type: GuardName): GuardKind<object> {
  return GUARDS[type] as unknown as GuardKind<object>
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
