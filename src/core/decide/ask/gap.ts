import { DAY_MS } from '../../base/time.ts'
import { type LawGap, nameOfGap } from '../../compliance/pack/coverage.ts'
import { type CaseReview, remembered, told } from '../case/review.ts'
import type { CaseView } from '../case/view.ts'
import type { Decided } from '../decided.ts'
import { caseReason } from '../case-reason.ts'

/** A case without law is told once for as long as that lasts, and asked about once for all who live there: the store keeps the first of a gap. Each review asks, since the one who was asked about may have moved away. */
export function askForGap(review: CaseReview): Decided[] {
  const { gap, view, closed } = review
  if (gap === null) return forget(view)
  if (closed !== null) return []
  const name = nameOfGap(gap)
  const task = {
    person: view.person.id,
    account: view.account.id,
    case: null,
    kind: 'no_law_on_file',
    rule: name,
    reason: wordsOf(gap),
    role: 'compliance',
    due: view.now + DAY_MS,
  } as const
  return [...tellOnce(review, name), { is: 'asked', task }]
}

const TOLD = 'no_law_on_file/'

function tellOnce(review: CaseReview, name: string): Decided[] {
  const { view } = review
  if (view.memory.tasks?.[TOLD + name] !== undefined) return []
  const reasons = [caseReason('no_law_on_file', name)]
  return [
    remembered(view, { is: 'asked', once: TOLD + name, on: view.today }),
    told(review, { kind: 'waiting', step: null, contactKey: null, reasons }),
  ]
}

/** A gap that returns is told again. */
function forget(view: CaseView): Decided[] {
  const asked = Object.keys(view.memory.tasks ?? {}).filter((once) => once.startsWith(TOLD))
  return asked.map((once) => remembered(view, { is: 'ask_forgotten', once }))
}

function wordsOf({ region, product }: LawGap): string {
  const country = region.slice(0, 2)
  const what =
    product === null
      ? `${country}: no pack binds people who live there`
      : `${country}: its packs say when other loans may be asked for, and not ${product}`
  return `${what}. Add a pack, name it in a strategy's applies, or list it in residences.yaml; until then all of them are held`
}
