import type {
  AccountId,
  CaseId,
  ContactId,
  ContentHash,
  HouseholdId,
  NumberId,
  PersonId,
  PointId,
} from '../../../core/base/id.ts'
import type { Day, Instant } from '../../../core/base/time.ts'
import type {
  DossierCase,
  DossierEvidence,
  DossierPerson,
  DossierPoint,
} from '../../../core/model/dossier.ts'
import type { DecisionRecord, NewHumanTask } from '../../../core/model/decision.ts'
import type { ParkedRow } from '../../../core/base/parked.ts'
import type { Breaker } from '../../../core/deliver/brake.ts'
import type {
  LedgerAccount,
  LedgerBrake,
  LedgerHold,
  LedgerPlan,
  LedgerPromise,
  SealedText,
  ZonesFrom,
} from '../../../core/model/ledger.ts'
import type { LedgerObligation, LedgerPayment } from '../../../core/model/ledger-money.ts'
import type { PointWords } from '../../../core/model/point-words.ts'
import type { DebtPolicies } from '../../../core/model/debt-policy.ts'
import type { FeedRow } from '../../../core/figures/judge-feed.ts'
import type { LedgerSettlement } from '../../../core/model/settlement.ts'
import type { ContactRow } from '../../../core/model/contact-row.ts'
import type { TaskRow } from '../../../core/model/task-row.ts'

/** The tables of migrations/0001-engine.sql as maps, for replay and for tests: one process, one thread, business now moved by hand. */
export interface World {
  now: Instant
  persons: Map<PersonId, PersonRow>
  points: Map<PointId, PointRow>
  numbers: Map<string, NumberId>
  /** Reported dead for everybody. */
  deadNumbers: Map<NumberId, Instant>
  households: Map<string, HouseholdId>
  accounts: Map<AccountId, AccountRow>
  obligations: Map<AccountId, ObligationRow[]>
  payments: Map<AccountId, PaymentRow[]>
  cases: Map<CaseId, DossierCase & { person: PersonId; openedAt: Instant; closedAt: Instant | null }>
  contacts: Map<ContactId, ContactRow>
  holds: HoldRow[]
  evidence: (DossierEvidence & { person: PersonId })[]
  promises: LedgerPromise[]
  plans: LedgerPlan[]
  settlements: LedgerSettlement[]
  /** The facts by `<person>/<source>/<key>`. */
  facts: Map<string, FactRow>
  /** What snapshots showed, in major units. */
  shown: Map<AccountId, { at: Instant; pastDue: string; anchor: string | null }[]>
  /** Free texts by id; null = erased. */
  sealed: Map<number, SealedRow>
  decisions: DecisionRecord[]
  /** The id of a task is its place in the list, from 1. */
  humanTasks: (NewHumanTask & {
    resolvedAt: Instant | null
    /** Absent = when it was due. */
    createdAt?: Instant
    claimedBy?: string
    /** The contact of unknown fate that the task is about. */
    contact?: ContactId
    resolution?: string
    reply?: string
    /** Rows by code, of a task that counts them. */
    counts?: Record<string, number>
    sealed?: number | null
    sender?: number
    /** The person whose message it was said to be. */
    matchedPerson?: PersonId | null
  })[]
  /** Records that one rule keeps and another orders destroyed: a human's task. */
  disputedRecords: { person: PersonId; reason: string }[]
  openings: Map<string, number>
  /** The feeds by creditor. */
  feeds: Map<string, FeedWorldRow>
  /** What the active version states about debts; null = nothing. */
  debts: DebtPolicies | null
  /** Calls and visits by contact: `call_task` and `visit_ticket` in one. */
  tasks: Map<ContactId, TaskRow>
  brakes: LedgerBrake[]
  breakers: Map<string, Breaker>
  /** Contacts redeemed, by `<channel>/<hour>`. */
  rates: Map<string, number>
  /** The instants at which the provider said of an unknown send that it is absent. */
  askedAt: Map<ContactId, Instant[]>
  /** Rows that are put aside, by `<loop>/<kind>/<id>`; `task` = its place in `humanTasks`, from 1. */
  parked: Map<string, ParkedRow & { clearedAt: Instant | null; task: number | null }>
  nextId: number
}

/** A row as tests write it: what nobody has said of it may be left out. */
type Untold<Row, K extends keyof Row> = Omit<Row, K> & Partial<Pick<Row, K>>

export interface PersonRow extends DossierPerson {
  zonesFrom?: ZonesFrom
  closedAt?: Instant | null
  name?: string
  erasedAt?: Instant
  retentionOn?: Day
}

export interface PointRow extends DossierPoint {
  person: PersonId
  value: string
  validAt?: Instant | null
  words?: PointWords
}

export type HoldRow = Untold<LedgerHold, 'obligation' | 'outcome' | 'upheldAt' | 'placed'>

export interface SealedRow {
  person: PersonId
  kind: SealedText['kind']
  text: string | null
  createdAt: Instant
}

export type AccountRow = Untold<
  LedgerAccount,
  | 'apart'
  | 'currencies'
  | 'staleFrom'
  | 'scoreAt'
  | 'collectionAt'
  | 'lineAt'
  | 'lineFrom'
  | 'lineDigest'
  | 'lineMark'
>

/** `judged` = the version of the schedules; null = its files are news. */
export interface FeedWorldRow extends FeedRow {
  judged: ContentHash | null
  wake: Day | null
}

export type ObligationRow = Untold<
  LedgerObligation,
  'dueAt' | 'part' | 'saidAt' | 'words' | 'rests' | 'restsUntil'
>

export type PaymentRow = Untold<LedgerPayment, 'kind' | 'of' | 'said'>

export interface FactRow {
  person: PersonId
  account: AccountId | null
  kind: string
  happenedAt: Instant
  recordedAt: Instant
  source: string
  key: string
  body: Record<string, unknown>
  digest: string
}

export function emptyWorld(now: Instant): World {
  return {
    now,
    persons: new Map(),
    points: new Map(),
    numbers: new Map(),
    deadNumbers: new Map(),
    households: new Map(),
    accounts: new Map(),
    obligations: new Map(),
    payments: new Map(),
    cases: new Map(),
    contacts: new Map(),
    holds: [],
    evidence: [],
    promises: [],
    plans: [],
    settlements: [],
    facts: new Map(),
    shown: new Map(),
    sealed: new Map(),
    decisions: [],
    humanTasks: [],
    disputedRecords: [],
    openings: new Map(),
    feeds: new Map(),
    debts: null,
    tasks: new Map(),
    brakes: [],
    breakers: new Map(),
    rates: new Map(),
    askedAt: new Map(),
    parked: new Map(),
    nextId: 1,
  }
}
