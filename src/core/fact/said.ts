import { z } from 'zod'
import { ACTIONS, ACTORS, AUTOMATIONS, LINES, PLACES, POINT_KINDS } from '../base/list.ts'
import type { Problem } from '../base/problem.ts'
import { type Disposition, DISPOSITIONS, meaningOf } from '../channel/disposition.ts'
import { SlotSchema } from '../compliance/time/hours.ts'
import { amount, day, LONGEST, name } from './field.ts'
import { offerTerms } from './offer-terms.ts'
import { PLAN_INTERVALS } from '../model/plan-type.ts'
import { PRODUCTS } from '../model/product.ts'
import { MOST_RATES } from '../model/rate.ts'

/** What several kinds of fact say in the same words: how to reach somebody, which contact is meant, and what was promised in it. */

export const point = z.strictObject({
  kind: z.enum(POINT_KINDS),
  value: z.string().min(1).max(LONGEST.point),
  line: z.enum(LINES).optional(),
  place: z.enum(PLACES).optional(),
})

export const closedHours = z
  .array(
    SlotSchema.refine(({ hours }) => hours === null || hours[0] !== hours[1], {
      path: ['hours'],
      message: 'hours from one time until another; null = the whole day',
    }),
  )
  .max(50)

/** A point is named by its value as the ledger knows it, or by the engine's id. */
export const pointRef = {
  point: z.union([z.string().min(1).max(LONGEST.point), z.number().int().positive()]).optional(),
}
/** What is known of a contact that was made outside. */
export const contactKind = {
  automation: z.enum(AUTOMATIONS).optional().describe('who spoke'),
  line: z.enum(LINES).optional().describe('absent = that of the number'),
  actor: z.enum(ACTORS).optional().describe('absent = as of the account, where its own collector made it'),
  product: z.enum(PRODUCTS).optional().describe('absent = that of the account'),
  action: z.enum(ACTIONS).optional(),
}
/** What a promise was of, where the disposition is one. */
export const promised = z
  .strictObject({
    amount,
    by: day,
    kind: name.optional().describe('its type, as the strategy names it; absent = standard'),
  })
  .optional()
/** How what is owed is paid in rates: each with its day, or a sum with a first day, an interval, and a number of rates or the amount of one. */
export const schedule = z.strictObject({
  rates: z
    .array(z.strictObject({ on: day, amount }))
    .min(1)
    .max(MOST_RATES)
    .optional()
    .describe('in the order of their days'),
  sum: amount.optional(),
  first: day.optional().describe('the day of the first rate'),
  every: z.enum(PLAN_INTERVALS).optional().describe('needed where there is more than one rate'),
  number: z
    .number()
    .int()
    .min(1)
    .max(MOST_RATES)
    .optional()
    .describe('of equal rates; the last takes the rest'),
  rate: amount.optional().describe('the amount of a rate instead of their number'),
})
/** The plan that was agreed, where the disposition is one; one over several accounts is told by plan.agreed. */
export const planned = schedule
  .extend({ kind: name.optional().describe('its type, as the strategy names it; absent = standard') })
  .optional()

/** The settlement that was offered in the contact, or the name of one that the debtor accepted in it. */
export const settledFor = z
  .strictObject({
    settlement: name.optional().describe('the name of one that was offered before: the debtor accepts it'),
    ...offerTerms,
    until: day.optional().describe('the last day on which it may be accepted, and granted; absent = `payBy`'),
    accepted: z.boolean().optional().describe('false = offered, and not answered yet; absent = accepted'),
  })
  .optional()
/** Who told an offer; the door writes it. */
export const tellerOfOffer = name.optional().describe('who told it; the door writes it')

const PROMISING = DISPOSITIONS.filter((word) => meaningOf(word).effect === 'promise')

/** What is wrong with a promise beside the word that brings it; null = nothing, or there is none. */
export function senseOfPromise({
  disposition,
  promise,
}: {
  disposition: Disposition
  promise?: z.infer<typeof promised>
}): Problem | null {
  if (promise === undefined) return null
  if (meaningOf(disposition).effect === 'promise') return nothingPromised(promise.amount, 'promise.amount')
  const message = `nothing is promised by ${disposition}: the promise would be lost`
  const suggestion = `leave the promise out, or say ${PROMISING.join(' or ')}`
  return { code: 'bad_promise', path: 'promise', message, suggestion }
}

export function nothingPromised(amount: string, path: string): Problem | null {
  if (/[1-9]/.test(amount)) return null
  const suggestion = 'a sum above zero; no promise where none was named'
  return { code: 'bad_promise', path, message: `${path}: nothing is promised`, suggestion }
}

/** The agent to whom it was said: an id, never a person's name. */
export const spokenTo = z
  .string()
  .regex(/^[\w.@-]{1,80}$/, 'the id of an agent')
  .optional()
/** A contact is named by the engine's id, or by account, step and attempt. */
export const contactRef = {
  contact: z.number().int().positive().optional(),
  step: name.optional(),
  attempt: z.number().int().positive().optional(),
}
