import type { Day, Instant } from '../base/time.ts'
import type { CaseId, ContactId, HouseholdId, NumberId, PersonId, PointId, AccountId } from '../base/id.ts'
import type { Outcome, Place, Purpose, Role } from '../base/list.ts'
import type { ContactState } from './contact-state.ts'
import type { Channel } from '../channel/channel.ts'
import type { Disposition } from '../channel/disposition.ts'
import { CONTACT_KIND, type ContactKind } from './contact-kind.ts'
import type { Reason } from './verdict.ts'

/** A contact as the outbox has it: what is judged, and what sending it needs. Every other shape of one is a part of it. */
export interface ContactRow extends ContactKind {
  id: ContactId
  person: PersonId
  household: HouseholdId | null
  /** Null for a contact made outside the engine. */
  case: CaseId | null
  accounts: AccountId[]
  point: PointId | null
  number: NumberId | null
  channel: Channel
  direction: 'out' | 'in'
  role: Role
  place: Place
  purpose: Purpose
  creditor: string
  collector: string
  stage: string | null
  step: string | null
  episode: Day | null
  attempt: number | null
  mandatory: boolean
  /** Local day on which the step was due. */
  dueOn: Day | null
  epoch: number
  state: ContactState
  notBefore: Instant | null
  expiresAt: Instant | null
  /** Business time of the contact itself: the send, the dial, the arrival; null until then. */
  at: Instant | null
  outcome: Outcome
  disposition: Disposition | null
  dpd: number | null
  template: string | null
  durationMinutes: number
  /** The number rises whenever the row is handed back, and is part of the job id. */
  ring: number
  tries: number
  /** Our reference at the provider: a UUID. */
  clientRef: string
  leaseToken: string | null
  /** Machine time. */
  leaseUntil: Instant | null
  agent: string | null
  /** Who carries the message, as of its last send; null = nobody did yet. */
  provider: string | null
  /** Providers that were not reached with it, while there are others. */
  passedOver: string[]
  providerRef: string | null
  providerCode: string | null
  reasons: Reason[]
  createdAt: Instant
  changedAt: Instant
}

/** What deciding and permitting look at. */
export const DOSSIER_CONTACT = [
  'id',
  'person',
  'household',
  'case',
  'accounts',
  'point',
  'number',
  'channel',
  'direction',
  'role',
  'place',
  'purpose',
  'creditor',
  'collector',
  'stage',
  'step',
  'episode',
  'attempt',
  'mandatory',
  'dueOn',
  'epoch',
  'state',
  'notBefore',
  'expiresAt',
  'at',
  'outcome',
  'disposition',
  ...CONTACT_KIND,
] as const satisfies (keyof ContactRow)[]

/** Parts that are known where a row may be without them. */
export type Known<Row, K extends keyof Row> = { [Part in K]: NonNullable<Row[Part]> }
