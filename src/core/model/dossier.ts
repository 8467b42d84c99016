import type { AccountId, CaseId, ContentHash, HouseholdId, NumberId, PersonId, PointId } from '../base/id.ts'
import type { Actor, Line, Place, PointKind, Role } from '../base/list.ts'
import type { RefusedState } from './contact-state.ts'
import type { Channel } from '../channel/channel.ts'
import type { Currency, Minor } from '../base/money.ts'
import type { Day, Instant, TimeOfDay, Zone } from '../base/time.ts'
import type { HoldReason } from './hold-reason.ts'
import type { Apart } from './debt-part.ts'
import type { CurrencyWord } from './ledger-money.ts'
import type { DossierPlan } from './plan.ts'
import type { Product } from './product.ts'
import type { Billed, PromiseStatus, Rested, Settled, Shown } from './promise.ts'
import type { DOSSIER_CONTACT, ContactRow, Known } from './contact-row.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { CaseSnapshot } from './case-memory.ts'
import type { Receipt } from './receipt.ts'
import type { DossierSettlement } from './settlement.ts'

/** Everything about one person that deciding and permitting look at; no name, number or address in it. One statement loads it for a page of persons, and it is the same for planning, redeeming and claiming. */
export interface Dossier {
  person: DossierPerson
  points: DossierPoint[]
  /** Every account of the person. */
  accounts: DossierAccount[]
  /** The latest case of each account, open or not. */
  cases: DossierCase[]
  /** The holds on the person, its accounts or its points; lifted ones too. */
  holds: DossierHold[]
  evidence: DossierEvidence[]
  promises: DossierPromise[]
  /** Plans that stand over any of the accounts; absent = none was ever told. */
  plans?: DossierPlan[]
  /** Absent = none. */
  settlements?: DossierSettlement[]
  /** What accounts with a promise or a settlement owe, of those fed by obligations; absent = nothing. */
  billed?: Billed[]
  /** What they have paid, and when what of them rested; absent = nothing. */
  settled?: Settled[]
  rested?: Rested[]
  /** What snapshots showed of such accounts, and the last of them. */
  shown?: Shown[]
  /** Contacts of the person, of others behind its numbers, and of its household; in any state but cancelled, expired and denied; inbound ones too; sorted by id. */
  contacts: DossierContact[]
  /** Contacts that were denied at redeem or claim in the last two days, or expired: their steps are not planned at once, as they would only be handed back again. */
  denied?: RefusedContact[]
  /** What humans were asked about the person: open, and answered. */
  asked?: DossierTask[]
}

export interface DossierTask {
  task: number
  /** A `HumanTaskKind`, or one of another version. */
  kind: string
  /** Null = about the account, or the person. */
  case: CaseId | null
  account: AccountId | null
  /** The rule of law that asks. */
  rule: string | null
  /** The step that it is about, and the episode in which it was asked. */
  step: string | null
  episode: Day | null
  role: string
  due: Instant
  /** A `TaskAnswer` of its kind, or an `EngineWord`; null while it is open. */
  answer: string | null
  /** The instant at which that was said. */
  answeredAt: Instant | null
}

/** The part of a contact that was handed back: what it was, and when. */
export interface RefusedContact
  extends Pick<ContactRow, 'changedAt'>,
    Known<ContactRow, 'case' | 'episode' | 'step'> {
  state: RefusedState
}

export interface DossierPerson {
  id: PersonId
  externalId: string
  household: HouseholdId | null
  locale: string
  /** Residence candidates; those of numbers and zones where none was given (`US-*`); empty = unknown. */
  regions: string[]
  /** Candidate zones, never empty: an unknown zone is all zones of the country and of the number. */
  zones: Zone[]
  /** The person's own inconvenient hours. */
  closed: ClosedHours[]
}

export interface ClosedHours {
  days: string
  /** Null = the whole day. */
  hours: [TimeOfDay, TimeOfDay] | null
}

export interface DossierPoint {
  id: PointId
  kind: PointKind
  number: NumberId
  line: Line
  place: Place
  role: Role
  valid: boolean
  /** The ledger has named others since, or nobody has ever named it: nobody is contacted there. Absent = it is the debtor's. */
  former?: boolean
  /** The instant at which it was last said to be the debtor's. */
  namedAt?: Instant | null
}

export interface DossierAccount {
  id: AccountId
  externalId: string
  creditor: string
  collector: string
  actor: Actor | null
  product: Product | null
  currency: Currency
  /** The currencies that it had, each with its instant; null = no other is known. */
  currencies?: CurrencyWord[] | null
  pastDue: Minor
  balance: Minor | null
  /** The oldest unpaid due date; null = nothing is unpaid. */
  anchor: Day | null
  score: number | null
  collection: 'active' | 'ended'
  /** Why collection ended: the reason of account.closed. */
  endedReason: string | null
  /** The instant of the last word on whether anybody collects on it; absent or null = none was said. */
  collectionAt?: Instant | null
  /** The feed that its figures come from; null = none yet. */
  feed?: 'snapshot' | 'ledger' | null
  /** What is shown apart of the figures; null = nothing. */
  apart?: Apart | null
  /** Money of the debtor's that was received, less what was taken back of it, in the order in which it was received. */
  received: Receipt[]
}

export interface DossierCase {
  id: CaseId
  account: AccountId
  /** 1, 2, ... per account: `A1/1`. */
  number: number
  open: boolean
  state: Lifecycle
  stage: string | null
  snapshot: CaseSnapshot
  epoch: number
  version: number
  strategy: string
  strategyHash: ContentHash
  openedOn: Day
  closedOn: Day | null
  closeReason: string | null
  nextReviewAt: Instant | null
}

/** What sending looks at of a case; where it stands and what it remembers is for deciding. */
export const SENDING_CASE = [
  'id',
  'account',
  'open',
  'epoch',
  'strategy',
  'strategyHash',
] as const satisfies (keyof DossierCase)[]

export type SendingCase = Pick<DossierCase, (typeof SENDING_CASE)[number]>

/** A dossier as sending sees it. */
export interface SendingDossier extends Omit<Dossier, 'cases'> {
  cases: SendingCase[]
}

export const HOLD_KINDS = ['hold', 'dispute', 'cease', 'optout'] as const

export interface DossierHold {
  kind: (typeof HOLD_KINDS)[number]
  reason: HoldReason | null
  /** Null = the whole person. */
  account: AccountId | null
  point: PointId | null
  number: NumberId | null
  channel: Channel | null
  /** The only obligation of the account that it is about; null or absent = all of it. */
  obligation?: string | null
  from: Instant
  /** Inclusive local day after which it is over by itself. */
  until: Day | null
  lifted: Instant | null
}

/** A dated fact that a rule's `require` or `except` names; consents are evidence too (`consent.sms`). */
export interface DossierEvidence {
  key: string
  account: AccountId | null
  point: PointId | null
  agent: string | null
  value: boolean | number | string
  at: Instant
  until: Instant | null
}

export interface DossierPromise {
  account: AccountId
  externalId: string
  amount: Minor
  madeAt: Instant
  by: Day
  /** 0 = as long as the strategy gives. */
  graceDays: number
  cancelled: boolean
  /** Null = it is not, or nobody knows when. */
  cancelledAt: Instant | null
  /** The type, as the strategy's file names it; null = the standard one. */
  kind: string | null
  /** The promise whose place it takes. */
  replaces: string | null
  /** Whether a supervisor took one beyond the limits; null = nobody has said. */
  accepted: boolean | null
  /** The instant at which a supervisor said so. */
  decidedAt: Instant | null
  /** What the last review of a case told of it; null = nothing yet. */
  told: PromiseStatus | null
  /** How much of it had come then. */
  toldPaid: Minor | null
}

/** What deciding and permitting look at of a contact. */
export type DossierContact = Pick<ContactRow, (typeof DOSSIER_CONTACT)[number]>
