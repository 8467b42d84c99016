import {
  addDays,
  type Day,
  daysBetween,
  type Instant,
  instantInAll,
  lastDayOf,
  MINUTE,
} from '../base/time.ts'
import { type Step, USUAL_RETRY } from '../config/strategy.ts'
import { isContact } from './file-day.ts'
import { meaningOf } from '../fact/disposition.ts'
import { isForBand } from '../machine/stage-days.ts'
import type { CaseView } from './case-view.ts'
import { dateOf, isOpeningDue, ladderEntry, mayBeDue } from './ladder.ts'
import { isStepDone, lastAsked, saidOf, shadowDays } from './done.ts'
import { owes } from './owes.ts'
import { passesAt } from './quiet.ts'
import { isNeeded, pointsLeft } from './reachable.ts'
import { dayReceived } from './receipt.ts'

/** Where a step of the case's stage stands now. */
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
  /** From then on it may be asked for: later than its own time after a denial, an expiry or a busy line, or where another late one had the day. */
  at: Instant
  /** It was refused: before that instant it is only made where that is lawful at once. */
  rest: Instant
  day: Day
  attempt: number
}

/** `entry` null = the case has not been in the stage in this episode: as if it entered today. */
export function stepDue(view: CaseView, step: Step, entry: Day | null, stage: string): StepDue {
  if (!isForCase(view, step)) return { is: 'not_for_this_case' }
  const done = doneOf(view, step)
  if (isSettledByWord(view, step) || isUsedUp(view, step, done)) return { is: 'taken' }
  if (done.open) return { is: 'blocked' }
  if (!mayBeDue(view, step, view.today)) return { is: 'not_yet' }
  if (view.memory.dropped[step.step]?.why === 'overtaken') return { is: 'dropped' }
  const enteredAt = view.memory.enteredAt?.[stage] ?? null
  if (step.until && stopped(view, step.until, entry, enteredAt)) return { is: 'stopped' }
  const attempt = done.rows + 1
  const times = { entry: entry ?? view.today, stage, enteredAt, done, attempt }
  const day = dayOfStep(view, step, times)
  if (day.passed) return { is: 'passed', day: day.day }
  const on = reachedUntil(view, step, day.day)
  const since = instantInAll(view.zones, on, step.at)
  const turn = view.memory.turn?.[step.step] ?? since
  const at = Math.max(since, turn, restedAt(view, step), retryAt(view, step, done.missed))
  const again = view.memory.again?.[step.step]
  return { is: 'due', since, at, rest: again === null ? Infinity : (again ?? at), day: on, attempt }
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
  const entry = view.memory.entries[stage] ?? null
  const enteredAt = view.memory.enteredAt?.[stage] ?? null
  if (!isForCase(view, step)) return false
  if (step.until && stopped(view, step.until, entry, enteredAt)) return false
  const day = lastDayOf(view.zones, at)
  return mayBeDue(view, step, day) && reachedUntil(view, step, day) === day
}

function isForCase(view: CaseView, step: Step): boolean {
  return isForBand(step.risk, view.band) && owes(view, step.pastDue)
}

interface Done {
  rows: number
  taken: number
  lastTaken: Day | null
  missed: readonly Instant[]
  open: boolean
}

/** A needed step that failed is tried at the debtor's other numbers or addresses, once each. */
function isUsedUp(view: CaseView, step: Step, done: Done): boolean {
  if (done.taken < (step.max ?? 1)) return false
  if (!isContact(step) || view.compiled.strategy.mode === 'shadow') return true
  const again = isNeeded(view, step) && step.max === undefined && !isStepDone(view, step)
  return !again || pointsLeft(view, step).length === 0
}

/** A human has said that it was done some other way, or that nothing waits for it. */
function isSettledByWord(view: CaseView, step: Step): boolean {
  const said = saidOf(view, step.step)
  return said === 'done' || said === 'waived'
}

/** In shadow mode the attempts that would have been made stand in for taken ones, from their day on; a human task is taken when it is answered. */
function doneOf(view: CaseView, step: Step): Done {
  if (view.compiled.strategy.mode === 'shadow') {
    const planned = view.memory.shadow?.[step.step] ?? []
    const days = shadowDays(view, step.step)
    const open = planned.length > days.length
    return { rows: planned.length, taken: days.length, lastTaken: days.at(-1) ?? null, missed: [], open }
  }
  if (!isContact(step)) {
    const asked = lastAsked(view, step.step)
    const taken = asked && asked.answeredAt !== null ? 1 : 0
    return { rows: taken, taken, lastTaken: null, missed: [], open: asked?.answeredAt === null }
  }
  const rows = view.rows.of(step.step)
  return { ...rows, open: rows.open !== null }
}

interface StepTimes {
  entry: Day
  stage: string
  enteredAt: Instant | null
  done: Done
  attempt: number
}

function dayOfStep(view: CaseView, step: Step, times: StepTimes): { day: Day; passed: boolean } {
  let day = baseDay(view, step, times)
  if (isHeldTo(view, step) || !isPassed(view, step, day, times.entry)) return { day, passed: false }
  if (!step.every) return { day, passed: true }
  const { days } = step.every
  const behind = daysBetween(day, times.entry)
  if (behind > 0) day = addDays(day, Math.ceil(behind / days) * days)
  for (let turn = 0; turn < 1000 && isPassed(view, step, day, times.entry); turn++) day = addDays(day, days)
  return { day, passed: false }
}

/** The day by days past due or by entry; of a repetition, `every` days after the last attempt taken or let go. */
function baseDay(view: CaseView, step: Step, times: StepTimes): Day {
  const { entry, enteredAt, done, attempt } = times
  const every = step.every?.days ?? 1
  const letGo = view.memory.dropped[`${step.step}#${attempt}`]?.on ?? null
  const last = done.lastTaken !== null && (letGo === null || done.lastTaken > letGo) ? done.lastTaken : letGo
  if (last !== null) return addDays(last, every)
  const day = filedDay(view, step, times)
  const late = day === entry && enteredAt !== null && enteredAt > instantInAll(view.zones, day, step.at)
  return late ? addDays(day, 1) : day
}

/** Where the file has the first attempt: the notice on its own day, everything else on the ladder. */
function filedDay(view: CaseView, step: Step, { entry, stage }: StepTimes): Day {
  const notice = isOpeningDue(view, step.step)
    ? view.opening?.notices.find((one) => one.step.step === step.step)
    : undefined
  if (notice) return addDays(view.anchor, notice.day)
  if (step.dpd !== undefined) return dateOf(view, step.dpd)
  return addDays(ladderEntry(view, stage, entry), step.after?.days ?? 0)
}

/** Its day is never passed. */
function isHeldTo(view: CaseView, step: Step): boolean {
  return (step.mandatory ?? false) || !isContact(step) || isOpeningDue(view, step.step)
}

function isPassed(view: CaseView, step: Step, day: Day, entry: Day): boolean {
  if (day < entry) return true
  return view.quiet.length > 0 && passesAt(view.quiet, instantInAll(view.zones, day, step.at))
}

/** `unless reached`: the first day from which nobody was spoken to in the last n local dates. */
function reachedUntil(view: CaseView, step: Step, day: Day): Day {
  if (!step.unless || view.reachedOn === null) return day
  const free = addDays(view.reachedOn, step.unless.reached.days)
  return free > day ? free : day
}

function stopped(
  view: CaseView,
  until: NonNullable<Step['until']>,
  entry: Day | null,
  enteredAt: Instant | null,
): boolean {
  if (entry === null) return false
  const since = enteredAt ?? instantInAll(view.zones, entry)
  return until.some((stopper) => {
    switch (stopper) {
      case 'promise':
        return view.promises.some(({ status }) => status === 'open')
      case 'paid_part':
        return view.account.received.some((money) => {
          const day = dayReceived(money, view.zones)
          return money.amount > 0 && day >= entry && day <= view.today
        })
      case 'reached':
        return spoken(view, since, (meaning) => meaning.rightParty)
      case 'refused':
        return spoken(view, since, (meaning) => meaning.refused === true)
    }
  })
}

function spoken(
  view: CaseView,
  since: Instant,
  says: (meaning: ReturnType<typeof meaningOf>) => boolean,
): boolean {
  return view.contacts.some(
    (contact) =>
      contact.disposition !== null &&
      contact.at !== null &&
      contact.at >= since &&
      contact.accounts.includes(view.account.id) &&
      says(meaningOf(contact.disposition)),
  )
}
