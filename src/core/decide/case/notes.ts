import type { EngineFactType } from '../../model/engine-fact.ts'
import type { CaseReview } from './review.ts'
import { type DecideGround, decideGround } from '../ground.ts'
import type { CaseState } from '../../model/lifecycle.ts'
import { type Told, TOLD_OF_ARRIVAL } from '../../machine/told.ts'
import type { DecisionRecord, EngineFact } from '../../model/decision.ts'
import type { StageOutlook } from '../stage.ts'
import { remember } from '../remember.ts'

/** A line of the decision log about the case as it is in this review. */
export function recordOf(
  review: CaseReview,
  record: Pick<DecisionRecord, 'kind' | 'step' | 'contactKey' | 'reasons'>,
): DecisionRecord {
  const { view, from, to } = review
  return {
    person: view.person.id,
    account: view.account.id,
    case: view.file.id,
    at: view.now,
    from: nameOf(from),
    to: nameOf(to),
    ...record,
  }
}

/** What moved, and why. `told` null = only the version of the strategy is another, or the place is one that it does not know. */
export function noteMove(
  review: CaseReview,
  outlook: StageOutlook,
  { told, changed }: { told: Told | null; changed: boolean },
): void {
  const { view, from, to, closed } = review
  const reasons = [decideGround(GROUND_OF[told ?? TOLD_OF_ARRIVAL[to.state]])]
  if (changed) reasons.push(decideGround('strategy_changed'))
  if (outlook.mandatory !== null) reasons.push(decideGround('mandatory_first', outlook.mandatory))
  review.decisions.push(recordOf(review, { kind: 'moved', step: null, contactKey: null, reasons }))
  if (nameOf(from) !== nameOf(to)) {
    const body = { from: nameOf(from), to: nameOf(to), dpd: view.dpd, number: view.file.number }
    review.facts.push(factOf(review, 'case.moved', body))
  }
  if (closed) {
    const body = { reason: closed.reason, number: view.file.number, dpd: view.dpd }
    review.facts.push(factOf(review, 'case.closed', body))
  }
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
export function noteEntry(review: CaseReview, stage: string): void {
  const { memory, today, now, anchor, dpd, file, lag } = review.view
  if (memory.entries[stage] !== undefined) return
  remember(review.view, { is: 'entered', stage, on: today, at: now, lag })
  const body = { stage, on: today, episode: anchor, dpd, number: file.number }
  review.facts.push(factOf(review, 'case.stage_entered', body))
}

/** Told once per stage and episode. */
export function noteWaiting(review: CaseReview, { waiting }: StageOutlook): void {
  const { memory, today } = review.view
  if (waiting === null || review.closed || memory.waiting?.[waiting] !== undefined) return
  remember(review.view, { is: 'waits', stage: waiting, since: today })
  const reasons = [decideGround('requires_unmet', waiting)]
  review.decisions.push(recordOf(review, { kind: 'waiting', step: null, contactKey: null, reasons }))
}

export function factOf(review: CaseReview, type: EngineFactType, body: EngineFact['body']): EngineFact {
  const { view } = review
  return {
    person: view.person.id,
    account: view.account.id,
    case: view.file.id,
    type,
    at: view.now,
    body,
  }
}

function nameOf({ state, stage }: CaseState): string {
  return stage === null ? state : `${state}/${stage}`
}
