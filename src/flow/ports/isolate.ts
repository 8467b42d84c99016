import { faultCode, isRowFault, LostValue } from '../../core/base/fault.ts'
import type { FaultyRow } from '../../core/base/parked.ts'

export interface Isolated<Row, Result> {
  /** The results of each part that went through, in the order of the rows. */
  done: Result[]
  /** Rows that failed alone. */
  faulty: { row: Row; error: unknown }[]
}

/** The work gets all rows together; where one spoils it, it gets halves, down to that row alone. Nothing is asked twice while nothing fails, and what passes by itself is thrown for the whole page. */
export async function isolated<Row, Result>(
  rows: readonly Row[],
  work: (rows: readonly Row[]) => Promise<Result>,
): Promise<Isolated<Row, Result>> {
  if (rows.length === 0) return { done: [], faulty: [] }
  try {
    return { done: [await work(rows)], faulty: [] }
  } catch (error) {
    if (!isRowFault(error)) throw error
    const [only] = rows
    if (rows.length === 1 && only !== undefined) return { done: [], faulty: [{ row: only, error }] }
    return inHalves(rows, work)
  }
}

/** The same for rows whose page has failed already. */
export async function inHalves<Row, Result>(
  rows: readonly Row[],
  work: (rows: readonly Row[]) => Promise<Result>,
): Promise<Isolated<Row, Result>> {
  if (rows.length <= 1) return isolated(rows, work)
  const middle = Math.ceil(rows.length / 2)
  const first = await isolated(rows.slice(0, middle), work)
  const second = await isolated(rows.slice(middle), work)
  return { done: [...first.done, ...second.done], faulty: [...first.faulty, ...second.faulty] }
}

export interface SpoilablePage<Row, Result> {
  /** One transaction that takes its own rows. */
  page: () => Promise<Result>
  /** The rows that it may have taken, told by their ids alone. */
  rows: () => Promise<readonly Row[]>
  work: (rows: readonly Row[]) => Promise<Result>
}

/** A page that finds its rows itself: they are named one by one only after it failed. The failure is thrown where no row is to blame. */
export async function pageOrHalves<Row, Result>(
  page: SpoilablePage<Row, Result>,
): Promise<Isolated<Row, Result>> {
  try {
    return { done: [await page.page()], faulty: [] }
  } catch (error) {
    if (!isRowFault(error)) throw error
    const rows = await page.rows()
    if (rows.length === 0) throw error
    return inHalves(rows, page.work)
  }
}

/** How a row that failed alone is put aside. */
export function faultyRow(
  error: unknown,
  row: Pick<FaultyRow, 'loop' | 'kind' | 'person'> & { id: number | string; account?: FaultyRow['account'] },
): FaultyRow {
  const keyId = error instanceof LostValue ? error.keyId : null
  return { ...row, id: String(row.id), account: row.account ?? null, code: faultCode(error), keyId }
}
