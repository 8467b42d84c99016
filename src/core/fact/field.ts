import { z } from 'zod'
import { isCurrency } from '../base/money.ts'
import { isoOf, isStoredDay, isZone, readInstant } from '../base/time.ts'
import { isName } from './text.ts'

/** What the fields of facts may hold: no more than every store keeps and gives back. */

/** The most characters of a field. */
export const LONGEST = {
  /** What a ledger calls something, and the name of a debtor. */
  name: 200,
  amount: 40,
  /** A number or an address. */
  point: 500,
} as const

const NAMES = new WeakSet<object>()
/** What a ledger calls something: read trimmed and in one Unicode form, see `nameFields`. */
export function nameOf(most: number): z.ZodString {
  const schema = z
    .string()
    .max(most)
    .refine(
      isName,
      'a name of characters that can be seen; zero-width, control and direction marks are refused',
    )
  NAMES.add(schema)
  return schema
}
export const name = nameOf(LONGEST.name)
/** An instant is kept as it was written, unless only this engine reads it that way. */
export const instant = z.string().transform((text, context) => {
  const at = readInstant(text)
  if (at !== null) return Date.parse(text) === at ? text : isoOf(at)
  context.addIssue({ code: 'custom', message: 'an instant with an offset, of the years 1900 to 2199' })
  return z.NEVER
})
export const day = z.string().refine(isStoredDay, 'a date that exists, YYYY-MM-DD, of the years 1900 to 2199')
/** A plain decimal. */
export const AMOUNT = /^(0|[1-9]\d*)(\.\d+)?$/
export const amount = z.string().max(LONGEST.amount).regex(AMOUNT, 'a plain decimal such as 55.94')
/** A rate between two currencies: more than nothing. */
export const rate = z
  .string()
  .max(LONGEST.amount)
  .regex(/^(?=.*[1-9])(0|[1-9]\d*)(\.\d+)?$/, 'a plain decimal above zero such as 1.95583')
/** An amount, and its currency where that is not the account's. */
export const money = {
  amount,
  currency: z
    .string()
    .refine(isCurrency, 'an ISO 4217 currency')
    .optional()
    .describe('where it is not the account’s of that instant'),
  rate: rate.optional().describe('units of the account’s currency for one of it'),
}
/** A language with what belongs to it, such as en-GB. */
export const locale = z.string().min(2).max(35)
export const zone = z.string().refine(isZone, 'an IANA time zone')

/** Whether the field holds a name or a list of names, which are read in one form. */
export function isNameSchema(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodOptional) return isNameSchema(schema.unwrap())
  if (schema instanceof z.ZodArray) return isNameSchema(schema.element)
  return NAMES.has(schema)
}
