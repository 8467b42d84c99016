import { addDays, type Day, daysBetween, lastDayOf } from '../base/time.ts'
import { askOnce } from './ask/human.ts'
import type { CaseReview } from './case/review.ts'
import type { CaseView } from './case/view.ts'
import type { DeniedStep } from '../model/dossier.ts'
import { lastAsked, openAsks } from './done.ts'
import { isOpeningDue } from './ladder.ts'
import { nameOf } from './late.ts'
import type { PersonPlan } from './plan.ts'
import { remember, rememberOf } from './remember.ts'
import { effectOf } from '../model/task-word.ts'

const DENIED_TOO_LONG = 7

/** One more local day on which the step was refused: a run of them, however the refusal came about. Whether the run goes on. */
export function countDenial(review: CaseReview, step: string, day: Day, told?: string): boolean {
  const { denied } = review.view.memory
  const before = denied[step]
  const runs = before !== undefined && addDays(before.last, 1) === day
  const words = told ?? before?.told
  const run = { from: runs ? before.from : day, last: day, ...(words !== undefined && { told: words }) }
  rememberOf(review, { is: 'refused', step, run })
  return runs
}

/** Refused for seven local days running, until now. */
export function isDeniedLong({ memory, today }: CaseView, step: string): boolean {
  const run = memory.denied[step]
  if (!run || run.last < addDays(today, -1)) return false
  return daysBetween(run.from, run.last) >= DENIED_TOO_LONG - 1
}

/** A mandatory or required step that is refused for seven local days running is given to a human. */
export function askWhenLong(plan: PersonPlan, review: CaseReview, name: string): void {
  const { memory, compiled } = review.view
  const run = memory.denied[name]
  if (!run || daysBetween(run.from, run.last) < DENIED_TOO_LONG - 1 || isOpeningDue(review.view, name)) return
  const step = compiled.stages.flatMap(({ steps }) => steps).find((one) => one.step === name)
  const kind = step?.mandatory ? 'mandatory_denied' : compiled.required.has(name) ? 'requires_denied' : null
  if (kind === null) return
  if (isToBeAskedAgain(review, name)) remember(review.view, { is: 'ask_forgotten', once: `${kind}:${name}` })
  const reason = `${name}: ${run.told ?? 'denied when it was to be made'}`
  askOnce(plan, review, { kind, reason, role: 'supervisor', once: `${kind}:${name}`, step: name })
}

/** Told to wait, when it was refused for as long once more. */
function isToBeAskedAgain({ view }: CaseReview, step: string): boolean {
  const last = lastAsked(view, step)
  if (!last || !effectOf(last.answer).triesOn || openAsks(view, step).length > 0) return false
  return daysBetween(lastDayOf(view.zones, last.answeredAt ?? 0), view.today) >= DENIED_TOO_LONG
}

/** What was planned and then denied at the send or the claim was denied on that day as well. */
export function noteDenials(plan: PersonPlan, review: CaseReview): void {
  for (const { step, at } of denialsOf(plan, review)) {
    const day = lastDayOf(review.view.zones, at)
    const last = review.view.memory.denied[step]?.last
    if (last !== undefined && last >= day) continue
    countDenial(review, step, day)
    askWhenLong(plan, review, step)
  }
}

/** Steps that were let go for a newer one, of whatever case of the person, which was then denied itself. */
export function bringBack(plan: PersonPlan, review: CaseReview): void {
  const { dropped } = review.view.memory
  for (const [key, { by }] of Object.entries(dropped)) {
    if (by === undefined || !isDenied(plan, by)) continue
    rememberOf(review, { is: 'brought_back', name: key })
  }
}

function denialsOf({ dossier }: PersonPlan, { view }: CaseReview): DeniedStep[] {
  return (dossier.denied ?? [])
    .filter((one) => one.state === 'denied' && one.case === view.file.id && one.episode === view.anchor)
    .sort((a, b) => a.at - b.at)
}

/** Denied, and not made or planned again since. */
function isDenied({ dossier }: PersonPlan, name: string): boolean {
  return (dossier.denied ?? []).some(
    (one) =>
      one.state === 'denied' &&
      nameOf(one.case, one.step) === name &&
      !dossier.contacts.some(
        (row) =>
          row.case === one.case && row.step === one.step && (row.at ?? row.notBefore ?? one.at) >= one.at,
      ),
  )
}
