import { type Day, type Instant, instantInAll, lastDayOf } from '../base/time.ts'
import type { Stage } from '../config/strategy.ts'
import { atLeast, type CaseView } from './case-view.ts'
import { isStepSettled, isWaivedOn, timesDoneOn } from './done.ts'
import { firstDpd } from './file-day.ts'
import { dateOf, isOpeningDue, ladderDay, nextLadderEdge, phaseOn } from './ladder.ts'
import { stepDue } from './step-due.ts'

/** Which stages a case may be in on a day, and why not in a later one. */
export interface StageOutlook {
  /** One digit per stage, for the machine: the last 1 is where it goes. */
  admits: string
  stage: string | null
  /** A mandatory step that keeps the case from a later stage in which it would be. */
  mandatory: string | null
  /** A later stage whose days have come, but not what it requires. */
  waiting: string | null
}

/** In order: a stage whose `from` holds and whose requirement is met; none behind a mandatory step whose day has come. */
export function stageOutlook(view: CaseView, today: Day = view.today): StageOutlook {
  const outlook: StageOutlook = { admits: '', stage: null, mandatory: null, waiting: null }
  const day = ladderDay(view, today)
  const last = lastStage(view, today)
  let behind: string | null = null
  for (const [index, stage] of view.compiled.stages.entries()) {
    const holds = index <= last && stageHolds(view, stage, day)
    const met = holds && requirementMet(view, stage)
    const admitted = met && behind === null
    outlook.admits += admitted ? '1' : '0'
    if (admitted) {
      outlook.stage = stage.stage
      outlook.waiting = null
      behind = pendingMandatory(view, stage, today)
    } else if (met) {
      outlook.mandatory = behind
    } else if (holds && behind === null) {
      outlook.waiting = stage.stage
    }
  }
  return outlook
}

export function requirementMet(view: CaseView, { requires }: Stage): boolean {
  if (!requires) return true
  const named = view.compiled.stages.flatMap(({ steps }) => steps).find(({ step }) => step === requires.step)
  if (requires.step !== undefined && !(named && isStepSettled(view, named))) return false
  return Object.entries(requires.attempts ?? {}).every(
    ([channel, count]) => timesDoneOn(view, channel) >= count || isWaivedOn(view, channel),
  )
}

/** When time alone brings another stage: a later stage's first day, or the day of a mandatory step behind the case. */
export function nextStageChange(view: CaseView): Instant {
  let next = Infinity
  const take = (day: Day) => {
    if (day > view.today) next = Math.min(next, instantInAll(view.zones, day))
  }
  for (const stage of view.compiled.stages) {
    const first = firstDpd(stage, view.band)
    if (first === null) continue
    take(dateOf(view, first))
    for (const step of stage.steps) {
      if (step.mandatory && step.dpd !== undefined) take(dateOf(view, step.dpd))
    }
  }
  return Math.min(next, nextLadderEdge(view))
}

/** Until the opening notice is done and its respite is over, a case that is late stays where it opens. */
function lastStage(view: CaseView, day: Day): number {
  const { opening, compiled, file } = view
  if (!opening) return Infinity
  const opens = opening.notices[0].index
  switch (phaseOn(view, day)) {
    case 'as_filed':
      return opening.noticedOn === null && day >= opening.ownDay ? opens : Infinity
    case 'notice_due':
      return opens
    case 'respite':
    case 'ready':
      return Math.max(
        opens,
        compiled.stages.findIndex(({ stage }) => stage === file.stage),
      )
    case 'entered':
      return Infinity
  }
}

/** Whether, facts staying as they are, the case is in the stage on the local day of a later instant. */
export function stillInStage(view: CaseView, stage: string, at: Instant): boolean {
  const day = lastDayOf(view.zones, at)
  return day === view.today || stageOutlook(view, day).stage === stage
}

function stageHolds(view: CaseView, stage: Stage, dpd: number): boolean {
  const first = firstDpd(stage, view.band)
  return first !== null && dpd >= first && atLeast(view, stage.from.pastDue)
}

function pendingMandatory(view: CaseView, stage: Stage, today: Day): string | null {
  const entry = view.memory.entries[stage.stage] ?? null
  for (const step of stage.steps) {
    if (!(step.mandatory || isOpeningDue(view, step.step)) || isStepSettled(view, step)) continue
    const due = stepDue(view, step, entry, stage.stage)
    if (due.is === 'blocked' || due.is === 'taken' || (due.is === 'due' && due.day <= today)) return step.step
  }
  return null
}
