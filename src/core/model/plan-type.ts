import { z } from 'zod'
import { MESSAGE_CHANNELS } from '../channel/channel.ts'
import type { RateInterval } from './rate.ts'
import { money, slug, time } from './written.ts'

/** What a strategy's file says of repayment plans: which are taken, when a rate is kept, and what comes of one that is missed. */

/** How far apart the rates of a plan may be. */
export const PLAN_INTERVAL = {
  week: { days: 7 },
  two_weeks: { days: 14 },
  four_weeks: { days: 28 },
  month: { months: 1 },
  two_months: { months: 2 },
  quarter: { months: 3 },
} as const satisfies Record<string, RateInterval>
export type PlanInterval = keyof typeof PLAN_INTERVAL
export const PLAN_INTERVALS = Object.keys(PLAN_INTERVAL) as [PlanInterval, ...PlanInterval[]]

/** The days past due that reports show beside the contractual ones while a plan stands. */
export const PLAN_DPD = ['running', 'frozen', 're_aged'] as const
export type PlanDpd = (typeof PLAN_DPD)[number]

const share = z.number().min(0).max(1)
const days = (most: number) => z.strictObject({ days: z.number().int().min(0).max(most) })

/** A message before a rate, or the day of a settlement, falls due. */
export const RateReminder = z.strictObject({
  days: z.number().int().min(0).max(14).describe('days before the rate falls due; 0 = on the day itself'),
  at: time.describe('local time of day, in all candidate zones'),
  channel: z.enum(MESSAGE_CHANNELS),
  template: slug,
})

export const PlanTypeSchema = z.strictObject({
  grace: days(60).optional().describe('days after the day of a rate on which it is still in time; default 3'),
  tolerance: share
    .refine((value) => value < 1, 'less than 1')
    .optional()
    .describe('the share of a rate that may be missing; default 0'),
  every: z
    .array(z.enum(PLAN_INTERVALS))
    .min(1)
    .optional()
    .describe('the intervals that are taken; rates that were told by their days have none; default: any'),
  longest: z
    .strictObject({ months: z.number().int().min(1).max(360) })
    .optional()
    .describe('from the day on which it is made to its last rate; default 24 months'),
  least: z
    .union([money, z.strictObject({ share })])
    .optional()
    .describe(
      'the least rate, but for the last one: an amount, or a share of what is past due; default 0.03',
    ),
  first: days(3650).optional().describe('days until the first rate at most; default 45'),
  covers: share
    .optional()
    .describe('the share of what is past due, of all its accounts, that the rates come to; default 1'),
  mostBroken: z
    .number()
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe('none is taken once so many on the account were broken; default: no such limit'),
  proposal: days(365).optional().describe('days for which a proposal of the lender stands; default 14'),
  broken: z
    .strictObject({
      missed: z.number().int().min(1).max(360).optional().describe('rates that are missed at the same time'),
      days: z.number().int().min(1).max(365).optional().describe('since the grace of a missed rate ended'),
    })
    .optional()
    .describe('what breaks a plan, whichever comes first; default 2 rates, 30 days'),
  dpd: z
    .enum(PLAN_DPD)
    .optional()
    .describe(
      'the days past due that are shown while it stands; the contractual ones are kept beside; default running',
    ),
  remind: RateReminder.optional().describe('one message before each rate, unless the money is there'),
  onMissed: slug
    .optional()
    .describe(
      'the step that becomes due, once for each rate that is missed, while all else goes on resting; default: the case goes back to its stages until the rate is there',
    ),
  onBroken: slug.optional().describe('the step that becomes due, once, when the plan is broken'),
})
export type PlanType = z.infer<typeof PlanTypeSchema>

/** What a plan without a type is; one whose type the file does not name is beyond the limits, and measured by this one. */
export const STANDARD_PLAN = 'standard'

/** What holds where a file says nothing. */
export const USUAL_PLAN = {
  grace: { days: 3 },
  tolerance: 0,
  longest: { months: 24 },
  least: { share: 0.03 },
  first: { days: 45 },
  covers: 1,
  proposal: { days: 14 },
  broken: { missed: 2, days: 30 },
  dpd: 'running',
} as const satisfies PlanType

export const PlanTypesSchema = z
  .record(slug, PlanTypeSchema)
  .describe('the types of repayment plans; `standard` is one that names no type')
export type PlanTypes = z.infer<typeof PlanTypesSchema>
