interface Values {
  int2: number
  int4: number
  int8: number
  float8: number
  numeric: number
  timestamptz: number
  text: string
  date: string
  uuid: string
  bool: boolean
  bytea: Buffer
  'text[]': string[]
  'int8[]': number[]
}

export type CellType = keyof Values | 'json' | 'jsonb'

/** The types of Postgres whose values come as this. */
type TypeOf<V> = {
  [T in keyof Values]: [V] extends [Values[T] extends (infer One)[] ? readonly One[] : Values[T]] ? T : never
}[keyof Values]

/** The type of a value as Postgres names it; `?` = it may be null. */
export type PlainCell<V> = null extends V ? `${TypeOf<NonNullable<V>>}?` : TypeOf<V>

/** A value that is made of what the driver gives: JSON always is. What it cannot be made of is an error of its row. */
export interface ReadCell<V> {
  type: CellType
  nullable: boolean
  read: (value: unknown) => V
  /** The value as a parameter; without `write` it is written as its `type` is. */
  write?(this: void, value: V): unknown
}

export type Cell<V> = PlainCell<V> | ReadCell<V>

/** What a value of that type comes as. */
export type ValueOf<C> =
  C extends ReadCell<infer V>
    ? V
    : C extends `${infer T extends keyof Values}?`
      ? Values[T] | null
      : C extends keyof Values
        ? Values[C]
        : never

export type AnyCell = keyof Values | `${keyof Values}?` | ReadCell<unknown>

export function json<V>(read: (json: unknown) => V, type: 'json' | 'jsonb' = 'jsonb'): ReadCell<V> {
  return { type, nullable: false, read }
}

export function jsonOrNull<V>(
  read: (json: unknown) => V,
  type: 'json' | 'jsonb' = 'jsonb',
): ReadCell<V | null> {
  return { type, nullable: true, read: (value) => (value === null ? null : read(value)) }
}

/** Texts that stand in one, joined by commas. */
export const JOINED: ReadCell<string[]> = {
  type: 'text',
  nullable: false,
  read: (text) => (text as string).split(','),
  write: (texts) => texts.join(','),
}

/** Bytes as they are. */
export const BYTES: ReadCell<Uint8Array> = {
  type: 'bytea',
  nullable: false,
  read: (bytes) => bytes as Buffer,
}

export const BYTES_OR_NULL: ReadCell<Uint8Array | null> = {
  type: 'bytea',
  nullable: true,
  read: (bytes) => bytes as Buffer | null,
}

/** Bytes as hex. */
export const HEX: ReadCell<string> = {
  type: 'bytea',
  nullable: false,
  read: (bytes) => (bytes as Buffer).toString('hex'),
  write: (hex) => Buffer.from(hex, 'hex'),
}

export const HEX_OR_NULL: ReadCell<string | null> = {
  type: 'bytea',
  nullable: true,
  read: (bytes) => (bytes === null ? null : (bytes as Buffer).toString('hex')),
  write: (hex) => (hex === null ? null : Buffer.from(hex, 'hex')),
}

interface PlainOrRead {
  type: CellType
  nullable: boolean
  read: ((value: unknown) => unknown) | null
  write?(this: void, value: unknown): unknown
}

export function cellOf(cell: string | ReadCell<unknown>): PlainOrRead {
  if (typeof cell !== 'string') return cell
  const nullable = cell.endsWith('?')
  return { type: (nullable ? cell.slice(0, -1) : cell) as CellType, nullable, read: null }
}
