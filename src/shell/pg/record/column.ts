import type { Instant } from '../../../core/base/time.ts'
import { isoOf } from '../../../core/base/time.ts'
import { madeFirst } from '../base/copying.ts'

/** One field of every row, as a parameter for unnest. */
export function column<R, K extends keyof R>(rows: readonly R[], key: K): R[K][] {
  return rows.map((row) => row[key])
}

/** The instant as parameters of type timestamptz[] need it. */
export function iso(at: Instant | null): string | null {
  return at === null ? null : isoOf(at)
}

/** Where another transaction made some of these rows first, the error that is thrown makes this one start over. */
export function metFirst(made: readonly unknown[], wanted: readonly unknown[]): void {
  if (made.length < wanted.length) throw madeFirst()
}

/** New rows in one order, so that two pages that make the same ones cannot wait for each other. */
export function byName<K extends string, R extends Record<K, string>>(rows: readonly R[], name: K): R[] {
  return rows.toSorted((a, b) => (a[name] < b[name] ? -1 : 1))
}
