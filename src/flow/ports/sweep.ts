import type { PersonId } from '../../core/base/id.ts'
import type { Instant } from '../../core/base/time.ts'
import type { Resolution } from '../../core/deliver/unknown.ts'
import type { ContactRing } from './bell.ts'
import type { ContactRef } from './deliver.ts'
import type { HasNow } from './transactions.ts'

/** Small statements over partial indexes, each a page; a row that somebody else works on is skipped. */
export interface SweepTx extends HasNow {
  /** Messages whose lease ran out: somebody may have sent them. */
  lapseLeases(machineNow: Instant, limit: number): Promise<number>
  /** Planned or queued past the end of their window: expired, their cases reviewed now. */
  expire(limit: number): Promise<number>
  /** `queued` since before `since` and in nobody's hands; `after` = the last one of the page before. */
  unanswered(since: Instant, limit: number, after: ContactRing | null): Promise<ContactRing[]>
  duePersons(limit: number): Promise<PersonId[]>
  /** Unknown since, or last asked about, before that; with what a human said about them. */
  unknowns(before: Instant, limit: number): Promise<UnknownContact[]>
  /** Answers the rings of those that go out again. */
  saveResolved(saves: { unknown: UnknownContact; resolution: Resolution }[]): Promise<ContactRing[]>
  /** Claimed and not started in time. */
  freeTasks(machineNow: Instant, limit: number): Promise<number>
  /** Tasks whose contact has ended or is settled otherwise. */
  closeTasks(limit: number): Promise<number>
  /** Started before that and never disposed: what came of it is unknown, and a human is asked. */
  abandonTasks(startedBefore: Instant, limit: number): Promise<number>
  closeBreakers(): Promise<number>
  /** Open cases that nothing would ever look at again: without a next review and without an open human task. */
  stuckCases(): Promise<number>
}

export interface UnknownContact extends ContactRef {
  channel: string
  reference: string
  since: Instant
  askedAt: Instant[]
  /** How a human resolved the question; null = nobody was asked, or not answered yet. */
  humanSaid: string | null
}
