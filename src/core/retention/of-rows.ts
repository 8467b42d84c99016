import type { AccountId } from '../base/id.ts'
import { type Channel, kindOf } from '../channel/channel.ts'
import type { Instant } from '../base/time.ts'
import type { RecordKind } from '../compliance/rule/parameters.ts'
import type { ContactRow, Known } from '../model/contact-row.ts'
import type { AccountRecord, KeptRecord } from './record.ts'

/** What rows of the book are, as records that laws speak of. */

/** The part of a contact that says how long it is kept; `at` is its own instant, else that of its plan. */
export interface ContactRecord
  extends Pick<ContactRow, 'channel' | 'role' | 'place' | 'purpose' | 'accounts'>,
    Known<ContactRow, 'at'> {
  made: boolean
  /** The text as sent, while it is there. */
  sealed: number | null
}

/** A contact is a line of the log; a call was recorded, and a visit filmed, if anywhere, outside. */
export function recordsOfContact({ made, sealed, ...contact }: ContactRecord): KeptRecord[] {
  const notice: RecordKind[] = contact.purpose === 'legal_notice' ? ['notice'] : []
  const record = (kinds: RecordKind[], held: number | null): KeptRecord => ({
    ...contact,
    kinds,
    sealed: held,
  })
  const found = sealed === null ? [] : [record(['message', ...notice], sealed)]
  if (!made) return found
  found.push(record(['contact_log', ...notice], null))
  const { recordedAs } = kindOf(contact.channel)
  if (recordedAs) found.push(record([recordedAs], null))
  return found
}

export interface TextRecord {
  account: AccountId | null
  sealed: number
  /** The kind of the sealed row: the reason of a dispute, an agent's note, a message. */
  what: string
  channel: Channel | null
  at: Instant
}

export function recordOfText({ account, sealed, what, channel, at }: TextRecord): KeptRecord {
  return { ...about(account, at), kinds: [KIND_OF[what] ?? 'message'], sealed, channel }
}

export function recordOfConsent({ account, at }: { account: AccountId | null; at: Instant }): KeptRecord {
  return { ...about(account, at), kinds: ['consent'], sealed: null, channel: null }
}

export interface AccountTimes extends Omit<AccountRecord, 'lastActivity'> {
  open: boolean
  /** The instants of its facts and of its closed cases, and those of what was agreed on it. */
  times: readonly Instant[]
}

/** Contacts are activity, whoever began them. */
export function accountRecord(
  { open, times, ...account }: AccountTimes,
  contacts: readonly ContactRecord[],
): AccountRecord {
  const touched = contacts.filter(
    ({ accounts, made }) => made && (accounts.length === 0 || accounts.includes(account.id)),
  )
  const all = [0, ...times, ...touched.map(({ at }) => at)]
  return { ...account, lastActivity: open ? null : Math.max(...all) }
}

const KIND_OF: Record<string, RecordKind> = { reason: 'complaint', note: 'contact_log' }

function about(account: AccountId | null, at: Instant): Omit<KeptRecord, 'kinds' | 'sealed' | 'channel'> {
  return { role: null, place: null, purpose: null, at, accounts: account === null ? [] : [account] }
}
