import type { AccountId, PersonId } from '../../core/base/id.ts'
import type { FaultyRow, Loop, ParkedRow } from '../../core/base/parked.ts'
import { isolated } from './isolate.ts'
import { askedAlone, type HasNow, type Transactions } from './transactions.ts'

/** A row that was put aside and whose time to be tried again has come. */
export interface RetryRow {
  id: string
  person: PersonId | null
  account: AccountId | null
}

export interface ParkTx extends HasNow {
  /** The failure of each row is counted, the row is put aside for longer each time, and a human is asked once. A second value lost under one key is a fault of the key, and then the key alone is told. It runs in a transaction of its own. */
  park(rows: readonly FaultyRow[]): Promise<ParkedRow[]>
  /** One question, which needs no `now`. */
  retriesDue(loop: Loop, limit: number): Promise<RetryRow[]>
  /** What went through after all; its task is answered. */
  unpark(loop: Loop, ids: readonly string[]): Promise<void>
}

const RETRIES = 50

export interface Retrying<Ref, Result> {
  refOf: (row: RetryRow) => Ref
  work: (ref: Ref) => Promise<Result>
  faultyOf: (ref: Ref, error: unknown) => FaultyRow
}

/** Each row that was put aside is tried alone, so that a bad one never spoils a page again. */
export async function retryParked<Tx extends ParkTx, Ref, Result>(
  store: Transactions<Tx>,
  loop: Loop,
  { refOf, work, faultyOf }: Retrying<Ref, Result>,
): Promise<{ done: Result[]; parked: ParkedRow[] }> {
  const due = await askedAlone(store, (tx) => tx.retriesDue(loop, RETRIES))
  const done: Result[] = []
  const failed: FaultyRow[] = []
  const healed: string[] = []
  for (const row of due) {
    const tried = await isolated([refOf(row)], ([ref]) => work(ref as Ref))
    done.push(...tried.done)
    failed.push(...tried.faulty.map(({ row: ref, error }) => faultyOf(ref, error)))
    if (tried.faulty.length === 0) healed.push(row.id)
  }
  if (healed.length > 0) await store.transaction((tx) => tx.unpark(loop, healed))
  return { done, parked: await parkAll(store, failed) }
}

export async function parkAll<Tx extends ParkTx>(
  store: Transactions<Tx>,
  rows: readonly FaultyRow[],
): Promise<ParkedRow[]> {
  return rows.length > 0 ? store.transaction((tx) => tx.park(rows)) : []
}
