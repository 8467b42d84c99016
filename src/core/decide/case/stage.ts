import { type Day, type Instant, instantInAll, lastDayOf } from '../../base/time.ts'
import { type CaseState, walksStages } from '../../model/lifecycle.ts'
import type { CaseView } from './view.ts'
import { dateOf, ladderDay, nextLadderEdge } from '../ladder/ladder.ts'
import { CaseNumbers } from './numbers.ts'

/** The stage in which a case is on a day, or would be if it worked, and why it is in no later one. */
export interface StageOutlook {
  stage: string | null
  /** A mandatory step that keeps the case from a later stage in which it would be. */
  mandatory: string | null
  /** A later stage whose days have come, but not what it requires. */
  waiting: string | null
}

/** What the machine says of the stages in the situation; `to` = where it put the case. */
export function stageOutlook(view: CaseView, numbers: CaseNumbers, to: CaseState): StageOutlook {
  const { machine } = view.compiled
  const stage = walksStages(to) ? to.stage : machine.climb(numbers)
  const kept = machine.further(stage, numbers)
  return {
    stage,
    mandatory: kept?.by === 'duty' ? heldBy(view, numbers, stage) : null,
    waiting: kept?.by === 'requirement' ? kept.stage : null,
  }
}

/** The first of the stage's steps that keep the case from a later stage; null = there is none in which it would be without them. */
function heldBy({ compiled }: CaseView, numbers: CaseNumbers, stage: string | null): string | null {
  if (stage === null || compiled.machine.climb(numbers.besides(stage)) === stage) return null
  return numbers.dutiesIn(stage)[0]?.step ?? null
}

/** The stage in which the case would be on the day if it worked. */
export function stageOn(view: CaseView, day: Day = view.today): string | null {
  return view.compiled.machine.climb(new CaseNumbers(view, 0, day))
}

/** The instant at which time alone brings another stage: the next day that a guard of the machine asks for. */
export function nextStageChange(view: CaseView): Instant {
  const day = view.compiled.machine.nextDay(view.band, ladderDay(view, view.today))
  const next = day === null ? Infinity : instantInAll(view.zones, dateOf(view, day))
  return Math.min(next, nextLadderEdge(view))
}

/** Whether, facts staying as they are, the case is in the stage on the local day of a later instant. */
export function stillInStage(view: CaseView, stage: string, at: Instant): boolean {
  const day = lastDayOf(view.zones, at)
  return day === view.today || stageOn(view, day) === stage
}
