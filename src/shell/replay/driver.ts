import type { Problem } from '../../core/base/problem.ts'
import type { Instant } from '../../core/base/time.ts'
import type { ReplayResult, WrongLine } from './engine.ts'
import type { TimedRow } from './fact-file.ts'

/** What an engine must offer to be played by the clock: in memory, or on the real servers with the real workers. Each call comes back when nothing of its kind is left to do at this instant. */
export interface Driver {
  setNow(now: Instant): Promise<void>
  /** `look`: one of them may have made an account overdue. */
  record(facts: readonly TimedRow[]): Promise<{ problems: Problem[]; warnings: Problem[]; look: boolean }>
  detect(): Promise<void>
  decide(): Promise<void>
  /** The driver repairs and returns what is past its time, relays what is due, redeems, sends and settles it, and does the calls and visits; the answer says whether anything was done. */
  act(speaks: Speaks): Promise<boolean>
  /** The earliest instant after this one at which a case, a contact or a rate is due. */
  nextDue(after: Instant): Promise<Instant | null>
  /** Whether a case is due now. */
  isDue(now: Instant): Promise<boolean>
  /** Candidate zones of the book, each set sorted and joined by commas. */
  zoneSets(): Promise<Iterable<string>>
  result(): Promise<ReplayResult>
  wrong(): Promise<WrongLine[]>
  close(): Promise<void>
}

/** Whether the input says itself what came of this contact; otherwise a call or a visit ends as `no_answer`. */
export type Speaks = (contact: MadeContact) => boolean

export interface MadeContact {
  account: string
  step: string
  attempt: number
}
