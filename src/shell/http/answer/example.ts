import { EXAMPLES } from './example-fields.ts'

/** A JSON Schema, as far as answers use it. */
export interface Shape {
  type?: string | readonly string[]
  const?: unknown
  enum?: readonly unknown[]
  anyOf?: readonly Shape[]
  oneOf?: readonly Shape[]
  properties?: Readonly<Record<string, Shape>>
  required?: readonly string[]
  items?: Shape
  additionalProperties?: Shape | boolean
  example?: unknown
  examples?: readonly unknown[]
}

/** No field of that name has an example. */
const NONE = Symbol('none')
type Example = unknown

/** What an answer may look like, put together from what is known of its fields; undefined where a field has no example. `of` = the operation. */
export function exampleOf(shape: Shape, of: string): unknown {
  const made = exampleAt(shape, [of], '')
  return made === NONE ? undefined : made
}

/** `within` = what the field is a part of, from the operation inwards. */
function exampleAt(shape: Shape, within: readonly string[], name: string): Example {
  const [given] = shape.examples ?? (shape.example === undefined ? [] : [shape.example])
  const known = knownOf(shape, within, name)
  if (known !== NONE) return known
  if (given !== undefined) return given
  if (shape.const !== undefined) return shape.const
  const [first] = shape.anyOf ?? shape.oneOf ?? []
  if (first) return exampleAt(first, [...within, ...markOf(first)], name)
  if (shape.items) return listOf(shape.items, within, name)
  if (shape.properties) return objectOf(shape, name === '' ? within : [...within, name])
  return shape.enum?.[0] ?? NONE
}

/** The nearest surroundings that say something of the field decide; the first value that fits it is taken. */
function knownOf(shape: Shape, within: readonly string[], name: string): Example {
  const places = [...within.map((place) => `${place}.${name}`).reverse(), name]
  for (const place of places) {
    const fit = (EXAMPLES[place] ?? []).find((value) => fits(shape, value))
    if (fit !== undefined) return fit
  }
  return NONE
}

function objectOf(shape: Shape, within: readonly string[]): Example {
  const made: Record<string, unknown> = {}
  const inside = [...within, ...markOf(shape)]
  for (const [name, field] of Object.entries(shape.properties ?? {})) {
    const value = exampleAt(field, inside, name)
    if (value !== NONE) made[name] = value
    else if (shape.required?.includes(name)) return NONE
  }
  return made
}

/** One of each kind that is worth seeing, else one. */
function listOf(items: Shape, within: readonly string[], name: string): Example {
  const kinds = items.oneOf ?? items.anyOf ?? [items]
  const shown = kinds.filter((kind) => markOf(kind).some((mark) => EXAMPLES[name]?.includes(mark)))
  const made = (shown.length > 0 ? shown : kinds.slice(0, 1)).map((kind) => exampleAt(kind, within, name))
  return made.includes(NONE) ? NONE : made
}

/** What tells one kind of object from another. */
function markOf({ properties = {} }: Shape): string[] {
  return Object.values(properties).flatMap(({ const: mark }) => (typeof mark === 'string' ? [mark] : []))
}

function fits(shape: Shape, value: unknown): boolean {
  if (shape.const !== undefined) return shape.const === value
  if (shape.enum) return shape.enum.includes(value)
  const kinds = shape.anyOf ?? shape.oneOf
  if (kinds) return kinds.some((kind) => fits(kind, value))
  const type = typeOf(value)
  const types = [shape.type].flat()
  return types.includes(type) || (type === 'integer' && types.includes('number'))
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}
