import type { Instant } from '../../base/time.ts'
import type { LawGap } from '../../compliance/pack/coverage.ts'
import type { DecisionRecord, EngineFact, WaitsFor } from '../../model/decision.ts'
import type { EngineFactType } from '../../model/engine-fact.ts'
import type { CaseState } from '../../model/lifecycle.ts'
import type { Decided } from '../decided.ts'
import type { Change } from './remember.ts'
import type { CaseView } from './view.ts'

/** One case in the middle of a review, and where it goes. */
export interface CaseReview {
  readonly view: CaseView
  readonly from: CaseState
  readonly to: CaseState
  readonly moved: boolean
  readonly closed: { on: string; reason: string } | null
  /** The earliest instant so far at which time alone changes something. */
  readonly next: Instant
  /** The law that is missing where the debtor lives. */
  readonly gap: LawGap | null
  /** The ladder was set back in this review: the case enters early. */
  readonly enters: boolean
}

/** The same, with what was decided about it: `fold.ts` alone writes it. */
export interface CaseSoFar extends CaseReview {
  next: Instant
  facts: EngineFact[]
  decisions: DecisionRecord[]
  waits: WaitsFor | null
}

export function remembered({ case: theCase }: CaseView, change: Change): Decided {
  return { is: 'remembered', case: theCase.id, change }
}

export function nextReview({ case: theCase }: CaseView, at: Instant): Decided {
  return { is: 'next_review', case: theCase.id, at }
}

/** A line of the decision log about the case as it is in this review. */
export function told(
  { view, from, to }: Pick<CaseReview, 'view' | 'from' | 'to'>,
  record: Pick<DecisionRecord, 'kind' | 'step' | 'contactKey' | 'reasons'>,
): Decided {
  const { person, account, case: theCase, now } = view
  return {
    is: 'told',
    record: {
      person: person.id,
      account: account.id,
      case: theCase.id,
      at: now,
      from: nameOf(from),
      to: nameOf(to),
      ...record,
    },
  }
}

export function happened(
  { person, account, case: theCase, now }: CaseView,
  type: EngineFactType,
  body: EngineFact['body'],
): Decided {
  const fact = { person: person.id, account: account.id, case: theCase.id, type, at: now, body }
  return { is: 'fact', fact }
}

export function nameOf({ state, stage }: CaseState): string {
  return stage === null ? state : `${state}/${stage}`
}
