import { type Day, daysBetween } from '../base/time.ts'
import { factOf } from './case/notes.ts'
import type { CaseReview } from './case/review.ts'
import { isMet, isReached } from '../machine/stage-guards.ts'
import { firstDpd } from '../machine/stage-days.ts'
import type { CaseView } from './case/view.ts'
import { isStepSettled } from './done.ts'
import { awayOf, type IdleCause, type IdleSpan, outageOf } from './idle.ts'
import { isForCase, lagOf, phaseOn } from './ladder.ts'
import { nextContactDay } from './opening.ts'
import { CaseNumbers } from './case/numbers.ts'
import { remember } from './remember.ts'

/** As the respite ends, a case that works enters the stage that its days past due give it, but never the hardest ones directly, and its ladder is set back to the first day of that stage. What was set before a notice that turned out not to be done is forgotten. */
export function settleLadder(view: CaseView, works: boolean): { stage: string } | null {
  const phase = phaseOn(view, view.today)
  if (phase === 'notice_due' && view.memory.lag) {
    remember(view, { is: 'ladder_forgotten' })
    view.lag = 0
  }
  if (phase !== 'ready' || !works) return null
  const stage = entryStage(view)
  remember(view, { is: 'ladder_set_back', days: lagFor(view, stage), on: view.today })
  for (const [entered, on] of Object.entries(view.memory.entries)) setBack(view, entered, on)
  view.lag = lagOf(view)
  return { stage: view.compiled.stages[stage]?.stage ?? '' }
}

/** Time that is added once it is over: brakes on every channel, an outage, days on which the episode was not the case's. */
export function addIdleTime(view: CaseView): AddedTime[] {
  const { stopped } = view
  const outage = outageOf(view)
  const away = awayOf(view)
  const added: AddedTime[] = stopped.over.map((span) => ({ ...span, cause: 'stopped' }))
  if (away) added.push({ ...away, cause: 'episode_away' })
  else if (outage) added.push({ ...outage, cause: 'outage' })
  remember(view, { is: 'is_back' })
  if (stopped.counted !== null) remember(view, { is: 'stops_counted', before: stopped.counted })
  const days = added.filter(({ from, to }) => from < to)
  for (const { from, to } of days) {
    remember(view, { is: 'idle', from, to })
    view.idle = [...view.idle, { from, to }]
  }
  if (days.length > 0) view.lag = lagOf(view)
  return days
}

export interface AddedTime extends IdleSpan {
  cause: IdleCause
}

export function noteAdded(review: CaseReview, added: readonly AddedTime[]): void {
  const { anchor, file, stopped } = review.view
  if (stopped.counted !== null) review.remembered = true
  for (const { cause, from, to } of added) {
    review.remembered = true
    const body = { cause, from, to, episode: anchor, number: file.number }
    review.facts.push(factOf(review, 'case.time_added', body))
  }
}

export function noteLag(review: CaseReview, { stage }: { stage: string }): void {
  const { view } = review
  const { memory, anchor, today, dpd, file } = view
  if (!memory.lag) return
  review.remembered = true
  const body = { stage, on: today, episode: anchor, lag: memory.lag.days, dpd, number: file.number }
  review.facts.push(factOf(review, 'case.lag_fixed', body))
}

/** Where days past due, risk, money, requirements and mandatory steps put the case, the hardest stages left out; the opening step's own stage where that is none. */
function entryStage(view: CaseView): number {
  const { compiled, band, dpd } = view
  const rules = compiled.opening[band]
  const situation = new CaseNumbers(view)
  situation.ladderDay = dpd
  const opens = view.opening?.notices[0].index ?? 0
  let entered = opens
  for (const [index, stage] of compiled.stages.entries()) {
    if (index <= opens || !isReached(stage, situation) || rules.closed.has(stage.stage)) continue
    if (mandatoryBehind(view, index)) break
    if (isMet(stage, situation)) entered = index
  }
  return entered
}

/** A mandatory contact of an earlier stage whose day has come and that is not done keeps the case before the stage. */
function mandatoryBehind(view: CaseView, stage: number): boolean {
  const { compiled, band, dpd, opening } = view
  return compiled.opening[band].filed.some(
    ({ step, stage: of, index, day }) =>
      index < stage &&
      step.mandatory === true &&
      day <= dpd &&
      step.step !== opening?.notices[0].step.step &&
      isForCase(view)(step, of) &&
      !isStepSettled(view, step),
  )
}

/** Days past due minus the first day of the stage; in the stage of the notice minus the day of its next contact, which is thus due now. */
function lagFor(view: CaseView, stage: number): number {
  const { compiled, band, dpd, opening } = view
  const opens = opening?.noticedBy ?? opening?.notices[0]
  const first = compiled.stages[stage] && firstDpd(compiled.stages[stage], band)
  const rules = compiled.opening[band]
  const next = opens?.index === stage ? nextContactDay(rules, opens, isForCase(view), 'stage') : null
  const day = opens?.index === stage ? (next ?? opens.day) : first
  return Math.max(0, dpd - (day ?? dpd))
}

/** A stage that was entered before the ladder was set back lies on it with the file's own first day. */
function setBack(view: CaseView, stage: string, entry: Day): void {
  const named = view.compiled.stageByName.get(stage)
  const first = named && firstDpd(named, view.band)
  if (first === undefined || first === null) return
  remember(view, { is: 'entry_set_back', stage, lag: daysBetween(view.anchor, entry) - first })
}
