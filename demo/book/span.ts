import type { Day } from '../../src/core/base/time.ts'

/** The days on which the book is played. */
export interface Span {
  /** First local day that is played. */
  from: Day
  /** Last one. */
  to: Day
  /** The instant at which the book is loaded. */
  loadedAt: string
}
