import { z } from 'zod'
import { CONTACT_CHANNELS } from '../channel/channel.ts'

/** `schedules/ticks.yaml`: when the engine wakes its workers. A tick is a hint, never a cause. */
export const TICKS = ['detect', 'review', 'relay', 'sweep', 'purge'] as const
export type TickName = (typeof TICKS)[number]
/** Nothing is purged without this tick unless somebody runs `arrears purge`: too much is kept, never too little. */
export const OPTIONAL_TICKS: readonly TickName[] = ['purge']

export const TicksSchema = z.strictObject({
  ticks: z
    .array(
      z.strictObject({
        tick: z.enum(TICKS),
        /** What is rarer than once a day has a cron: a slip of zeros would never wake anybody. */
        every: z
          .strictObject({
            seconds: z.number().int().min(1).max(86_400).optional(),
            minutes: z.number().int().min(1).max(1_440).optional(),
          })
          .optional(),
        cron: z.string().optional(),
        zone: z.string().optional(),
      }),
    )
    .min(1),
  /** Contacts that may be redeemed per channel and hour, catch-up included. */
  rates: z.partialRecord(z.enum(CONTACT_CHANNELS), z.strictObject({ perHour: z.number().int().min(1) })),
})
export type Ticks = z.infer<typeof TicksSchema>
