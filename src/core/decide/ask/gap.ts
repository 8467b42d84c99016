import { DAY_MS } from '../../base/time.ts'
import { type LawGap, nameOfGap } from '../../compliance/coverage.ts'
import { recordOf } from '../case/notes.ts'
import type { CaseReview } from '../case/review.ts'
import { decideGround } from '../ground.ts'
import type { PersonPlan } from '../plan.ts'
import { rememberOf } from '../remember.ts'

/** A case without law is told once for as long as that lasts, and asked about once for all who live there: the store keeps the first of a gap. Each review asks, since the one who was asked about may have moved away. */
export function askForGap(plan: PersonPlan, review: CaseReview): void {
  const { gap, view, closed } = review
  if (gap === null) return forget(review)
  if (closed !== null) return
  const name = nameOfGap(gap)
  tellOnce(review, name)
  plan.tasks.push({
    person: view.person.id,
    account: view.account.id,
    case: null,
    kind: 'no_law_on_file',
    rule: name,
    reason: wordsOf(gap),
    role: 'compliance',
    due: view.now + DAY_MS,
  })
}

const TOLD = 'no_law_on_file/'

function tellOnce(review: CaseReview, name: string): void {
  const { view } = review
  if (view.memory.tasks?.[TOLD + name] !== undefined) return
  rememberOf(review, { is: 'asked', once: TOLD + name, on: view.today })
  const reasons = [decideGround('no_law_on_file', name)]
  review.decisions.push(recordOf(review, { kind: 'waiting', step: null, contactKey: null, reasons }))
}

/** A gap that returns is told again. */
function forget(review: CaseReview): void {
  for (const once of Object.keys(review.view.memory.tasks ?? {}))
    if (once.startsWith(TOLD)) rememberOf(review, { is: 'ask_forgotten', once })
}

function wordsOf({ region, product }: LawGap): string {
  const country = region.slice(0, 2)
  const what =
    product === null
      ? `${country}: no pack binds people who live there`
      : `${country}: its packs say when other loans may be asked for, and not ${product}`
  return `${what}. Add a pack, name it in a strategy's applies, or list it in residences.yaml; until then all of them are held`
}
