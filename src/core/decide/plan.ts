import { isMessage } from '../channel/channel.ts'
import { type Instant, lastDayOf, MINUTE } from '../base/time.ts'
import type { PersonDecision } from '../model/decision.ts'
import type { Dossier } from '../model/dossier.ts'
import { askForGap } from './ask/gap.ts'
import { askForLaw } from './ask/law.ts'
import { askForNotice } from './ask/notice.ts'
import { Asking } from './contact/ask-point.ts'
import { type Candidate, leftBehind, workOf } from './contact/candidate.ts'
import { type CaseReview, nextReview } from './case/review.ts'
import { reviewCase } from './case/review-case.ts'
import { closeAsked } from './ask/close-asked.ts'
import type { Decided } from './decided.ts'
import { restoreRefused, denialsOf, noteDenial } from './contact/denied.ts'
import { Folded } from './fold.ts'
import { handOn } from './ask/hand-on.ts'
import { noticesDue } from './ladder/ladder.ts'
import { nameOf, replaceable, settleBehind, takeTurns } from './contact/turns.ts'
import { comesAgain, drop, overtaken, cancelVoid, waitForItsTurn } from './contact/let-go.ts'
import { tellPlans } from './ask/repayment.ts'
import type { PersonPlan } from './person-plan.ts'
import { tellPromises } from './ask/promise.ts'
import { tellSettlements } from './ask/settlement.ts'
import { planContact } from './contact/plan-contact.ts'
import type { Planning } from './planning.ts'
import { rest, whatComes } from './ask/what-comes.ts'

/** All of a person's open cases are reviewed together, so that every planned contact counts for the next. Pure: the same dossier, strategies, law and instant give the same decision. */
export function planPerson(dossier: Dossier, planning: Planning, now: Instant): PersonDecision {
  const cases = dossier.cases
    .filter((theCase) => theCase.open)
    .map((theCase) => reviewCase(dossier, theCase, planning, now))
  const reviews = cases.map(({ review }) => review)
  const plan = new Folded(dossier, new Asking(dossier, planning), reviews)
  for (const { decided } of cases) plan.fold(decided)
  for (const review of plan.reviews) {
    const { view } = review
    plan.fold(leftBehind(review))
    plan.fold(cancelVoid(dossier, review))
    for (const denial of denialsOf(dossier, view)) plan.fold(noteDenial(view, denial))
    plan.fold(restoreRefused(dossier, view))
    plan.fold(askForLaw(plan, review))
    plan.fold(handOn(dossier, review))
    plan.fold(askForGap(review))
    plan.fold(tellPromises(review))
    plan.fold(tellSettlements(review))
  }
  plan.fold(tellPlans(plan))
  plan.fold(closeAsked(plan))
  const due = reviews.map(({ view }) => noticesDue(view).length)
  planWork(plan, planning)
  for (const [index, review] of plan.reviews.entries()) {
    plan.fold(standInComes(review, due[index] ?? 0))
    plan.fold(askForNotice(review))
    plan.fold(rest(review))
    plan.fold(whatComes(plan, review))
  }
  return plan.decision()
}

/** The opening notice was refused, and another step may stand in for it: at once. */
function standInComes({ view }: CaseReview, due: number): Decided[] {
  return noticesDue(view).length > due ? [nextReview(view, view.now + MINUTE)] : []
}

function planWork(plan: Folded, planning: Planning): void {
  const work = plan.reviews.map((review) => workOf(review, planning))
  for (const { decided } of work) plan.fold(decided)
  const candidates = work.flatMap((one) => one.candidates)
  const today = candidates[0]?.review.view.today
  if (today === undefined) return
  const { dossier } = plan
  const { now, behind } = takeTurns(candidates, dossier, today)
  const made = now.filter((candidate) => take(plan, candidate))
  for (const candidate of behind) {
    const settled = settleBehind(candidate, { made, all: candidates, dossier, today })
    switch (settled.becomes) {
      case 'overtaken':
        plan.fold(drop(candidate, settled.by))
        plan.fold(comesAgain(candidate))
        break
      case 'tomorrow':
        plan.fold(waitForItsTurn(candidate))
        break
      case 'asked':
        if (take(plan, candidate)) made.push(candidate)
        break
      case 'waiting':
        break
    }
  }
}

/** The step's contact is asked for; one that it gets takes the place of older ones that wait. True = it got one. */
function take(plan: Folded, candidate: Candidate): boolean {
  if (candidate.mandatory && hasMandatoryToday(plan, candidate)) {
    plan.fold(waitForItsTurn(candidate))
    return false
  }
  const { view } = candidate.review
  const replaced = replaceable(plan.dossier, candidate).filter(({ id }) => !isCancelled(plan, id))
  const { got, decided } = planContact(plan, candidate, replaced)
  plan.fold(decided)
  if (got)
    plan.fold(replaced.flatMap((row) => overtaken(plan, row, nameOf(view.case.id, candidate.step.step))))
  return got
}

function isCancelled({ cancelled }: PersonPlan, id: number): boolean {
  return cancelled.some(({ contact }) => contact === id)
}

/** Two mandatory messages of one case never fall on one day. */
function hasMandatoryToday(plan: PersonPlan, { review, step }: Candidate): boolean {
  if (!isMessage(step.channel)) return false
  const { case: theCase, today, zones } = review.view
  const isToday = (at: Instant | null) => at !== null && lastDayOf(zones, at) === today
  const made = plan.dossier.contacts.some(
    (row) =>
      row.case === theCase.id &&
      row.mandatory &&
      row.step !== step.step &&
      isMessage(row.channel) &&
      isToday(row.at ?? row.notBefore) &&
      !isCancelled(plan, row.id),
  )
  return (
    made || plan.planned.some((one) => one.case === theCase.id && one.mandatory && isMessage(one.channel))
  )
}
