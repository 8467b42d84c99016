import type { PersonId } from '../../core/base/id.ts'
import type { Day } from '../../core/base/time.ts'
import type { Conflict } from '../../core/retention/judge-person.ts'
import type { PersonRecords } from '../../core/retention/record.ts'
import type { ParkTx } from './park.ts'

/** Only a role that owns the tables may erase. */
export interface RetentionTx extends ParkTx {
  /** The run locks up to `limit` persons who were never reviewed or whose day has come; one whom somebody holds or who is put aside is skipped. */
  lockDue(day: Day, limit: number): Promise<PersonId[]>
  /** Their ids alone. */
  dueIds(day: Day, limit: number): Promise<PersonId[]>
  /** Those of the given persons whom nobody else holds. */
  lockThese(persons: readonly PersonId[], lock: boolean): Promise<PersonId[]>
  /** The next persons by id, whatever their day. */
  personsAfter(after: number, limit: number, lock: boolean): Promise<PersonId[]>
  loadRecords(persons: readonly PersonId[]): Promise<PersonRecords[]>
  saveRetention(save: RetentionSave): Promise<void>
  /** Everything personal of somebody is taken, for good; ids, facts and digests stay. */
  erase(erasure: Erasure): Promise<Erased>
  /** What belongs to nobody: files that were staged and never merged, callbacks that came once. */
  /** `packs` = the hashes of the packs in force: law that is made of others may go where nobody was judged under it. */
  clearRaw(packs: readonly string[]): Promise<RawCleared>
}

export interface RetentionSave {
  by: string
  /** Sealed texts to be emptied. */
  texts: { person: PersonId; sealed: number }[]
  /** The persons whose name, numbers, addresses and hours are to be emptied. */
  forgotten: PersonId[]
  looks: { person: PersonId; on: Day }[]
  /** Each becomes a human task, once. */
  conflicts: Conflict[]
  /** The counts that go into the audit. */
  counts: Record<string, number>
}

export interface Erasure {
  person: PersonId
  by: string
  /** A short word, without personal data. */
  reason: string
}

/** How much was emptied. */
export interface Erased {
  texts: number
  points: number
  name: boolean
}

/** The longest time for which a message is kept that nobody who is known wrote or meant, while somebody is asked to read it. */
export const UNREAD_DAYS = 90

export interface RawCleared {
  staged: number
  callbacks: number
  /** Numbers that nobody could read and messages, of nobody who is known. */
  texts: number
  /** What somebody might have been judged under, and nobody was. */
  laws: number
}
