import type { TickRun } from '../../core/alarm/missed-run.ts'
import type { PersonId } from '../../core/base/id.ts'
import type { Instant } from '../../core/base/time.ts'
import type { Resolution } from '../../core/deliver/unknown.ts'
import type { TickName } from '../../core/model/ticks.ts'
import type { ContactJob } from './enqueuer.ts'
import type { ContactRef } from './deliver.ts'
import type { ParkTx } from './park.ts'

/** The steps that take a page of contacts. */
export const SWEEP_STEPS = ['lapse', 'free', 'close', 'abandon', 'expire'] as const
export type SweepStep = (typeof SWEEP_STEPS)[number]

export interface SweepPage {
  machineNow: Instant
  limit: number
  /** The contacts to take; absent = all that are not put aside. */
  only?: readonly ContactRef[]
}

/** Small statements over partial indexes, each a page; a row that somebody else works on is skipped. */
export interface SweepTx extends ParkTx {
  /**
   * One page of the step is done; the answer says how many rows there were. lapse: messages whose lease ran
   * out, somebody may have sent them. free: tasks that were claimed and not started in time. close: tasks
   * whose contact has ended or is settled otherwise. abandon: tasks that were started long ago and never
   * disposed; what came of them is unknown, and a human is asked. expire: planned or queued past the end of
   * their window; their cases are reviewed now.
   */
  step(step: SweepStep, page: SweepPage): Promise<number>
  /** The ids alone of what `step` may take. */
  stepIds(step: SweepStep, page: SweepPage): Promise<ContactRef[]>
  /** The contacts that are `queued` since before `since` and in nobody's hands; `after` = the last one of the page before. */
  unanswered(since: Instant, limit: number, after: ContactJob | null): Promise<ContactJob[]>
  duePersons(limit: number): Promise<PersonId[]>
  /** The contacts that are unknown since, or were last asked about, before that; each comes with what a human said about it. `only` = of these. */
  unknowns(before: Instant, limit: number, only?: readonly ContactRef[]): Promise<UnknownContact[]>
  /** Their ids alone. */
  unknownIds(before: Instant, limit: number): Promise<ContactRef[]>
  /** What a human is to find out goes to that role. The answer holds the contacts to enqueue again, since they go out again. */
  saveResolved(
    saves: readonly { unknown: UnknownContact; resolution: Resolution }[],
    role: string,
  ): Promise<ContactJob[]>
  closeBreakers(): Promise<number>
  /** The facts of brakes that were set or released by command are stored where they are not yet; the answer says how many. */
  tellBrakes(): Promise<number>
  /** What was put aside by loops over contacts and facts and is not any more: it moved on, or was tried again and did not fail. The answer says how many are left, of all loops, and whose time to be tried again has come: for decide (`retries`), and for detect (`looks`). */
  heal(): Promise<{ left: number; retries: number; looks: number }>
  /** The last runs of a tick; null = it has never run. */
  tickRun(tick: TickName): Promise<TickRun | null>
  /** A page of what only counted or breathed and is long over is taken away; the answer says how many rows. */
  tidy(limit: number): Promise<number>
  /** Open cases that nothing would ever review again: they have neither a next review nor an open human task. */
  stuckCases(): Promise<number>
}

export interface UnknownContact extends ContactRef {
  channel: string
  /** Who was to send it. */
  provider: string
  reference: string
  /** Business time of the send, and the provider's own id, if it ever said one. */
  at: Instant | null
  providerRef: string | null
  /** The call decrypts; null = this process may not open it. */
  reveal(): string | null
  since: Instant
  askedAt: Instant[]
  /** How a human resolved the question; null = nobody was asked, or not answered yet. */
  humanSaid: string | null
}
