import { z } from 'zod'
import { MESSAGE_CHANNELS } from '../channel/channel.ts'
import { money, slug, time } from './written.ts'

/** What a strategy's file says of promises to pay: what is taken, what keeps one, and what comes of one that is not kept. */

const share = z.number().min(0).max(1)
const count = z.number().int().min(0).max(100)

const Reminder = z.strictObject({
  days: z.union([z.literal(0), z.literal(1)]).describe('0 = on the day itself, 1 = on the day before'),
  at: time.describe('local time of day, in all candidate zones'),
  channel: z.enum(MESSAGE_CHANNELS),
  template: slug,
})

export const PromiseTypeSchema = z.strictObject({
  grace: z
    .strictObject({ days: z.number().int().min(0).max(60) })
    .optional()
    .describe(
      'days after its day on which it is still kept; a promise may bring less, never more; default: what it brings',
    ),
  threshold: share
    .refine((value) => value > 0, 'more than 0')
    .optional()
    .describe('the share of the promised sum that counts as kept; default 1'),
  longest: z
    .strictObject({ days: z.number().int().min(0).max(3650) })
    .optional()
    .describe('from the day on which it is made to the day that it names; default 60 days'),
  least: z
    .union([money, z.strictObject({ share })])
    .optional()
    .describe('an amount, or a share of what is past due when it is made; default a twentieth'),
  mostOpen: count
    .min(1)
    .optional()
    .describe('open at the same time on one account, this one included; default 6'),
  mostBroken: count
    .optional()
    .describe('none is taken once so many on the account were not kept; default: no such limit'),
  remind: Reminder.optional().describe('one message before it falls due, unless the money is there'),
  onBroken: slug.optional().describe('the step that becomes due, once, when a promise is not kept'),
})
export type PromiseType = z.infer<typeof PromiseTypeSchema>

/** What a promise without a type is; one whose type the file does not name is beyond the limits, and measured by this one. */
export const STANDARD_PROMISE = 'standard'

/** What holds where a file says nothing: nobody silences a debt for years by the promise of a cent. */
export const USUAL_PROMISE = {
  grace: { days: 60 },
  threshold: 1,
  longest: { days: 60 },
  least: { share: 0.05 },
  mostOpen: 6,
} as const satisfies PromiseType

export const PromiseTypesSchema = z
  .record(slug, PromiseTypeSchema)
  .describe('the types of promises to pay; `standard` is one that names no type')
export type PromiseTypes = z.infer<typeof PromiseTypesSchema>
