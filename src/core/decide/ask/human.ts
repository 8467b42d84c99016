import { DAY_MS, type Instant } from '../../base/time.ts'
import type { Reason } from '../../model/verdict.ts'
import type { CaseReview } from '../case/review.ts'
import type { AskedFile, CaseFile, Dossier } from '../../model/dossier.ts'
import type { NewHumanTask } from '../../model/decision.ts'
import type { HumanTaskKind } from '../../model/human-task.ts'
import { effectOf } from '../../model/task-word.ts'
import type { PersonPlan } from '../plan.ts'
import { rememberOf } from '../remember.ts'

/** Questions for people that a review or a send gives rise to. */

interface Once extends Pick<NewHumanTask, 'kind' | 'reason' | 'role'> {
  /** What is asked once per episode. */
  once: string
  step: string
}

export function askOnce(plan: PersonPlan, review: CaseReview, { once, ...asked }: Once): void {
  const { view } = review
  if (isShadow(review) || view.memory.tasks?.[once] !== undefined) return
  rememberOf(review, { is: 'asked', once, on: view.today })
  askAbout(plan, review, { ...asked, due: view.now })
}

type AboutStep = Pick<NewHumanTask, 'kind' | 'reason' | 'role' | 'due' | 'step'>

/** Something about a step, in this episode. */
export function askAbout(plan: PersonPlan, review: CaseReview, asked: AboutStep): void {
  const { view } = review
  if (isShadow(review)) return
  plan.tasks.push({
    person: view.person.id,
    account: view.account.id,
    case: view.file.id,
    episode: view.anchor,
    ...asked,
  })
}

/** A strategy in shadow mode reports; it gives nobody anything to do. */
function isShadow({ view }: CaseReview): boolean {
  return view.compiled.strategy.mode === 'shadow'
}

/** A rule wants a human to judge; and what the law wants done. */
const REVIEW: HumanTaskKind = 'review'
const DUTY: HumanTaskKind = 'duty'

/** Whom rules with effect `review` and duties are put to. */
const COMPLIANCE = 'compliance'
const ANSWER_WITHIN = DAY_MS

type About = Pick<CaseFile, 'id' | 'account'>

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
export function askForLaw(plan: PersonPlan, review: CaseReview): void {
  const { dossier } = plan
  const { file, now } = review.view
  if (isShadow(review)) return
  const { duties, reviews } = plan.asking.standing(review)
  addTasks(plan, reviewsOf(dossier, file, reviews, now).tasks)
  for (const duty of duties) {
    const asks = asksOf(dossier, file, DUTY, duty.rule)
    const open = asks.filter(({ answer }) => answer === null)
    if (duty.done) {
      plan.settled.push(...open.map(({ task }) => ({ task, resolution: 'evidence' as const })))
    } else if (open.length === 0 && !isWaived(asks, duty.since)) {
      addTasks(plan, [lawTask(dossier, file, { kind: DUTY, ...duty })])
    }
  }
}

/** Two steps may meet the same rule in one review. */
export function addTasks(plan: PersonPlan, tasks: readonly NewHumanTask[]): void {
  for (const task of tasks) {
    const known = plan.tasks.some(
      (one) => one.case === task.case && one.kind === task.kind && one.rule === task.rule,
    )
    if (!known) plan.tasks.push(task)
  }
}

/** By a human, since its time began: it does not apply here. */
function isWaived(asks: readonly AskedFile[], since: Instant): boolean {
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
  kind: AskedFile['kind'],
  rule: string,
): AskedFile[] {
  return asked.filter((one) => one.kind === kind && one.case === about.id && one.rule === rule)
}

function isAsked(asks: readonly AskedFile[]): boolean {
  return asks.some(({ answer }) => answer === null)
}

function isRefused(asks: readonly AskedFile[]): boolean {
  return asks.some(({ answer }) => effectOf(answer).forbids)
}
