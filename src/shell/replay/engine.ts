import type { ContentHash } from '../../core/base/id.ts'
import type { ParkedRow } from '../../core/base/parked.ts'
import type { Problem } from '../../core/base/problem.ts'
import type { Instant } from '../../core/base/time.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import type { TimedRow } from './fact-file.ts'
import type { CaseLine, ContactLine, RefusalLine } from './line.ts'
import type { TaskLine } from './task-line.ts'

/** The whole engine, played by a clock that jumps from one instant at which something is due to the next. */
export interface ReplayEngine {
  /** Facts of the past: they load without contacts. The order is that of (recorded, line). */
  load(facts: readonly TimedRow[]): Promise<Problem[]>
  /** Every instant before `until` is played, and the facts are taken on the way. */
  play(facts: readonly TimedRow[], until: Instant): Promise<Problem[]>
  /** The engine stands still until then: whatever falls due in between is met at once, late. */
  sleep(until: Instant): Promise<void>
  /** The problems, so far, of facts that were taken all the same. */
  warnings(): readonly Problem[]
  result(): Promise<ReplayResult>
  /** The contacts that left and that history, as it is known now, shows as wrong. */
  wrong(): Promise<WrongLine[]>
  close(): Promise<void>
}

export interface ReplayResult {
  contacts: ContactLine[]
  cases: CaseLine[]
  refusals: RefusalLine[]
  /** Whatever people were asked. */
  tasks: TaskLine[]
  /** The accounts that were overdue and that no strategy takes. */
  unplaced: string[]
  /** The rows that the engine still puts aside, because what it keeps of them cannot be worked with. */
  parked: ParkedLine[]
  /** The questions about cases that are held because no law is on file, one line for each place. */
  lawless: string[]
}

export interface ParkedLine extends Pick<ParkedRow, 'loop' | 'kind' | 'id' | 'code' | 'attempts'> {
  /** The account or debtor, as the ledger calls it; null = neither. */
  about: string | null
}

/** A contact that should not have been made, by what was told later. */
export interface WrongLine extends Pick<ContactLine, 'account' | 'step' | 'attempt'> {
  at: Instant
  /** Each why in one word. */
  why: string[]
  /** Kinds of the facts that were told late. */
  late: string[]
}

export interface ReplayConfig {
  schedules: Schedules
  hash: ContentHash
}

export interface ReplayOptions {
  /** The first instant of the clock. */
  from: Instant
  /** The engine calls it with every instant that is played. */
  onInstant?: (now: Instant) => void
}
