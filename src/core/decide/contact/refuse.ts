import { type Instant, instantInAll } from '../../base/time.ts'
import type { Dossier } from '../../model/dossier.ts'
import type { Reason, Verdict } from '../../model/verdict.ts'
import { askOnce, isShadow } from '../ask/human.ts'
import { askedByLaw, reviewsOf } from '../ask/law.ts'
import type { Candidate } from './candidate.ts'
import { reviewAgainAt } from '../case/next-review.ts'
import { remembered, told } from '../case/review.ts'
import type { Decided } from '../decided.ts'
import { askWhenLong, runWith } from './denied.ts'
import { dayAfter } from '../step/due.ts'

interface Refusal {
  reasons: readonly Reason[]
  /** Time alone brings no lawful instant. */
  noInstant?: boolean
}

/** No contact: told when it begins and when its reasons change. A human is asked where a rule wants that, where time alone brings no lawful instant, and where it has gone on too long. The step is looked at again at its own time of the next local day, or, while a human is asked, when something changes. */
export function refuse(dossier: Dossier, candidate: Candidate, refusal: Refusal): Decided[] {
  const { review, step } = candidate
  const { view } = review
  const { reasons } = refusal
  const rules = rulesOf(reasons)
  const before = view.memory.denied[step.step]
  const counted = before?.last === view.today ? null : runWith(before, view.today, rules)
  const run = counted?.run ?? before
  const isNews = counted !== null && (!counted.runs || before?.told !== rules)
  const { open, asks } = asksOf(dossier, candidate, refusal)
  return [
    ...(counted ? [remembered(view, { is: 'refused', step: step.step, run: counted.run })] : []),
    ...(isNews ? [tell(candidate, reasons)] : []),
    ...asks,
    ...(open || !run ? [] : askWhenLong(view, step.step, run)),
    ...reviewAgainAt(view, step, open ? lastLift(reasons) : ownTime(candidate)),
  ]
}

/** A step that was refused before, looked at because something else changed: it waits on for the same, or is looked at at its own time again. */
export function waitOn(dossier: Dossier, candidate: Candidate, verdict: Verdict | null): Decided[] {
  const { view } = candidate.review
  const again = view.memory.again?.[candidate.step.step] ?? null
  const own = ownTime(candidate)
  if (again !== null && again <= own) return []
  if (verdict?.answer === 'deny') {
    const { reasons, review: noInstant } = verdict
    if (asksOf(dossier, candidate, { reasons, noInstant }).open) return []
  }
  return reviewAgainAt(view, candidate.step, own)
}

function tell({ review, step, attempt }: Candidate, reasons: readonly Reason[]): Decided {
  const contactKey = { episode: review.view.anchor, step: step.step, attempt }
  return told(review, { kind: 'refused', step: step.step, contactKey, reasons: [...reasons] })
}

/** Who is asked; `open` = a human has to answer before anything can come of it. */
function asksOf(
  dossier: Dossier,
  { review: { view }, step }: Candidate,
  { reasons, noInstant = false }: Refusal,
): { open: boolean; asks: Decided[] } {
  const { tasks, open } = reviewsOf(dossier, view.case, reasons, view.now)
  const asks = isShadow(view) ? [] : tasks.map(askedByLaw)
  if (!isEmpty(reasons, noInstant)) return { open, asks }
  const window = askOnce(view, {
    kind: 'empty_window',
    reason: `${step.step}: no lawful instant in sight (${rulesOf(reasons)})`,
    role: 'supervisor',
    once: `empty_window:${step.step}`,
    step: step.step,
  })
  return { open: true, asks: [...asks, ...window] }
}

/** No rule asks for a review: it is the hours that never come together. */
function isEmpty(reasons: readonly Reason[], noInstant: boolean): boolean {
  return noInstant && !reasons.some(({ effect }) => effect === 'review')
}

/** The next time of day of the step. */
function ownTime({ review: { view }, step }: Candidate): Instant {
  const today = instantInAll(view.zones, view.today, step.at)
  return today > view.now ? today : dayAfter(view, step, view.today)
}

/** The instant at which the last of the reasons lifts by itself; null = not all of them do. */
function lastLift(reasons: readonly Reason[]): Instant | null {
  const lifts = reasons.map(({ liftsAt }) => liftsAt ?? Infinity)
  const last = Math.max(...lifts)
  return Number.isFinite(last) ? last : null
}

function rulesOf(reasons: readonly Reason[]): string {
  return reasons.map((reason) => reason.rule).join(', ')
}
