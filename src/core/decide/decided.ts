import type { CaseId, ContactId } from '../base/id.ts'
import type { EngineWord } from '../model/task-word.ts'
import type { Instant } from '../base/time.ts'
import type {
  DecisionRecord,
  EngineFact,
  NewContact,
  NewHumanTask,
  PlanNews,
  PromiseTold,
  Refigured,
  SettlementTold,
  WaitsFor,
} from '../model/decision.ts'
import type { DossierContact } from '../model/dossier.ts'
import type { PastContact } from '../model/question.ts'
import type { Change } from './case/remember.ts'

/** One thing that a review decides. The functions of this room return lists of them, and `fold.ts` alone turns them into what is saved. */
export type Decided =
  | { is: 'remembered'; case: CaseId; change: Change }
  /** A line of the decision log. */
  | { is: 'told'; record: DecisionRecord }
  | { is: 'fact'; fact: EngineFact }
  /** What became of a promise or a plan, as its row keeps it. */
  | { is: 'promise_told'; promise: PromiseTold }
  | { is: 'plan_told'; plan: PlanNews }
  | { is: 'settlement_told'; settlement: SettlementTold }
  | { is: 'refigured'; figures: Refigured }
  /** The case is reviewed again at that instant, or before it. */
  | { is: 'next_review'; case: CaseId; at: Instant }
  /** What brings an open case on. */
  | { is: 'waits'; case: CaseId; waits: WaitsFor }
  | { is: 'asked'; task: NewHumanTask }
  /** The task is asked as in `asked`, unless another step has met the same rule in this review. */
  | { is: 'asked_by_law'; task: NewHumanTask }
  | { is: 'answered'; task: number; resolution: EngineWord }
  | {
      is: 'planned'
      contact: NewContact
      /** What the law counts from now on, for those that come after it. */
      counts: PastContact | null
      /** The older contacts that wait and whose place it takes. */
      instead: readonly DossierContact[]
    }
  | { is: 'cancelled'; contact: ContactId; reason: string }
  /** The contact is cancelled as in `cancelled`, and the law does not count it any more. */
  | { is: 'taken_back'; contact: ContactId; reason: string }
