import type { Instant } from '../../../core/base/time.ts'
import { isoOf } from '../../../core/base/time.ts'

/** One field of every row, as a parameter for unnest. */
export function column<R, K extends keyof R>(rows: readonly R[], key: K): R[K][] {
  return rows.map((row) => row[key])
}

/** For parameters of type timestamptz[]. */
export function iso(at: Instant | null): string | null {
  return at === null ? null : isoOf(at)
}

/** Throws what makes a transaction start over, where another one made some of these rows first. */
export function metFirst(made: readonly unknown[], wanted: readonly unknown[]): void {
  if (made.length < wanted.length)
    throw Object.assign(new Error('another page made the same row first'), { code: '40001' })
}
