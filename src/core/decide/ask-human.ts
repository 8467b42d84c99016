import { DAY_MS, type Instant } from '../base/time.ts'
import type { Reason } from '../compliance/verdict.ts'
import type { CaseReview } from './case-review.ts'
import type { AskedFile, CaseFile, Dossier } from './dossier.ts'
import type { NewHumanTask } from './output.ts'
import type { PersonPlan } from './plan.ts'

/** Questions for people that a review or a send gives rise to. */

interface Once extends Pick<NewHumanTask, 'kind' | 'reason' | 'role'> {
  /** What is asked once per episode. */
  once: string
}

export function askOnce(plan: PersonPlan, review: CaseReview, { once, ...asked }: Once): void {
  const { view } = review
  if (view.memory.tasks?.[once] !== undefined) return
  view.memory.tasks = { ...view.memory.tasks, [once]: view.today }
  review.remembered = true
  plan.tasks.push({
    person: view.person.id,
    account: view.account.id,
    case: view.file.id,
    ...asked,
    due: view.now,
  })
}

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
  const wanted = [...rules.values()].filter(({ rule }) => !isRefused(asksOf(dossier, about, 'review', rule)))
  const tasks = wanted
    .filter(({ rule }) => !isAsked(asksOf(dossier, about, 'review', rule)))
    .map((reason) => lawTask(dossier, about, { kind: 'review', ...reason, due: now + ANSWER_WITHIN }))
  return { tasks, open: wanted.length > 0 }
}

export function lawTask(
  { person }: Pick<Dossier, 'person'>,
  { id, account }: About,
  asked: Pick<Reason, 'rule' | 'cite' | 'text'> & { kind: 'review' | 'duty'; due: Instant },
): NewHumanTask {
  const { kind, rule, cite, text, due } = asked
  const reason = `${rule}${cite === null ? '' : ` (${cite})`}: ${text}`
  return { person: person.id, account, case: id, kind, rule, reason, role: COMPLIANCE, due }
}

/** What was asked about the case under the rule. */
export function asksOf(
  { asked = [] }: Pick<Dossier, 'asked'>,
  about: About,
  kind: AskedFile['kind'],
  rule: string,
): AskedFile[] {
  return asked.filter((one) => one.kind === kind && one.case === about.id && one.rule === rule)
}

export function isAsked(asks: readonly AskedFile[]): boolean {
  return asks.some(({ answer }) => answer === null)
}

function isRefused(asks: readonly AskedFile[]): boolean {
  return asks.some(({ answer }) => answer === 'refuse')
}
