import { closersOf } from '../../model/human-task.ts'
import { effectOf } from '../../model/task-word.ts'
import { DAY_MS, type Instant, instantInAll } from '../../base/time.ts'
import { askAbout, isShadow } from './human.ts'
import { type CaseReview, nextReview, remembered } from '../case/review.ts'
import { firstDpd } from '../../machine/stage-days.ts'
import type { CaseView } from '../case/view.ts'
import { isDeniedLong } from '../contact/denied.ts'
import type { Decided } from '../decided.ts'
import { isUnderWay } from '../step/attempt.ts'
import type { DossierTask } from '../../model/dossier.ts'
import { dateOf, nextLadderEdge, noticesDue } from '../ladder/ladder.ts'
import { planTraits } from '../../model/plan.ts'
import type { WaitsFor } from '../../model/decision.ts'
import { owes } from '../step/owes.ts'
import type { PersonPlan } from '../person-plan.ts'
import { nextPlanChange, nextQuietEdge } from '../pause/quiet.ts'
import { stepDue } from '../step/due.ts'
import { promisedSteps } from '../step/promised.ts'

/** How long a case may rest on a hold, a placement or a human's word before somebody looks at it again. */
const REVIEW_DAYS = 90

/** What the case remembers of the instant since which it rests. */
export function rest({ view, to, from, closed }: CaseReview): Decided[] {
  if (closed !== null) return []
  const rests = to.state !== 'working'
  if (rests && (view.memory.restedAt === undefined || from.state !== to.state))
    return [remembered(view, { is: 'rests', since: view.now })]
  return !rests && view.memory.restedAt !== undefined ? [remembered(view, { is: 'works' })] : []
}

/** What brings an open case on; where nothing does, a human is asked on the same day. Its own next review is nothing of the kind. */
export function whatComes(plan: PersonPlan, review: CaseReview): Decided[] {
  if (review.closed !== null) return []
  const coming = comingOf(plan, review)
  if (!coming) return askWhatNext(plan, review)
  return [...closeAsks(plan, review.view), ...waits(review.view, coming)]
}

function waits(view: CaseView, waits: WaitsFor): Decided[] {
  const decided: Decided = { is: 'waits', case: view.case.id, waits }
  const { until } = waits
  return until !== null && until > view.now ? [decided, nextReview(view, until)] : [decided]
}

/** What was asked because nothing came. */
function closeAsks(plan: PersonPlan, { asked }: CaseView): Decided[] {
  return asked
    .filter((one) => isOpen(plan, one) && isWhatNext(one))
    .map(({ task }) => ({ is: 'answered', task, resolution: 'arrived' }))
}

function isWhatNext({ kind }: DossierTask): boolean {
  return closersOf(kind).includes('next_known')
}

function comingOf(plan: PersonPlan, review: CaseReview): WaitsFor | null {
  const { view, to } = review
  // What became of it is looked at then at the latest.
  if (hasContact(plan, view)) return { for: 'contact', until: review.next }
  if (hasTask(plan, view)) return { for: 'task', until: null }
  const standing = view.plans.filter(({ status }) => planTraits(status).stands)
  const edge = Math.min(nextQuietEdge(view.quiet, view.now), nextPlanChange(standing, view.zones))
  const time =
    to.state === 'working' ? Math.min(nextStep(review), nextStage(view), nextLadderEdge(view), edge) : edge
  return time < Infinity ? { for: 'time', until: time } : restOf(view)
}

/** A human has said lately what was done or that it stays as it is, or the case came to rest lately. After any other word, the case is meant to go on. */
function restOf(view: CaseView): WaitsFor | null {
  const since = Math.max(lastAnswer(view), view.memory.restedAt ?? -Infinity)
  const until = since + REVIEW_DAYS * DAY_MS
  return until > view.now ? { for: 'review_date', until } : null
}

function lastAnswer({ asked }: CaseView): Instant {
  const answered = asked.filter(({ answer }) => effectOf(answer).rests)
  return Math.max(-Infinity, ...answered.map(({ answeredAt }) => answeredAt ?? -Infinity))
}

function hasContact({ dossier, planned, cancelled }: PersonPlan, { case: theCase }: CaseView): boolean {
  const waits = dossier.contacts.some(
    (row) =>
      row.case === theCase.id && isUnderWay(row) && !cancelled.some(({ contact }) => contact === row.id),
  )
  return waits || planned.some((one) => one.case === theCase.id)
}

function hasTask(plan: PersonPlan, { case: theCase, asked }: CaseView): boolean {
  const open = asked.some((one) => isOpen(plan, one) && !isWhatNext(one))
  return open || plan.tasks.some((one) => one.case === theCase.id)
}

function isOpen({ answered }: PersonPlan, { task, answeredAt }: DossierTask): boolean {
  return answeredAt === null && !answered.some((one) => one.task === task)
}

/** The next step of the stage that time alone brings; one that has been refused for long is none. */
function nextStep({ view, to }: CaseReview): Instant {
  const stage = view.compiled.stageByName.get(to.stage ?? '')
  const steps = [
    ...(stage?.steps ?? []).map((step) => ({ step, stage: to.stage ?? '' })),
    ...noticesDue(view).map(({ step, stage: of }) => ({ step, stage: of.stage })),
  ]
  const comes = steps.map(({ step, stage: of }) => {
    const due = stepDue(view, step, view.memory.entries[of] ?? null, of)
    if (due.is !== 'due' || isDeniedLong(view, step.step)) return Infinity
    return Math.max(due.at, due.rest)
  })
  const promised = promisedSteps(view, to).map(({ due }) => Math.max(due.at, due.rest))
  return Math.min(Infinity, ...comes, ...promised)
}

/** A later stage whose day lies ahead. */
function nextStage(view: CaseView): Instant {
  const { compiled, band, today, zones } = view
  const days = compiled.stages.flatMap((stage) => {
    const first = firstDpd(stage, band)
    return first === null || !owes(view, stage.from.pastDue) ? [] : [dateOf(view, first)]
  })
  const ahead = days.filter((day) => day > today).map((day) => instantInAll(zones, day))
  return Math.min(Infinity, ...ahead)
}

function askWhatNext(plan: PersonPlan, { view, to }: CaseReview): Decided[] {
  const { kind, words } = to.state === 'working' ? ENDED : RESTS
  const open = view.asked.find((one) => isOpen(plan, one) && isWhatNext(one))
  if (open?.kind === kind) return waits(view, { for: 'task', until: null })
  const reason = `${(to.state === 'working' ? to.stage : null) ?? to.state}: ${words}`
  const answered: Decided[] = open ? [{ is: 'answered', task: open.task, resolution: 'obsolete' }] : []
  return [
    ...answered,
    ...askAbout(view, { kind, reason, role: 'operations', due: view.now }),
    ...waits(
      view,
      isShadow(view)
        ? { for: 'review_date', until: view.now + REVIEW_DAYS * DAY_MS }
        : { for: 'task', until: null },
    ),
  ]
}

const ENDED = {
  kind: 'ladder_ended',
  words: 'the strategy has nothing more for this case: say how it goes on',
} as const
const RESTS = {
  kind: 'hold_review',
  words: 'it has rested for long without a last day: does that still hold?',
} as const
