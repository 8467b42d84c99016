import { z } from 'zod'
import { MESSAGE_CHANNELS } from '../channel/channel.ts'

/** The name of the provider that the settings of a channel name; it is always there. */
export const GATEWAY = 'gateway'

export const ProviderName = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'is no name such as acme-sms')

const Route = z.strictObject({
  channel: z.enum(MESSAGE_CHANNELS),
  region: z
    .array(
      z
        .string()
        .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})*$/, 'an ISO 3166 country or subdivision, such as DE or US-NY'),
    )
    .min(1)
    .optional()
    .describe('of debtors who live there, or in it; absent = anywhere'),
  creditor: z.array(z.string().min(1)).min(1).optional().describe('of these creditors; absent = of all'),
  providers: z
    .array(
      z.strictObject({
        provider: ProviderName,
        share: z
          .number()
          .min(0)
          .default(1)
          .describe('parts of the whole; 0 = it stands in where another is not reached'),
      }),
    )
    .min(1)
    .describe('one of them carries a message; where it is not reached, the next in this order is tried'),
})
export type Route = z.infer<typeof Route>

/** `schedules/providers.yaml`: who carries which messages. The file may be absent: then the gateway of the settings carries all. */
export const RoutesSchema = z.strictObject({
  routes: z
    .array(Route)
    .describe('the first that fits, from above; none at all = the gateway of the settings'),
})
export type Routes = z.infer<typeof RoutesSchema>
