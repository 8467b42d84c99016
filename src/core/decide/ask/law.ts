import { DAY_MS, type Instant } from '../../base/time.ts'
import type { DatedDuty } from '../../compliance/pending-duties.ts'
import type { NewHumanTask } from '../../model/decision.ts'
import type { DossierTask, DossierCase, Dossier } from '../../model/dossier.ts'
import type { HumanTaskKind } from '../../model/human-task.ts'
import { effectOf } from '../../model/task-word.ts'
import type { Reason } from '../../model/verdict.ts'
import type { CaseReview } from '../case/review.ts'
import type { Decided } from '../decided.ts'
import type { PersonPlan } from '../person-plan.ts'
import { isShadow } from './human.ts'

/** A rule wants a human to judge; and what the law wants done. */
const REVIEW: HumanTaskKind = 'review'
const DUTY: HumanTaskKind = 'duty'

/** The role that rules with effect `review` and duties are put to. */
const COMPLIANCE = 'compliance'
const ANSWER_WITHIN = DAY_MS

type About = Pick<DossierCase, 'id' | 'account'>

/** A task for each rule that wants a human to look, unless one about the case is open or was answered with `refuse`: that stands as long as the case does. `open` = a human has yet to answer. */
export function reviewsOf(
  dossier: Pick<Dossier, 'person' | 'asked'>,
  about: About,
  reasons: readonly Reason[],
  now: Instant,
): { tasks: NewHumanTask[]; open: boolean } {
  const rules = new Map(reasons.filter(({ effect }) => effect === 'review').map((one) => [one.rule, one]))
  const wanted = [...rules.values()].filter(({ rule }) => !isRefused(asksOf(dossier, about, REVIEW, rule)))
  const tasks = wanted
    .filter(({ rule }) => !isAsked(asksOf(dossier, about, REVIEW, rule)))
    .map((reason) => lawTask(dossier, about, { kind: REVIEW, ...reason, due: now + ANSWER_WITHIN }))
  return { tasks, open: wanted.length > 0 }
}

/** What the law asks of people about the account, whoever is contacted: each question and each duty once, until it is answered or facts show that it is done. */
export function askForLaw(plan: PersonPlan, review: CaseReview): Decided[] {
  const { dossier, asking } = plan
  const { case: theCase, now } = review.view
  if (isShadow(review.view)) return []
  const { duties, reviews } = asking.standing(review, plan)
  const asked = reviewsOf(dossier, theCase, reviews, now).tasks.map(askedByLaw)
  return [...asked, ...duties.flatMap((duty) => askForDuty(dossier, theCase, duty))]
}

function askForDuty(dossier: Dossier, theCase: DossierCase, duty: DatedDuty): Decided[] {
  const asks = asksOf(dossier, theCase, DUTY, duty.rule)
  const open = asks.filter(({ answer }) => answer === null)
  if (duty.done) return open.map(({ task }) => ({ is: 'answered', task, resolution: 'evidence' }))
  if (open.length > 0 || isWaived(asks, duty.since)) return []
  return [askedByLaw(lawTask(dossier, theCase, { kind: DUTY, ...duty }))]
}

/** Two steps may meet the same rule in one review. */
export function askedByLaw(task: NewHumanTask): Decided {
  return { is: 'asked_by_law', task }
}

/** Whether a human has said, since its time began, that it does not apply here. */
function isWaived(asks: readonly DossierTask[], since: Instant): boolean {
  return asks.some(
    ({ answer, answeredAt }) => effectOf(answer).step === 'not_needed' && (answeredAt ?? 0) >= since,
  )
}

function lawTask(
  { person }: Pick<Dossier, 'person'>,
  { id, account }: About,
  asked: Pick<Reason, 'rule' | 'cite' | 'text'> & { kind: HumanTaskKind; due: Instant },
): NewHumanTask {
  const { kind, rule, cite, text, due } = asked
  const reason = `${rule}${cite === null ? '' : ` (${cite})`}: ${text}`
  return { person: person.id, account, case: id, kind, rule, reason, role: COMPLIANCE, due }
}

/** What was asked about the case under the rule. */
function asksOf(
  { asked = [] }: Pick<Dossier, 'asked'>,
  about: About,
  kind: DossierTask['kind'],
  rule: string,
): DossierTask[] {
  return asked.filter((one) => one.kind === kind && one.case === about.id && one.rule === rule)
}

function isAsked(asks: readonly DossierTask[]): boolean {
  return asks.some(({ answer }) => answer === null)
}

function isRefused(asks: readonly DossierTask[]): boolean {
  return asks.some(({ answer }) => effectOf(answer).forbids)
}
