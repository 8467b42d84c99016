import { RISK_BANDS, type Stage, type Strategy } from '../model/strategy.ts'
import { all, any, type Atom, type Guard, holds, isAtom, not } from './guard.ts'
import type { Situation } from './situation.ts'
import { daysByBand, mandatoryDays } from './stage-days.ts'
import { owesAtLeast } from './threshold.ts'

/** The guards of one stage, as the file's parameters make them. */
export interface StageGuards {
  stage: string
  /** The case may be in the stage, and nothing keeps it in an earlier one. */
  enter: Guard
  /** Its days have come, whatever it requires: asked of a stage that was not entered; null = it requires nothing. */
  waits: Guard | null
  /** The stages that are entered whenever this one's days have come, where nothing keeps the case from them. */
  below: ReadonlySet<string>
  /** A step of the stage comes before every later one; null = it has no step. */
  duty: Atom | null
}

export function stageGuards({ stages }: Pick<Strategy, 'stages'>): StageGuards[] {
  return stages.map((stage, index) => {
    const reach = [...ceilingOf(index), ...reachOf(stage)]
    const required = requirementsOf(stage)
    const bars = stages.slice(0, index).flatMap((earlier) => barOf(earlier, [...reach, ...required]))
    return {
      stage: stage.stage,
      enter: all([...reach, ...required, ...bars]),
      below: new Set(
        stages
          .slice(0, index)
          .filter((earlier) => isBelow(earlier, reach))
          .map((one) => one.stage),
      ),
      waits: required.length === 0 ? null : all(reach),
      duty: dutyOf(stage, true),
    }
  })
}

/** The stage's days have come. */
export function isReached(stage: Stage, situation: Situation): boolean {
  return holds({ type: 'dpdAtLeast', params: daysByBand(stage) }, situation)
}

/** The person owes as much as the stage asks for, and what the stage requires is done. */
export function isMet(stage: Stage, situation: Situation): boolean {
  return (
    owesAtLeast(situation, stage.from.pastDue) && requirementsOf(stage).every((one) => holds(one, situation))
  )
}

function isBelow(earlier: Stage, reach: readonly Guard[]): boolean {
  return !earlier.requires && reachOf(earlier).every((guard) => isImplied(guard, reach))
}

/** The first stage is always left open. */
function ceilingOf(index: number): Atom[] {
  return index === 0 ? [] : [{ type: 'ceilingAtLeast', params: { stage: index } }]
}

function reachOf(stage: Stage): Atom[] {
  const { pastDue } = stage.from
  const reach: Atom[] = [{ type: 'dpdAtLeast', params: daysByBand(stage) }]
  if (pastDue !== undefined) reach.push({ type: 'pastDueAtLeast', params: { amount: pastDue } })
  return reach
}

function requirementsOf({ requires }: Stage): Guard[] {
  const guards: Guard[] = []
  if (requires?.step !== undefined) guards.push({ type: 'stepOver', params: { step: requires.step } })
  for (const [channel, count] of Object.entries(requires?.attempts ?? {})) {
    const made: Atom = { type: 'attemptsAtLeast', params: { channel, count } }
    guards.push(any([made, { type: 'waivedOn', params: { channel } }]))
  }
  return guards
}

/** Nothing comes behind a step of an earlier stage in which the case may be and whose step is due. What the later stage asks for anyway is left out. */
function barOf(earlier: Stage, asked: readonly Guard[]): Guard[] {
  const duty = dutyOf(earlier)
  if (duty === null) return []
  const own = [...reachOf(earlier), ...requirementsOf(earlier)].filter((guard) => !isImplied(guard, asked))
  return [not(all([...own, duty]))]
}

/** `dated` = it names the days on which time alone may bring such a step. */
function dutyOf(stage: Stage, dated = false): Atom | null {
  if (stage.steps.length === 0) return null
  const duty = { stage: stage.stage, count: 1 }
  const days = dated ? mandatoryDays(stage) : null
  return { type: 'dutiesAtLeast', params: days ? { ...duty, days } : duty }
}

function isImplied(guard: Guard, asked: readonly Guard[]): boolean {
  return asked.some((one) => JSON.stringify(one) === JSON.stringify(guard) || isStricter(one, guard))
}

/** Whoever meets the first meets the second. */
function isStricter(first: Guard, second: Guard): boolean {
  if (!isAtom(first) || !isAtom(second)) return false
  if (first.type === 'dpdAtLeast' && second.type === 'dpdAtLeast') {
    const [strict, weak] = [first.params, second.params]
    return RISK_BANDS.every((band) => strict[band] === undefined || strict[band] >= (weak[band] ?? Infinity))
  }
  if (first.type === 'pastDueAtLeast' && second.type === 'pastDueAtLeast')
    return Number(first.params.amount) >= Number(second.params.amount)
  return false
}
