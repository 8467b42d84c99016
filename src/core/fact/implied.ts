import { HUMAN_TASK } from '../model/human-task.ts'
import type { Telling } from './telling.ts'

/** What a human's answer means beside itself: a fact of its own, with its own key. */
export interface Implied extends Telling {
  fact: ImpliedFact
}

export type ImpliedFact = ImpliedWord & { at: string }

/** The same before it has its instant; each is a kind of fact, as the registry checks where it is told. */
export type ImpliedWord =
  | { type: 'account.closed'; account: string; reason: 'closed' }
  | { type: 'account.reopened'; account: string }
  | { type: 'promise.accepted' | 'promise.refused'; account: string; promise: string }
  | { type: 'plan.accepted' | 'plan.refused'; account: string; plan: string }
  | { type: 'settlement.approved' | 'settlement.rejected'; account: string; settlement: string; by: string }
  | { type: 'cease.withdrawn'; debtor: string }
  | { type: 'hold.lifted'; hold: string; account?: string; debtor?: string }
  | { type: 'dispute.resolved'; account: string; dispute: string; outcome: DisputeOutcome }
  | { type: 'dispute.closed'; account: string; dispute: string; reason: UpheldEnd }

type DisputeOutcome = (typeof HUMAN_TASK.dispute.answers)[number]
type UpheldEnd = (typeof HUMAN_TASK.dispute_upheld.answers)[number]
