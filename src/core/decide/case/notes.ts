import { type DecideGround, decideGround } from '../ground.ts'
import type { Decided } from '../decided.ts'
import { type Told, TOLD_OF_ARRIVAL } from '../../machine/told.ts'
import type { StageOutlook } from './stage.ts'
import { type CaseReview, happened, nameOf, remembered, told } from './review.ts'
import type { CaseView } from './view.ts'

/** What moved, and why. `said` null = only the version of the strategy is another, or the place is one that it does not know. */
export function noteMove(
  review: CaseReview,
  outlook: StageOutlook,
  { said, changed }: { said: Told | null; changed: boolean },
): Decided[] {
  const { view, from, to, closed } = review
  const { file, dpd } = view
  const reasons = [decideGround(GROUND_OF[said ?? TOLD_OF_ARRIVAL[to.state]])]
  if (changed) reasons.push(decideGround('strategy_changed'))
  if (outlook.mandatory !== null) reasons.push(decideGround('mandatory_first', outlook.mandatory))
  const moved = told(review, { kind: 'moved', step: null, contactKey: null, reasons })
  const [left, entered] = [nameOf(from), nameOf(to)]
  return [
    moved,
    ...(left === entered
      ? []
      : [happened(view, 'case.moved', { from: left, to: entered, dpd, number: file.number })]),
    ...(closed ? [happened(view, 'case.closed', { reason: closed.reason, number: file.number, dpd })] : []),
  ]
}

/** What a transition of the machine tells, as the decision log says it. */
const GROUND_OF = {
  entered: 'stage',
  escalated: 'stage',
  fell_back: 'stage',
  lifted: 'stage',
  recalled: 'stage',
  promise_broken: 'stage',
  promise_over: 'stage',
  ceased: 'no_contact',
  held: 'held',
  placed: 'placed',
  on_plan: 'on_plan',
  promised: 'promised',
  cured: 'cured',
  settled: 'ended',
  charged_off: 'ended',
  closed: 'ended',
} as const satisfies Record<Told, DecideGround>

/** The first review of the episode that puts the case into the stage. */
export function noteEntry(view: CaseView, stage: string): Decided[] {
  const { memory, today, now, anchor, dpd, file, lag } = view
  if (memory.entries[stage] !== undefined) return []
  const body = { stage, on: today, episode: anchor, dpd, number: file.number }
  return [
    remembered(view, { is: 'entered', stage, on: today, at: now, lag }),
    happened(view, 'case.stage_entered', body),
  ]
}

/** Told once per stage and episode. */
export function noteWaiting(review: CaseReview, { waiting }: StageOutlook): Decided[] {
  const { memory, today } = review.view
  if (waiting === null || review.closed || memory.waiting?.[waiting] !== undefined) return []
  const reasons = [decideGround('requires_unmet', waiting)]
  return [
    remembered(review.view, { is: 'waits', stage: waiting, since: today }),
    told(review, { kind: 'waiting', step: null, contactKey: null, reasons }),
  ]
}
