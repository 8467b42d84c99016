import { z } from 'zod'
import { RateReminder } from './plan-type.ts'
import { slug } from './written.ts'

/** What a strategy's file says of settlements: what may be offered, by one person or by two, who is reminded, and what becomes of one whose money does not come or is taken back. A file without it offers none. */

const share = z.number().min(0).max(1)
const days = z.strictObject({ days: z.number().int().min(0).max(3650) })

export const SettlementLimitsSchema = z
  .strictObject({
    alone: z
      .strictObject({ discount: share })
      .describe('the largest share of what is past due that is forgiven without a second person'),
    most: z.strictObject({ discount: share }).describe('the largest share that is forgiven at all'),
    longest: days.describe('from the day of the offer to the last day that it names'),
    fromDpd: z.number().int().min(0).max(3650).describe('the days past due from which one may be offered'),
    mostRates: z
      .number()
      .int()
      .min(1)
      .max(60)
      .optional()
      .describe('in how many rates it may be paid; default 1: all at once'),
    grace: z
      .strictObject({ days: z.number().int().min(0).max(60) })
      .optional()
      .describe('days after the day of a payment on which it is still kept; default none'),
    remind: RateReminder.optional().describe(
      'one message before money of one in force falls due, unless it is there',
    ),
    onLapsed: slug
      .optional()
      .describe('the step that becomes due, once, when the money did not come in time'),
    onBounce: z
      .enum(['lost', 'kept'])
      .describe('the money is taken back: all is owed again, or what was agreed goes on'),
  })
  .describe('what may be offered for less than what is owed; without it nothing is')
export type SettlementLimits = z.infer<typeof SettlementLimitsSchema>
