import type { Day } from '../../src/core/base/time.ts'

/** When the book is played. */
export interface Span {
  /** First local day that is played. */
  from: Day
  /** Last one. */
  to: Day
  /** When the book is loaded. */
  loadedAt: string
}
