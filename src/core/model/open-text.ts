import { z } from 'zod'

/** What a text in the file of a provider, a print house or a dialer may give away. `secret`: it is one. `address`: one may stand before the host, or in the query. `headers`, `body`: what is sent may have one. */
export type Gives = 'secret' | 'address' | 'headers' | 'body'

const MARKS = z.registry<{ gives: Gives }>()

/** The schema says what its texts may give away: such a file is published, stored and shown. */
export function giving<Schema extends z.ZodType>(gives: Gives, schema: Schema): Schema {
  MARKS.add(schema, { gives })
  return schema
}

/** A text that is a secret. */
export function secretText(most: number): z.ZodString {
  return giving('secret', z.string().min(1).max(most))
}

/** An address that somebody is called at. */
export function addressText(most: number): z.ZodString {
  return giving('address', z.string().min(1).max(most))
}

export interface Giving {
  gives: Gives
  path: readonly (string | number)[]
  value: unknown
}

/** What of a file may give something away, as its schema says. */
export function givingIn(
  schema: z.core.$ZodType,
  value: unknown,
  path: readonly (string | number)[] = [],
): Giving[] {
  if (value === undefined || value === null) return []
  const mark = MARKS.get(schema)
  if (mark) return [{ ...mark, path, value }]
  return partsOf(schema, value).flatMap(([key, part, inside]) =>
    givingIn(part, inside, key === null ? path : [...path, key]),
  )
}

type Part = [key: string | number | null, schema: z.core.$ZodType, value: unknown]

/** The schemas inside of one, each with its part of the value; key null = it is about the same value. */
function partsOf(schema: z.core.$ZodType, value: unknown): Part[] {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  )
    return [[null, schema.def.innerType, value]]
  if (schema instanceof z.ZodUnion) return schema.options.map((one): Part => [null, one, value])
  if (typeof value !== 'object' || value === null) return []
  if (schema instanceof z.ZodArray)
    return Array.isArray(value) ? value.map((one, index): Part => [index, schema.element, one]) : []
  const fields = value as Record<string, unknown>
  if (schema instanceof z.ZodRecord)
    return Object.entries(fields).map(([key, one]): Part => [key, schema.valueType, one])
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).map(([key, one]): Part => [key, one, fields[key]])
  return []
}
