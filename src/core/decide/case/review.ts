import { addDays, type Instant, instantInAll, lastDayOf, MINUTE } from '../../base/time.ts'
import { isMessage } from '../../channel/channel.ts'
import type { Step } from '../../model/strategy.ts'
import type { Reviewed } from '../../machine/case-machine.ts'
import { type CaseState, isClosing, walksStages } from '../../model/lifecycle.ts'
import { underCurrentVersion } from '../adopt.ts'
import { type CaseView, viewOf } from './view.ts'
import { compiledStrategy } from '../compiled.ts'
import type { LawGap } from '../../compliance/coverage.ts'
import type { CaseFile, Dossier } from '../../model/dossier.ts'
import { noteEntry, noteMove, noteWaiting } from './notes.ts'
import type { DecisionRecord, EngineFact, WaitsFor } from '../../model/decision.ts'
import type { Planning } from '../planning.ts'
import { nextQuietEdge } from '../quiet.ts'
import { addIdleTime, noteAdded, noteLag, settleLadder } from '../late-entry.ts'
import { CaseNumbers } from './numbers.ts'
import { nextStageChange, stageOutlook } from '../stage.ts'
import { rememberOf } from '../remember.ts'

/** One case in the middle of a review: where it goes, and what is to be written down. */
export interface CaseReview {
  view: CaseView
  from: CaseState
  to: CaseState
  moved: boolean
  closed: { on: string; reason: string } | null
  /** The earliest instant at which time alone changes something. */
  next: Instant
  facts: EngineFact[]
  decisions: DecisionRecord[]
  /** The law that is missing where the debtor lives. */
  gap: LawGap | null
  /** The memory changed though nothing is told. */
  remembered: boolean
  /** What brings the case on, once that is worked out. */
  waits: WaitsFor | null
  /** The ladder was set back in this review: the case enters early. */
  enters: boolean
}

const LONGEST_REST = 30
const LOOK_AGAIN = 5 * MINUTE

/** Level-triggered: state and stage are worked out from what is known now, whatever the last review saw. */
export function reviewCase(dossier: Dossier, file: CaseFile, planning: Planning, now: Instant): CaseReview {
  const view = loadView(dossier, file, planning, now)
  const added = addIdleTime(view)
  const gap = gapIn(view, file, planning)
  const from = { state: file.state, stage: file.stage }
  const { turn, numbers, fixed } = decide(view, from, gap)
  const { told } = turn
  const to: CaseState = { state: turn.state, stage: turn.stage }
  const outlook = stageOutlook(view, numbers, to)
  const changed = view.compiled.strategy.hash !== file.strategyHash
  const moved = told !== null || changed || to.stage !== from.stage
  const closes = isClosing(to.state)
  const reason = to.state === 'closed' ? (view.account.endedReason ?? 'closed') : to.state
  const review: CaseReview = {
    view,
    from,
    to,
    moved,
    closed: closes ? { on: view.today, reason } : null,
    next: gap === null ? restUntil(view, to) : Math.min(restUntil(view, to), nextLocalDay(view, now)),
    facts: [],
    decisions: [],
    gap,
    remembered: false,
    waits: null,
    enters: fixed !== null,
  }
  noteAdded(review, added)
  if (fixed) noteLag(review, fixed)
  if (moved) noteMove(review, outlook, { told, changed })
  if (!closes && to.stage !== null && walksStages(to)) noteEntry(review, to.stage)
  noteWaiting(review, outlook)
  return review
}

interface Decided {
  turn: Reviewed
  numbers: CaseNumbers
  /** The stage that the case enters early: its ladder was set back. */
  fixed: { stage: string } | null
}

/** The machine says where the case belongs; where its respite is over it is asked again, on the ladder as it lies from then on. */
function decide(view: CaseView, from: CaseState, gap: LawGap | null): Decided {
  const { machine } = view.compiled
  const gaps = gap === null ? 0 : 1
  const numbers = new CaseNumbers(view, gaps)
  const turn = machine.review(from, numbers)
  const fixed = settleLadder(view, turn.state === 'working')
  if (!fixed) return { turn, numbers, fixed }
  const again = new CaseNumbers(view, gaps)
  return { turn: machine.review(from, again), numbers: again, fixed }
}

/** The start of the local day after the instant, in every candidate zone. */
function nextLocalDay({ zones }: CaseView, after: Instant): Instant {
  return instantInAll(zones, addDays(lastDayOf(zones, after), 1))
}

/** The step is looked at again at that instant; null = when something changes. */
export function lookAgainAt(review: CaseReview, { step }: Step, at: Instant | null): void {
  rememberOf(review, { is: 'again', step, at })
  if (at !== null) review.next = Math.min(review.next, at)
}

/** When to look whether a contact that is to be made at that instant was made: what comes back of a task is a fact, and so is a failure; a message on which a later stage waits is looked after soon. */
export function lookAfter(view: CaseView, step: Step, at: Instant): Instant {
  const next = nextLocalDay(view, Math.max(at, view.now))
  if (!isMessage(step.channel) || !(step.mandatory || view.compiled.required.has(step.step))) return next
  const soon = at >= view.now ? at + MINUTE : view.now + LOOK_AGAIN
  return Math.min(soon, next)
}

function loadView(dossier: Dossier, file: CaseFile, planning: Planning, now: Instant): CaseView {
  const account = dossier.accounts.find((one) => one.id === file.account)
  if (!account) throw new Error(`case ${file.id} has no account in its dossier`)
  const pinned = planning.strategies.get(file.strategyHash)
  if (!pinned) throw new Error(`case ${file.id} is pinned to an unknown version of ${file.strategy}`)
  const compiled = compiledStrategy(pinned)
  const view = viewOf(dossier, { file, account, compiled, brakes: planning.brakes }, now)
  return underCurrentVersion(view, planning)
}

/** A newer version of the strategy may name what the pinned one does not. */
function gapIn({ account, person, compiled }: CaseView, file: CaseFile, planning: Planning): LawGap | null {
  const { actor, product } = account
  const active = planning.active.get(file.strategy)
  const versions = active ? [compiled.strategy, active] : [compiled.strategy]
  return planning.gapOf?.({ regions: person.regions, actor, product }, versions) ?? null
}

function restUntil(view: CaseView, to: CaseState): Instant {
  const longest = instantInAll(view.zones, addDays(view.today, LONGEST_REST))
  const stages = walksStages(to) ? nextStageChange(view) : Infinity
  return Math.min(longest, stages, nextQuietEdge(view.quiet, view.now))
}
