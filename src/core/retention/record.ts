import type { AccountId, PersonId } from '../base/id.ts'
import type { Place, Purpose, Role } from '../base/list.ts'
import type { Channel } from '../channel/channel.ts'
import type { Instant, Zone } from '../base/time.ts'
import type { RecordKind } from '../compliance/rule/parameters.ts'
import type { Binding } from '../compliance/pack/bind.ts'

/** One thing that is kept about a person: a text as sent, a note, an entry of the log; no name, number, address or text in it. */
export interface KeptRecord {
  /** A notice is a message too: it is kept as long as either must be. */
  kinds: readonly RecordKind[]
  /** The sealed text that goes when its time is over; null = nothing of it is held here but ids. */
  sealed: number | null
  /** Null = not known: a rule that asks counts it as meant. */
  channel: Channel | null
  role: Role | null
  place: Place | null
  purpose: Purpose | null
  at: Instant
  /** Empty = about the person: all accounts. */
  accounts: readonly AccountId[]
}

export interface AccountRecord extends Pick<Binding, 'actor' | 'product'> {
  id: AccountId
  externalId: string
  /** The instant of the last contact, payment or other fact of the account; null = a case is open: it goes on. */
  lastActivity: Instant | null
  /** The instant at which collection ended; null = it did not. */
  closedAt: Instant | null
}

/** Everything that says how long what is known about a person is kept. */
export interface PersonRecords {
  person: PersonId
  externalId: string
  /** Residence candidates; empty = unknown: every law binds. */
  regions: readonly string[]
  zones: readonly Zone[]
  /** A name, a number, an address or hours of the person are still there. */
  known: boolean
  /** True = the person asked to be erased: nothing is taken about them any more. */
  erased: boolean
  accounts: readonly AccountRecord[]
  records: readonly KeptRecord[]
}
