import type { Action, Actor, Automation, Line, Outcome, Place, Purpose, Role } from '../base/list.ts'
import type { Channel } from '../channel/channel.ts'
import type { Day, Instant, Zone } from '../base/time.ts'
import type { ContactKind } from './contact-kind.ts'
import type { ClosedHours } from './dossier.ts'
import type { Product } from './product.ts'

/** What is to be judged: one contact (or another act) at one instant. Ids are opaque texts or numbers here: equality is all that rules need. */
export interface Question {
  at: Instant
  /** The planned length in minutes; rules on the whole contact look at its end too. */
  durationMinutes: number
  channel: Channel | null
  role: Role
  place: Place
  purpose: Purpose
  automation: Automation
  line: Line
  actor: Actor | null
  product: Product | null
  action: Action
  /** Days past due of the account at `at`. */
  dpd: number | null
  person: Key
  accounts: Key[]
  /** The number or address as such, shared by whoever is behind it. */
  point: Key | null
  creditor: Key
  collector: Key
  household: Key | null
  tags: string[]
  /** Content tokens of the message; null = content is not judged here. */
  tokens: string[] | null
  /** An absent at-claim fact is a duty at planning and redeem; it denies at claim. */
  moment: 'plan' | 'redeem' | 'claim'
}
export type Key = string | number

/** What is known when it is judged. */
export interface Circumstances {
  /** Candidate residences; empty = unknown: every pack binds. */
  regions: string[]
  /** Candidate zones, never empty. */
  zones: Zone[]
  closed: ClosedHours[]
  history: PastContact[]
  statuses: Status[]
  evidence: Evidence[]
  /** What humans let pass, of what rules asked them to review. */
  allowed?: Allowance[]
}

/** A human's `allow_once` to a rule with effect `review`. */
export interface Allowance {
  rule: string
  account: Key
  at: Instant
  /** The id of the human task that was answered. */
  task: number
}

/** One attempt of the past (or planned before this one), whoever made it. */
export interface PastContact extends ContactKind {
  at: Instant
  channel: Channel
  direction: 'out' | 'in'
  outcome: Outcome
  role: Role
  place: Place
  purpose: Purpose
  person: Key
  accounts: Key[]
  /** The account that an unanswered contact is booked to, where a cap splits. */
  bookedTo: Key | null
  point: Key | null
  creditor: Key
  collector: Key
  household: Key | null
  tags: string[]
}

/** Something that lasts: `dispute.open`, `optout`, `status.attorney`. Null scopes = the whole person. */
export interface Status {
  status: string
  at: Instant
  /** The only person that the status is about, where it is not the debtor: a third person who refused. */
  person?: Key
  until: Day | null
  /** The instant at which it was lifted; the rule's own list of ending events is met by it. */
  lifted: Instant | null
  /** The rule's ending event that lifted it; null = any. */
  liftedBy: string | null
  accounts: Key[] | null
  point: Key | null
  channel: Channel | null
  place: Place | null
}

/** A dated fact: `consent.sms`, `visit.notice`. */
export interface Evidence {
  key: string
  value: boolean | number | string
  at: Instant
  until: Instant | null
  account: Key | null
  point: Key | null
}
