import { addDays, type Day, type Instant, instantInAll, lastDayOf, MINUTE } from '../../base/time.ts'
import { type Step, USUAL_RETRY } from '../../model/strategy.ts'
import { hasDay, isForBand } from '../../machine/stage-days.ts'
import type { CaseView } from '../case/view.ts'
import { mayBeDue } from '../ladder/ladder.ts'
import { owes } from './owes.ts'
import { StepNumbers } from './numbers.ts'
import { stopsSince } from './stops.ts'

/** The state of a step of the case's stage now. */
export type StepDue =
  | Due
  /** An attempt is on its way, or nobody knows what became of it. */
  | { is: 'blocked' }
  /** Its day was before entry, or inside a hold, promise or plan. */
  | { is: 'passed'; day: Day }
  /** `not_yet`: the opening notice comes first, or its respite runs. */
  | { is: 'taken' | 'dropped' | 'stopped' | 'not_for_this_case' | 'not_yet' }

export interface Due {
  is: 'due'
  /** Its own time, which may lie ahead or behind. */
  since: Instant
  /** The instant from which it may be asked for: later than its own time after a denial, an expiry or a busy line, or where another late one had the day. */
  at: Instant
  /** It was refused: before that instant it is only made where that is lawful at once. */
  rest: Instant
  day: Day
  attempt: number
}

/** What the machine says of the step, and when it may be asked for. `entry` null = the case has not been in the stage in this episode: as if it entered today. */
export function stepDue(view: CaseView, step: Step, entry: Day | null, stage: string): StepDue {
  const entered = { day: entry, at: view.memory.enteredAt?.[stage] ?? null }
  if (!hasDay(step)) return { is: 'not_for_this_case' }
  const numbers = new StepNumbers(view, step, stage, entered)
  const is = view.compiled.machine.step(stage, step.step, numbers)
  switch (is) {
    case 'due':
      return dueOf(view, step, numbers)
    case 'passed':
      return { is, day: numbers.day.day }
    default:
      return { is }
  }
}

function dueOf(view: CaseView, step: Step, { day: { day }, done }: StepNumbers): Due {
  return dueOn(view, step, day, done)
}

/** The step is due on that day; this is when it may be asked for. */
export function dueOn(
  view: CaseView,
  step: Step,
  day: Day,
  done: { rows: number; missed: readonly Instant[] },
): Due {
  const on = reachedUntil(view, step, day)
  const since = instantInAll(view.zones, on, step.at)
  const turn = view.memory.turn?.[step.step] ?? since
  const at = Math.max(since, turn, restedAt(view, step), retryAt(view, step, done.missed))
  const again = view.memory.again?.[step.step]
  const rest = again === null ? Infinity : (again ?? at)
  return { is: 'due', since, at, rest, day: on, attempt: done.rows + 1 }
}

/** The time of the step on the local day after that one. */
export function dayAfter(view: CaseView, step: Step, day: Day): Instant {
  return instantInAll(view.zones, addDays(day, 1), step.at)
}

function restedAt(view: CaseView, step: Step): Instant {
  const rest = view.resting.get(step.step)
  if (!rest) return -Infinity
  return 'until' in rest ? rest.until : dayAfter(view, step, rest.deniedOn)
}

/** Nobody is dialled again at once because a line was busy. */
function retryAt(view: CaseView, step: Step, missed: readonly Instant[]): Instant {
  const last = missed.at(-1)
  if (last === undefined) return -Infinity
  const { after, max } = step.retry ?? USUAL_RETRY
  const day = lastDayOf(view.zones, last)
  const times = missed.filter((at) => lastDayOf(view.zones, at) === day).length
  return times > max ? dayAfter(view, step, day) : last + after.minutes * MINUTE
}

/** Whether a contact that was planned for that instant may still be made, as far as its step goes. */
export function stillStands(view: CaseView, step: Step, stage: string, at: Instant): boolean {
  const entered = {
    day: view.memory.entries[stage] ?? null,
    at: view.memory.enteredAt?.[stage] ?? null,
  }
  if (!isForBand(step.risk, view.band) || !owes(view, step.pastDue)) return false
  if (step.until?.some((word) => stopsSince(view, entered, word) > 0)) return false
  const day = lastDayOf(view.zones, at)
  return mayBeDue(view, step, day) && reachedUntil(view, step, day) === day
}

/** `unless reached`: the first day from which nobody was spoken to in the last n local dates. */
function reachedUntil(view: CaseView, step: Step, day: Day): Day {
  if (!step.unless || view.reachedOn === null) return day
  const free = addDays(view.reachedOn, step.unless.reached.days)
  return free > day ? free : day
}
