import type { AccountId, CaseId, ContactId, ContentHash, PersonId } from '../base/id.ts'
import type { HumanTaskKind } from './human-task.ts'
import type { EngineWord } from './task-word.ts'
import type { Day, Instant } from '../base/time.ts'
import type { ContactRow, Known } from './contact-row.ts'
import type { Reason } from './verdict.ts'
import type { EngineFactType } from './engine-fact.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { CaseSnapshot } from './case-memory.ts'
import type { Minor } from '../base/money.ts'
import type { PlanStatus, PlanTold } from './plan.ts'
import type { Apart } from './debt-part.ts'
import type { PromiseStatus } from './promise.ts'
import type { SettlementStatus } from './settlement.ts'

/** What one review of a person changes; saved for a whole page in one transaction. */
export interface PersonDecision {
  person: PersonId
  cases: CaseChange[]
  planned: NewContact[]
  cancelled: { contact: ContactId; reason: string }[]
  facts: EngineFact[]
  decisions: DecisionRecord[]
  tasks: NewHumanTask[]
  /** What became of promises. */
  promises?: PromiseTold[]
  /** What became of plans. */
  plans?: PlanNews[]
  /** What became of settlements. */
  settlements?: SettlementTold[]
  /** Accounts of which something else is forgiven than their ledger has. */
  refigured?: Refigured[]
  /** Tasks that facts have answered: nobody has to do them any more. */
  answered?: { task: number; resolution: EngineWord }[]
}

/** Every reviewed case has one, moved or not: the next review is always written. */
export interface CaseChange {
  case: CaseId
  /** Compare-and-set: the version that was loaded. */
  version: number
  moved: boolean
  state: Lifecycle
  stage: string | null
  snapshot: CaseSnapshot
  strategy: string
  strategyHash: ContentHash
  /** Null only for a closed case, or one that waits for a human task. */
  nextReviewAt: Instant | null
  closed: { on: Day; reason: string } | null
  /** What brings an open case on; null = it is closed; absent = nobody could work it out. */
  waits?: WaitsFor | null
}

export const WAITS_FOR = ['contact', 'task', 'time', 'review_date'] as const

/** A contact to come, a task of a human, a step, stage or end of a hold that time alone brings, or a day on which somebody looks again. */
export interface WaitsFor {
  for: (typeof WAITS_FOR)[number]
  /** The instant at which somebody looks at what became of a contact. Null = a task, which has a time of its own. */
  until: Instant | null
}

/** A contact that is planned: what is known of it before its point and its account say the rest. */
export interface NewContact
  extends Pick<ContactRow, 'person' | 'channel' | 'purpose' | 'mandatory' | 'epoch' | 'template'>,
    Pick<ContactRow, 'durationMinutes' | 'reasons'>,
    Known<ContactRow, 'case' | 'point' | 'automation' | 'stage' | 'step' | 'episode' | 'attempt'>,
    Known<ContactRow, 'dueOn' | 'dpd' | 'notBefore' | 'expiresAt'> {
  account: AccountId
}

export interface EngineFact {
  person: PersonId
  /** Null = about the person. */
  account: AccountId | null
  case: CaseId | null
  type: EngineFactType
  at: Instant
  body: Record<string, string | number | boolean | null>
}

/** What a review tells of a promise; derived from facts, and worked out anew by every review. */
export interface PromiseTold {
  person: PersonId
  account: AccountId
  case: CaseId
  externalId: string
  told: PromiseStatus
  paid: Minor
}

/** What a review tells of a plan; derived from facts as well. */
export interface PlanNews {
  person: PersonId
  /** The account that leads it, and the case that tells it. */
  account: AccountId
  case: CaseId
  externalId: string
  told: PlanStatus
  toldAs: PlanTold
}

/** What a review tells of a settlement; derived from facts, and worked out anew by every review. */
export interface SettlementTold {
  person: PersonId
  account: AccountId
  case: CaseId
  externalId: string
  told: SettlementStatus
  paid: Minor
}

/** What settlements leave off an account's debt, and its figures with that; detect works out the rest of them next. */
export interface Refigured extends AccountFigures {
  person: PersonId
  account: AccountId
  case: CaseId
  /** The local day. */
  on: Day
  /** Each is named by its settlement. */
  forgiven: { settlement: string; amount: Minor; on: Day }[]
}

export interface AccountFigures {
  pastDue: Minor
  balance: Minor
  anchor: Day | null
  credit: Minor
  apart: Apart | null
}

export interface DecisionRecord {
  person: PersonId
  account: AccountId
  case: CaseId
  at: Instant
  kind: 'moved' | 'planned' | 'refused' | 'dropped' | 'cancelled' | 'waiting' | 'warned'
  from: string
  to: string
  step: string | null
  contactKey: { episode: Day; step: string; attempt: number } | null
  reasons: Reason[]
}

export interface NewHumanTask {
  person: PersonId
  account: AccountId
  case: CaseId | null
  kind: HumanTaskKind
  /** The rule of law that asks, one open task of the kind per case and rule; or the law that is on no file, one task of the whole book. */
  rule?: string
  /** The step that it is about, and its episode. */
  step?: string
  episode?: Day
  reason: string
  role: string
  due: Instant
}
