import type { Instant } from '../../core/base/time.ts'
import { faultCode } from '../../core/base/fault.ts'
import { toldAt, unreadable as told } from '../../core/base/told.ts'
import type { Database } from '../pg/base/database.ts'
import type { Vault } from '../pg/base/vault.ts'

/** What a section is made from. */
export interface PersonSource {
  db: Database
  vault: Vault
  person: number
  /** The number of values that could not be opened: the key is lost, or it is not what was sealed. */
  unreadable: { count: number }
}

/** One row of a section of the JSON document. */
export type Row = Record<string, unknown>

/** A part of the document: its rows in pages, and how each is told to a reader. */
export interface Section {
  name: string
  title: string
  rows(source: PersonSource): AsyncIterable<Row[]>
  /** Lines of one row; those after the first are indented. */
  tell(row: Row, local: (at: unknown) => string): string[]
}

const PAGE = 200

/** Rows by id, page after page: never more than a page in memory. */
export async function* byId<R extends { id: number }>(
  read: (after: number, limit: number) => Promise<R[]>,
  shape: (rows: R[]) => Row[] | Promise<Row[]>,
): AsyncIterable<Row[]> {
  for (let after = 0; ; ) {
    const rows = await read(after, PAGE)
    if (rows.length > 0) yield await shape(rows)
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = last.id
  }
}

/** Rows that are few. */
export async function* atOnce(rows: Promise<Row[]>): AsyncIterable<Row[]> {
  yield await rows
}

/** The row with these columns as instants in UTC. */
export function dated<R extends Row>(row: R, ...columns: (keyof R & string)[]): Row {
  const told: Row = { ...row }
  for (const column of columns) told[column] = isoOrNull(row[column] as Instant | null)
  return told
}

export function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : toldAt(at)
}

/** What was sealed; null where it is not there any more, and said in its place where it cannot be opened. */
export function opened(
  { vault, unreadable }: PersonSource,
  value: Buffer | null,
  keyId: string | null,
): string | null {
  if (value === null || keyId === null) return null
  try {
    return vault.open(value, keyId)
  } catch (error) {
    unreadable.count++
    return told(faultCode(error))
  }
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `a b c`, without what is not known. */
export function words(...parts: unknown[]): string {
  return parts
    .filter((part) => part !== null && part !== undefined && part !== '')
    .map(text)
    .join(' ')
}
