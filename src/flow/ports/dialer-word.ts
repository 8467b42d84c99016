import type { ContactId, PersonId, PointId } from '../../core/base/id.ts'
import type { Instant } from '../../core/base/time.ts'
import type { TaskChannel } from '../../core/channel/channel.ts'
import type { DialMark } from '../../core/model/dialer.ts'
import type { HasNow } from './transactions.ts'

/** A call that a dialer was handed, as far as what it says about it is judged by. */
export interface DialEntry {
  entry: string
  person: PersonId
  contact: ContactId
  channel: TaskChannel
  point: PointId | null
  /** The account's name at the lender. */
  account: string
  state: string
  handedAt: Instant
  dialBefore: Instant
  /** The instant at which the dialer had its withdrawal. */
  withdrawnFrom: Instant | null
  result: string | null
  /** The terms of what was promised in it are known. */
  isPromised: boolean
  /** It was dialled then, as far as the dialer told, or began to; null = it told nothing yet. */
  dialledAt: Instant | null
  marks: readonly DialMark[]
  /** It was handed no list again since. */
  isLast: boolean
}

export interface DialerWordTx extends HasNow {
  /** The person is locked; null = the dialer was handed nothing under this name. */
  lockEntry(dialer: string, entry: string): Promise<DialEntry | null>
  /** Nobody dialled it: its slot is free. */
  free(entry: DialEntry, agent: string): Promise<void>
  /** A contact of which nobody knew when it was made is as of then, if it is still in the hand of that agent. */
  dialled(entry: DialEntry, agent: string, at: Instant): Promise<void>
  saveTold(
    entry: DialEntry,
    told: { result: string; dialledAt: Instant | null; marks: readonly DialMark[] },
  ): Promise<void>
}
