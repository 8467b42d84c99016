import { z } from 'zod'
import type { Problem } from '../base/problem.ts'
import { PLAN_INTERVALS } from '../model/plan-type.ts'
import { MOST_RATES } from '../model/rate.ts'
import { amount, day } from './field.ts'

export const RatesSchema = z.strictObject({
  first: day.describe('the day of the first one'),
  every: z.enum(PLAN_INTERVALS),
  number: z.number().int().min(2).max(MOST_RATES).describe('of equal rates; the last takes the rest'),
})

/** What is to be paid of a debt, and how, wherever a settlement is offered. */
export const offerTerms = {
  amount: amount.optional().describe('what is to be paid; else `discount` says it'),
  discount: z
    .number()
    .gt(0)
    .lt(1)
    .multipleOf(0.0001)
    .optional()
    .describe('the share of what is past due that is forgiven, such as 0.3'),
  payBy: day.optional().describe('the day on which all of it falls due; absent = `until`'),
  rates: RatesSchema.optional().describe('it is paid in so many equal rates; absent = all at once'),
}
export type OfferTermsGiven = z.infer<z.ZodObject<typeof offerTerms>>

/** What is wrong with an offer that no single field shows; null = nothing. */
export function offerProblem({
  amount: sum,
  discount,
  until,
  payBy,
  rates,
}: OfferTermsGiven & { until: string }): Problem | null {
  const bad = (path: string, message: string, suggestion: string): Problem => {
    return { code: 'bad_settlement', path, message, suggestion }
  }
  if ((sum === undefined) === (discount === undefined))
    return bad('amount', 'an offer names an amount or a discount, one of the two', 'leave one of them out')
  if (sum !== undefined && Number(sum) === 0)
    return bad('amount', 'an offer of nothing is none', 'debt.written_off says that a debt is given up')
  if (payBy !== undefined && rates !== undefined)
    return bad('payBy', 'it is paid by a day or in rates, one of the two', 'leave one of them out')
  if (rates !== undefined && rates.first < until)
    return bad(
      'rates',
      'a rate would fall due while it may still be accepted',
      'first: until, or a later day',
    )
  if (payBy !== undefined && payBy < until)
    return bad('payBy', 'it would fall due while it may still be accepted', 'payBy: until, or a later day')
  return null
}
