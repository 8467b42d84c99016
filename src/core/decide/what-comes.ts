import { closersOf } from '../model/human-task.ts'
import { effectOf } from '../model/task-word.ts'
import { DAY_MS, type Instant, instantInAll } from '../base/time.ts'
import { askAbout } from './ask/human.ts'
import type { CaseReview } from './case/review.ts'
import { firstDpd } from '../machine/stage-days.ts'
import type { CaseView } from './case/view.ts'
import { isDeniedLong } from './denied.ts'
import { isUnderWay } from './done.ts'
import type { AskedFile } from '../model/dossier.ts'
import { dateOf, nextLadderEdge, noticesDue } from './ladder.ts'
import type { WaitsFor } from '../model/decision.ts'
import { owes } from './owes.ts'
import type { PersonPlan } from './plan.ts'
import { nextQuietEdge } from './quiet.ts'
import { stepDue } from './step/due.ts'
import { rememberOf } from './remember.ts'

/** How long a case may rest on a hold, a placement or a human's word before somebody looks at it again. */
export const REVIEW_DAYS = 90

/** What brings an open case on; where nothing does, a human is asked on the same day. Its own next review is nothing of the kind. */
export function noteWhatComes(plan: PersonPlan, review: CaseReview): void {
  if (review.closed !== null) return
  noteRest(review)
  const coming = comingOf(plan, review)
  if (coming) closeAsks(plan, review)
  review.waits = coming ?? askWhatNext(plan, review)
  const { until } = review.waits
  if (until !== null && until > review.view.now) review.next = Math.min(review.next, until)
}

/** Since when the case rests. */
function noteRest(review: CaseReview): void {
  const { view, to, from } = review
  const rests = to.state !== 'working'
  if (rests && (view.memory.restedAt === undefined || from.state !== to.state)) {
    rememberOf(review, { is: 'rests', since: view.now })
  } else if (!rests && view.memory.restedAt !== undefined) {
    rememberOf(review, { is: 'works' })
  }
}

/** What was asked because nothing came. */
function closeAsks(plan: PersonPlan, { view }: CaseReview): void {
  for (const { task } of view.asked.filter((one) => isOpen(plan, one) && isWhatNext(one)))
    plan.settled.push({ task, resolution: 'arrived' })
}

function isWhatNext({ kind }: AskedFile): boolean {
  return closersOf(kind).includes('next_known')
}

function comingOf(plan: PersonPlan, review: CaseReview): WaitsFor | null {
  const { view, to } = review
  // What became of it is looked at then at the latest.
  if (hasContact(plan, view)) return { for: 'contact', until: review.next }
  if (hasTask(plan, view)) return { for: 'task', until: null }
  const edge = nextQuietEdge(view.quiet, view.now)
  const time =
    to.state === 'working' ? Math.min(nextStep(review), nextStage(view), nextLadderEdge(view), edge) : edge
  return time < Infinity ? { for: 'time', until: time } : restOf(view)
}

/** A human has said lately what was done or that it stays as it is, or the case came to rest lately. After any other word the case is meant to go on. */
function restOf(view: CaseView): WaitsFor | null {
  const since = Math.max(lastAnswer(view), view.memory.restedAt ?? -Infinity)
  const until = since + REVIEW_DAYS * DAY_MS
  return until > view.now ? { for: 'review_date', until } : null
}

function lastAnswer({ asked }: CaseView): Instant {
  const answered = asked.filter(({ answer }) => effectOf(answer).rests)
  return Math.max(-Infinity, ...answered.map(({ answeredAt }) => answeredAt ?? -Infinity))
}

function hasContact({ dossier, planned, cancelled }: PersonPlan, { file }: CaseView): boolean {
  const waits = dossier.contacts.some(
    (row) => row.case === file.id && isUnderWay(row) && !cancelled.some(({ contact }) => contact === row.id),
  )
  return waits || planned.some((one) => one.case === file.id)
}

function hasTask(plan: PersonPlan, { file, asked }: CaseView): boolean {
  const open = asked.some((one) => isOpen(plan, one) && !isWhatNext(one))
  return open || plan.tasks.some((one) => one.case === file.id)
}

function isOpen({ settled }: PersonPlan, { task, answeredAt }: AskedFile): boolean {
  return answeredAt === null && !settled.some((one) => one.task === task)
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
  return Math.min(Infinity, ...comes)
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

function askWhatNext(plan: PersonPlan, review: CaseReview): WaitsFor {
  const { view, to } = review
  const { kind, words } = to.state === 'working' ? ENDED : RESTS
  const open = view.asked.find((one) => isOpen(plan, one) && isWhatNext(one))
  if (open?.kind === kind) return { for: 'task', until: null }
  if (open) plan.settled.push({ task: open.task, resolution: 'obsolete' })
  const reason = `${to.stage ?? to.state}: ${words}`
  askAbout(plan, review, { kind, reason, role: 'operations', due: view.now })
  if (view.compiled.strategy.mode === 'live') return { for: 'task', until: null }
  return { for: 'review_date', until: view.now + REVIEW_DAYS * DAY_MS }
}

const ENDED = {
  kind: 'ladder_ended',
  words: 'the strategy has nothing more for this case: say how it goes on',
} as const
const RESTS = {
  kind: 'hold_review',
  words: 'it has rested for long without a last day: does that still hold?',
} as const
