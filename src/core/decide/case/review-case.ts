import { addDays, type Instant, instantInAll } from '../../base/time.ts'
import type { LawGap } from '../../compliance/pack/coverage.ts'
import type { Reviewed } from '../../machine/case-machine.ts'
import { type Told, TOLD_OF_ARRIVAL } from '../../machine/told.ts'
import type { DossierCase, Dossier } from '../../model/dossier.ts'
import { payOrderOf } from '../../model/debt-policy.ts'
import { type CaseState, isClosing, walksStages } from '../../model/lifecycle.ts'
import { compiledStrategy } from './compiled.ts'
import type { Decided } from '../decided.ts'
import { idleTime, noteAdded, noteLag, ladderAfterRespite } from '../ladder/late-entry.ts'
import { type CaseReason, caseReason } from '../case-reason.ts'
import type { Planning } from '../planning.ts'
import { nextPlanChange, nextQuietEdge } from '../pause/quiet.ts'
import { nextStageChange, stageOn, type StageOutlook, stageOutlook } from './stage.ts'
import { nextLocalDay } from './next-review.ts'
import { CaseNumbers } from './numbers.ts'
import { type CaseReview, type CaseSoFar, happened, nameOf, remembered, told } from './review.ts'
import { learn, viewOf, viewUnder } from './view-of.ts'
import type { CaseView } from './view.ts'
import type { Strategy } from '../../model/strategy.ts'
import type { Change } from './remember.ts'

const LONGEST_REST = 30

/** The review of a case, which says where the case goes, and what that means for it. */
interface ReviewedCase {
  review: CaseSoFar
  decided: Decided[]
}

/** Level-triggered: state and stage are worked out from what is known now, whatever the last review saw. */
export function reviewCase(
  dossier: Dossier,
  theCase: DossierCase,
  planning: Planning,
  now: Instant,
): ReviewedCase {
  const view = loadView(dossier, theCase, planning, now)
  const { added, changes } = idleTime(view)
  for (const change of changes) learn(view, change)
  const gap = gapIn(view, theCase, planning)
  const from = { state: theCase.state, stage: theCase.stage }
  const { turn, numbers, fixed } = decide(view, from, gap)
  const to: CaseState = { state: turn.state, stage: turn.stage }
  const outlook = stageOutlook(view, numbers, to)
  const changed = view.compiled.strategy.hash !== theCase.strategyHash
  const closes = isClosing(to.state)
  const reason = to.state === 'closed' ? (view.account.endedReason ?? 'closed') : to.state
  const review: CaseSoFar = {
    view,
    from,
    to,
    moved: turn.told !== null || changed || to.stage !== from.stage,
    closed: closes ? { on: view.today, reason } : null,
    next: gap === null ? restUntil(view, to) : Math.min(restUntil(view, to), nextLocalDay(view, now)),
    gap,
    enters: fixed !== null,
    facts: [],
    decisions: [],
    waits: null,
  }
  const decided = [
    ...noteAdded(view, added),
    ...(fixed ? noteLag(view, fixed) : []),
    ...(review.moved ? noteMove(review, outlook, { said: turn.told, changed }) : []),
    ...(!closes && to.stage !== null && walksStages(to) ? noteEntry(view, to.stage) : []),
    ...noteWaiting(review, outlook),
  ]
  return { review, decided }
}

interface Turn {
  turn: Reviewed
  numbers: CaseNumbers
  /** The stage that the case enters early: its ladder was set back. */
  fixed: { stage: string } | null
}

/** The machine says where the case belongs; where its respite is over it is asked again, on the ladder as it lies from then on. */
function decide(view: CaseView, from: CaseState, gap: LawGap | null): Turn {
  const { machine } = view.compiled
  const gaps = gap === null ? 0 : 1
  const numbers = new CaseNumbers(view, gaps)
  const turn = machine.review(from, numbers)
  const { fixed, changes } = ladderAfterRespite(view, turn.state === 'working')
  for (const change of changes) learn(view, change)
  if (!fixed) return { turn, numbers, fixed }
  const again = new CaseNumbers(view, gaps)
  return { turn: machine.review(from, again), numbers: again, fixed }
}

/** What moved, and why. `said` null = only the version of the strategy is another, or the place is one that it does not know. */
function noteMove(
  review: CaseReview,
  outlook: StageOutlook,
  { said, changed }: { said: Told | null; changed: boolean },
): Decided[] {
  const { view, from, to, closed } = review
  const { case: theCase, dpd } = view
  const reasons = [caseReason(GROUND_OF[said ?? TOLD_OF_ARRIVAL[to.state]])]
  if (changed) reasons.push(caseReason('strategy_changed'))
  if (outlook.mandatory !== null) reasons.push(caseReason('mandatory_first', outlook.mandatory))
  const moved = told(review, { kind: 'moved', step: null, contactKey: null, reasons })
  const [left, entered] = [nameOf(from), nameOf(to)]
  return [
    moved,
    ...(left === entered
      ? []
      : [happened(view, 'case.moved', { from: left, to: entered, dpd, number: theCase.number })]),
    ...(closed
      ? [happened(view, 'case.closed', { reason: closed.reason, number: theCase.number, dpd })]
      : []),
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
  plan_broken: 'stage',
  plan_missed: 'stage',
  plan_over: 'stage',
  ceased: 'no_contact',
  held: 'held',
  placed: 'placed',
  on_plan: 'on_plan',
  promised: 'promised',
  cured: 'cured',
  settled: 'ended',
  charged_off: 'ended',
  closed: 'ended',
} as const satisfies Record<Told, CaseReason>

/** The first review of the episode that puts the case into the stage. */
function noteEntry(view: CaseView, stage: string): Decided[] {
  const { memory, today, now, anchor, dpd, case: theCase, lag } = view
  if (memory.entries[stage] !== undefined) return []
  const body = { stage, on: today, episode: anchor, dpd, number: theCase.number }
  return [
    remembered(view, { is: 'entered', stage, on: today, at: now, lag }),
    happened(view, 'case.stage_entered', body),
  ]
}

/** A stage that waits is told once per episode. */
function noteWaiting(review: CaseReview, { waiting }: StageOutlook): Decided[] {
  const { memory, today } = review.view
  if (waiting === null || review.closed || memory.waiting?.[waiting] !== undefined) return []
  const reasons = [caseReason('requires_unmet', waiting)]
  return [
    remembered(review.view, { is: 'waits', stage: waiting, since: today }),
    told(review, { kind: 'waiting', step: null, contactKey: null, reasons }),
  ]
}

function loadView(dossier: Dossier, theCase: DossierCase, planning: Planning, now: Instant): CaseView {
  const account = dossier.accounts.find((one) => one.id === theCase.account)
  if (!account) throw new Error(`case ${theCase.id} has no account in its dossier`)
  const pinned = planning.strategies.get(theCase.strategyHash)
  if (!pinned) throw new Error(`case ${theCase.id} is pinned to an unknown version of ${theCase.strategy}`)
  const compiled = compiledStrategy(pinned)
  const { brakes, debts = null } = planning
  const pays = payOrderOf(debts, { creditor: account.creditor, regions: dossier.person.regions })
  const view = viewOf(dossier, { file: theCase, account, compiled, brakes, pays }, now)
  return underCurrentVersion(view, planning)
}

/** A newer version of the strategy may name what the pinned one does not. */
function gapIn(
  { account, person, compiled }: CaseView,
  theCase: DossierCase,
  planning: Planning,
): LawGap | null {
  const { actor, product } = account
  const active = planning.active.get(theCase.strategy)
  const versions = active ? [compiled.strategy, active] : [compiled.strategy]
  return planning.gapOf?.({ regions: person.regions, actor, product }, versions) ?? null
}

function restUntil(view: CaseView, to: CaseState): Instant {
  const longest = instantInAll(view.zones, addDays(view.today, LONGEST_REST))
  const stages = walksStages(to) ? nextStageChange(view) : Infinity
  const plans = nextPlanChange(view.plans, view.zones)
  return Math.min(longest, stages, nextQuietEdge(view.quiet, view.now), plans)
}

/** The case under the version of its strategy that it goes on with: `finish` keeps the pinned one until the stage is left, `jump` takes the new one at once, `restart` enters the stage anew. */
function underCurrentVersion(view: CaseView, planning: Planning): CaseView {
  const { case: theCase } = view
  const active = planning.active.get(theCase.strategy)
  if (!active || active.hash === theCase.strategyHash) return view
  const change =
    theCase.stage === null || theCase.state === 'opened' ? 'jump' : changeOf(active, theCase.stage)
  if (change === 'finish' && staysInStage(view, theCase)) return view
  if (change === 'restart' && theCase.stage !== null) learn(view, stageForgotten(view, theCase.stage))
  return viewUnder(view, compiledStrategy(active))
}

function changeOf(active: Strategy, stage: string) {
  return active.stages.find((one) => one.stage === stage)?.onChange ?? active.onChange.default
}

function staysInStage(view: CaseView, theCase: DossierCase): boolean {
  return stageOn(view) === theCase.stage
}

function stageForgotten(view: CaseView, stage: string): Change {
  const steps = view.compiled.stageByName.get(stage)?.steps ?? []
  return { is: 'stage_forgotten', stage, steps: steps.map(({ step }) => step) }
}
