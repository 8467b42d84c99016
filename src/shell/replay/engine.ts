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
  /** Facts of the past: they load without contacts. In the order of (recorded, line). */
  load(facts: readonly TimedRow[]): Promise<Problem[]>
  /** Plays every instant before `until`, taking the facts on the way. */
  play(facts: readonly TimedRow[], until: Instant): Promise<Problem[]>
  /** Stands still until then: whatever falls due in between is met at once, late. */
  sleep(until: Instant): Promise<void>
  /** About facts that were taken all the same, so far. */
  warnings(): readonly Problem[]
  result(): Promise<ReplayResult>
  close(): Promise<void>
}

export interface ReplayResult {
  contacts: ContactLine[]
  cases: CaseLine[]
  refusals: RefusalLine[]
  /** Whatever people were asked. */
  tasks: TaskLine[]
  /** Accounts that were overdue and that no strategy takes. */
  unplaced: string[]
  /** Whom the engine still puts aside, because what it keeps of them cannot be worked with. */
  parked: ParkedLine[]
  /** Whose cases were held because no law is on file: what people were asked, one line for each place. */
  lawless: string[]
}

export interface ParkedLine extends Pick<ParkedRow, 'loop' | 'kind' | 'id' | 'code' | 'attempts'> {
  /** The account or debtor, as the ledger calls it; null = neither. */
  about: string | null
}

export interface ReplayConfig {
  schedules: Schedules
  hash: ContentHash
}

export interface ReplayOptions {
  /** Where the clock stands at first. */
  from: Instant
  /** Called with every instant that is played. */
  onInstant?: (now: Instant) => void
}
