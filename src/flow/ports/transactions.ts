import type { Instant } from '../../core/base/time.ts'

/** The world as the flow sees it: each arrow of the pipeline has one port in this folder, and the shell implements every port twice (Postgres, memory); one contract suite runs against both. */

/** Business now, read once per transaction: the database's clock, or in virtual mode the conductor's. */
export interface HasNow {
  readonly now: Instant
}

/** A transaction is retried whole on a deadlock or a serialization failure, so `work` may run more than once. */
export interface Transactions<Tx extends HasNow> {
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** The same, begun by the packet of what it asks first: `now` is known when that has answered. Absent = nothing is saved by it. */
  atOnce?<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** The same of one question that needs no `now`: beginning, question and commit are one packet. Absent = nothing is saved by it. */
  alone?<T>(question: (tx: Tx) => Promise<T>): Promise<T>
}

export function begun<Tx extends HasNow, T>(
  store: Transactions<Tx>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return store.atOnce ? store.atOnce(work) : store.transaction(work)
}

export function askedAlone<Tx extends HasNow, T>(
  store: Transactions<Tx>,
  question: (tx: Tx) => Promise<T>,
): Promise<T> {
  return store.alone ? store.alone(question) : store.transaction(question)
}

/** Machine now, never business now, for leases, timeouts and back-off. */
export interface MachineClock {
  now(): Instant
}
