import type { Reason } from '../../../core/model/verdict.ts'

/** Any JSON, for who only passes it on. */
export function anyJson(value: unknown): unknown {
  return value
}

export function objectIn(value: unknown): Record<string, unknown> {
  if (isObject(value)) return value
  throw new RangeError('not an object of JSON')
}

/** Numbers by name. */
export function numbersIn(value: unknown): Record<string, number> {
  const numbers = Object.entries(objectIn(value)).flatMap(([name, one]) =>
    typeof one === 'number' ? [[name, one] as const] : [],
  )
  return Object.fromEntries(numbers)
}

/** A list of what `read` makes of each. */
export function listIn<V>(read: (value: unknown) => V): (value: unknown) => V[] {
  return (value) => {
    if (Array.isArray(value)) return value.map((one) => read(one))
    throw new RangeError('not a list of JSON')
  }
}

/** Reasons as they were stored. A plain check: pages of contacts carry thousands. */
export function reasonsIn(value: unknown): Reason[] {
  if (Array.isArray(value) && value.every(isReason)) return value
  throw new RangeError('not a list of reasons')
}

function isReason(value: unknown): value is Reason {
  return isObject(value) && typeof value['rule'] === 'string' && typeof value['text'] === 'string'
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type JsonType<V> = [V] extends [boolean]
  ? 'boolean'
  : [V] extends [number]
    ? 'number'
    : [V] extends [string]
      ? 'string'
      : never

type FieldType<V> = null extends V ? `${JsonType<NonNullable<V>>}?` : JsonType<V>

/** Objects of these fields, `?` = it may be null; others are refused. */
export function fieldsIn<Row>(spec: { [K in keyof Row]-?: FieldType<Row[K]> }): (value: unknown) => Row {
  const fields = Object.entries(spec as Record<string, string>).map(([key, type]) => {
    const nullable = type.endsWith('?')
    return { key, nullable, type: nullable ? type.slice(0, -1) : type }
  })
  const fits = (value: unknown): value is Row =>
    isObject(value) &&
    fields.every(({ key, nullable, type }) => (value[key] === null ? nullable : typeof value[key] === type))
  return (value) => {
    if (fits(value)) return value
    throw new RangeError(`not an object of ${fields.map(({ key }) => key).join(', ')}`)
  }
}
