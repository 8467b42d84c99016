import type { PersonId } from '../../core/base/id.ts'
import type { Instant } from '../../core/base/time.ts'
import type { Resolution } from '../../core/deliver/unknown.ts'
import type { ContactRing } from './bell.ts'
import type { ContactRef } from './deliver.ts'
import type { ParkTx } from './park.ts'

/** Steps that take a page of contacts. */
export const SWEEP_STEPS = ['lapse', 'free', 'close', 'abandon', 'expire'] as const
export type SweepStep = (typeof SWEEP_STEPS)[number]

export interface SweepPage {
  machineNow: Instant
  limit: number
  /** Of these contacts; absent = of all that are not put aside. */
  only?: readonly ContactRef[]
}

/** Small statements over partial indexes, each a page; a row that somebody else works on is skipped. */
export interface SweepTx extends ParkTx {
  /** Does a page of the step; how many rows there were.
   * lapse: messages whose lease ran out, somebody may have sent them.
   * free: tasks that were claimed and not started in time.
   * close: tasks whose contact has ended or is settled otherwise.
   * abandon: tasks that were started long ago and never disposed; what came of them is unknown, and a human is asked.
   * expire: planned or queued past the end of their window; their cases are reviewed now. */
  step(step: SweepStep, page: SweepPage): Promise<number>
  /** The ids alone of what `step` may take. */
  stepIds(step: SweepStep, page: SweepPage): Promise<ContactRef[]>
  /** `queued` since before `since` and in nobody's hands; `after` = the last one of the page before. */
  unanswered(since: Instant, limit: number, after: ContactRing | null): Promise<ContactRing[]>
  duePersons(limit: number): Promise<PersonId[]>
  /** Unknown since, or last asked about, before that; with what a human said about them. `only` = of these. */
  unknowns(before: Instant, limit: number, only?: readonly ContactRef[]): Promise<UnknownContact[]>
  /** Their ids alone. */
  unknownIds(before: Instant, limit: number): Promise<ContactRef[]>
  /** Answers the rings of those that go out again. */
  saveResolved(saves: readonly { unknown: UnknownContact; resolution: Resolution }[]): Promise<ContactRing[]>
  closeBreakers(): Promise<number>
  /** Stores the facts of brakes that were set or released by command and whose facts are not stored yet; how many. */
  tellBrakes(): Promise<number>
  /** What was put aside by loops over contacts and facts and is not any more: it moved on, or was tried again and did not fail. How many are left, of all loops, and of `loops` that try theirs again the ones whose time has come. */
  heal(): Promise<{ left: number; retries: number }>
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
