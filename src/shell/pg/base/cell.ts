type Numbers = 'int2' | 'int4' | 'int8' | 'float8' | 'numeric' | 'timestamptz'
type Texts = 'text' | 'date' | 'uuid'

/** The types of Postgres whose values come as this. */
type TypeOf<V> = [V] extends [boolean]
  ? 'bool'
  : [V] extends [number]
    ? Numbers
    : [V] extends [string]
      ? Texts
      : [V] extends [Uint8Array]
        ? 'bytea'
        : [V] extends [readonly string[]]
          ? 'text[]'
          : [V] extends [readonly number[]]
            ? 'int8[]'
            : never

interface Values extends Record<Numbers, number>, Record<Texts, string> {
  bool: boolean
  bytea: Buffer
  'text[]': string[]
  'int8[]': number[]
}

/** What a value of that type comes as. */
export type ValueOf<C> =
  C extends Json<infer V>
    ? V
    : C extends `${infer T extends keyof Values}?`
      ? Values[T] | null
      : C extends keyof Values
        ? Values[C]
        : never

export type AnyCell = keyof Values | `${keyof Values}?` | Json<unknown>

export type CellType = keyof Values | Json<unknown>['type']

/** The type of a value as Postgres names it; `?` = it may be null. */
export type PlainCell<V> = null extends V ? `${TypeOf<NonNullable<V>>}?` : TypeOf<V>

/** A value of any other kind is JSON, and read. */
export type Cell<V> = PlainCell<V> | Json<V>

/** JSON, and what makes a value of it; what it cannot make one of is an error of its row. */
export interface Json<V> {
  type: 'json' | 'jsonb'
  nullable: boolean
  read: (json: unknown) => V
}

export function json<V>(read: (json: unknown) => V, type: Json<V>['type'] = 'jsonb'): Json<V> {
  return { type, nullable: false, read }
}

export function jsonOrNull<V>(read: (json: unknown) => V, type: Json<V>['type'] = 'jsonb'): Json<V | null> {
  return { type, nullable: true, read: (value) => (value === null ? null : read(value)) }
}

export interface ReadCell {
  type: CellType
  nullable: boolean
  read: ((json: unknown) => unknown) | null
}

export function cellOf(cell: string | Json<unknown>): ReadCell {
  if (typeof cell !== 'string') return cell
  const nullable = cell.endsWith('?')
  return { type: (nullable ? cell.slice(0, -1) : cell) as CellType, nullable, read: null }
}
