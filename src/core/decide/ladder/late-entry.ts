import { type Day, daysBetween } from '../../base/time.ts'
import { happened } from '../case/review.ts'
import { isMet, isReached } from '../../machine/stage-guards.ts'
import { firstDpd } from '../../machine/stage-days.ts'
import type { CaseView } from '../case/view.ts'
import { isStepOver } from '../step/done.ts'
import { awayOf, type IdleCause, type IdleSpan, outageOf } from '../pause/idle.ts'
import { isForCase, phaseOn } from './ladder.ts'
import { nextContactDay } from './opening.ts'
import { CaseNumbers } from '../case/numbers.ts'
import type { Decided } from '../decided.ts'
import type { Change } from '../case/remember.ts'

/** As the respite ends, a case that works enters the stage that its days past due give it, but never the hardest ones directly, and its ladder is set back to the first day of that stage. What was set before a notice that turned out not to be done is forgotten. */
export function ladderAfterRespite(
  view: CaseView,
  works: boolean,
): { fixed: { stage: string } | null; changes: Change[] } {
  const phase = phaseOn(view, view.today)
  if (phase === 'notice_due' && view.memory.lag) return { fixed: null, changes: [{ is: 'ladder_forgotten' }] }
  if (phase !== 'ready' || !works) return AS_IT_LIES
  const stage = entryStage(view)
  const entered = Object.entries(view.memory.entries).flatMap(([name, on]) => setBack(view, name, on))
  return {
    fixed: { stage: view.compiled.stages[stage]?.stage ?? '' },
    changes: [{ is: 'ladder_set_back', days: lagFor(view, stage), on: view.today }, ...entered],
  }
}

const AS_IT_LIES = { fixed: null, changes: [] }

/** Time that is added once it is over: brakes on every channel, an outage, days on which the episode was not the case's. */
export function idleTime(view: CaseView): { added: AddedTime[]; changes: Change[] } {
  const { stopped } = view
  const outage = outageOf(view)
  const away = awayOf(view)
  const all: AddedTime[] = stopped.over.map((span) => ({ ...span, cause: 'stopped' }))
  if (away) all.push({ ...away, cause: 'episode_away' })
  else if (outage) all.push({ ...outage, cause: 'outage' })
  const added = all.filter(({ from, to }) => from < to)
  const changes: Change[] = []
  if (view.memory.leftOn !== undefined) changes.push({ is: 'is_back' })
  if (stopped.counted !== null) changes.push({ is: 'stops_counted', before: stopped.counted })
  for (const { from, to } of added) changes.push({ is: 'idle', from, to })
  return { added, changes }
}

interface AddedTime extends IdleSpan {
  cause: IdleCause
}

export function noteAdded(view: CaseView, added: readonly AddedTime[]): Decided[] {
  const { anchor, case: theCase } = view
  return added.map(({ cause, from, to }) =>
    happened(view, 'case.time_added', { cause, from, to, episode: anchor, number: theCase.number }),
  )
}

export function noteLag(view: CaseView, { stage }: { stage: string }): Decided[] {
  const { memory, anchor, today, dpd, case: theCase } = view
  if (!memory.lag) return []
  const body = { stage, on: today, episode: anchor, lag: memory.lag.days, dpd, number: theCase.number }
  return [happened(view, 'case.lag_fixed', body)]
}

/** The stage to which days past due, risk, money, requirements and mandatory steps put the case, the hardest stages left out; the opening step's own stage where that is none. */
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
      !isStepOver(view, step),
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
function setBack(view: CaseView, stage: string, entry: Day): Change[] {
  const named = view.compiled.stageByName.get(stage)
  const first = named && firstDpd(named, view.band)
  if (first === undefined || first === null) return []
  return [{ is: 'entry_set_back', stage, lag: daysBetween(view.anchor, entry) - first }]
}
