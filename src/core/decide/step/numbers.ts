import { addDays, type Day, daysBetween, type Instant, instantInAll } from '../../base/time.ts'
import type { Step } from '../../model/strategy.ts'
import type { StepSituation, Stopper } from '../../machine/step-situation.ts'
import type { CaseView } from '../case/view.ts'
import { isStepDone, lastAsked, saidOf, shadowDays } from './done.ts'
import { isContact } from '../ladder/file-day.ts'
import { dateOf, isOpeningDue, ladderEntry, mayBeDue } from '../ladder/ladder.ts'
import { passesAt } from '../pause/quiet.ts'
import { isNeeded, pointsLeft } from './reachable.ts'
import { type StageEntry, stopsSince } from './stops.ts'
import { effectOf } from '../../model/task-word.ts'

/** What was made of a step in this episode. */
interface Done {
  rows: number
  taken: number
  lastTaken: Day | null
  missed: readonly Instant[]
  open: boolean
}

/** The numbers of one step, each worked out when it is first asked for, and then its day. */
export class StepNumbers implements StepSituation {
  readonly band
  readonly pastDue
  readonly currency
  private made: Done | null = null
  private placed: { day: Day; passed: boolean } | null = null

  constructor(
    private readonly view: CaseView,
    private readonly asked: Step,
    private readonly stage: string,
    private readonly entry: StageEntry,
  ) {
    this.band = view.band
    this.pastDue = view.pastDue
    this.currency = view.account.currency
  }

  get done(): Done {
    return (this.made ??= doneOf(this.view, this.asked))
  }

  /** The day by days past due or by entry, and whether it lies before the entry or in a time that does not count. */
  get day(): { day: Day; passed: boolean } {
    return (this.placed ??= this.dayOfStep())
  }

  overByWord(): number {
    const { step } = effectOf(saidOf(this.view, this.asked.step))
    return step === 'made' || step === 'not_needed' ? 1 : 0
  }

  taken(): number {
    return this.done.taken
  }

  /** A needed step that failed is tried at the debtor's other numbers or addresses, once each. */
  retries(): number {
    const { view, asked } = this
    if (view.compiled.strategy.mode === 'shadow') return 0
    return isNeeded(view, asked) && !isStepDone(view, asked) ? pointsLeft(view, asked).length : 0
  }

  underWay(): number {
    return Number(this.done.open)
  }

  barred(): number {
    return Number(!mayBeDue(this.view, this.asked, this.view.today))
  }

  overtaken(): number {
    return Number(this.view.memory.dropped[this.asked.step]?.why === 'overtaken')
  }

  stops(word: Stopper): number {
    return stopsSince(this.view, this.entry, word)
  }

  passed(): number {
    return Number(this.day.passed)
  }

  private dayOfStep(): { day: Day; passed: boolean } {
    const { view, asked } = this
    const entry = this.entry.day ?? view.today
    let day = this.baseDay(entry)
    if (isHeldTo(view, asked) || !isPassed(view, asked, day, entry)) return { day, passed: false }
    if (!asked.every) return { day, passed: true }
    const { days } = asked.every
    const behind = daysBetween(day, entry)
    if (behind > 0) day = addDays(day, Math.ceil(behind / days) * days)
    for (let turn = 0; turn < 1000 && isPassed(view, asked, day, entry); turn++) day = addDays(day, days)
    return { day, passed: false }
  }

  /** The day from which the step counts; that of a repetition is `every` days after the last attempt taken or let go. */
  private baseDay(entry: Day): Day {
    const { view, asked, done } = this
    const drop = view.memory.dropped[`${asked.step}#${done.rows + 1}`]?.on ?? null
    const { lastTaken } = done
    const last = lastTaken !== null && (drop === null || lastTaken > drop) ? lastTaken : drop
    if (last !== null) return addDays(last, asked.every?.days ?? 1)
    const day = this.filedDay(entry)
    const { at } = this.entry
    const late = day === entry && at !== null && at > instantInAll(view.zones, day, asked.at)
    return late ? addDays(day, 1) : day
  }

  /** The day on which the file has the first attempt: the notice on its own day, everything else on the ladder. */
  private filedDay(entry: Day): Day {
    const { view, asked, stage } = this
    const notice = isOpeningDue(view, asked.step)
      ? view.opening?.notices.find((one) => one.step.step === asked.step)
      : undefined
    if (notice) return addDays(view.anchor, notice.day)
    if (asked.dpd !== undefined) return dateOf(view, asked.dpd)
    return addDays(ladderEntry(view, stage, entry), asked.after?.days ?? 0)
  }
}

/** In shadow mode, the attempts that would have been made stand in for taken ones, from their day on; a human task is taken when it is answered. */
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

/** Its day is never passed. */
function isHeldTo(view: CaseView, step: Step): boolean {
  return (step.mandatory ?? false) || !isContact(step) || isOpeningDue(view, step.step)
}

function isPassed(view: CaseView, step: Step, day: Day, entry: Day): boolean {
  if (day < entry) return true
  return view.quiet.length > 0 && passesAt(view.quiet, instantInAll(view.zones, day, step.at))
}
