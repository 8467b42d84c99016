import { z } from 'zod'
import { isDay } from '../base/time.ts'
import { MESSAGE_CHANNELS } from '../channel/channel.ts'
import { FORBIDDEN_USES } from './forbidden-use.ts'

/** The name of the provider that the settings of a channel name; it is always there. */
export const GATEWAY = 'gateway'

export const ProviderName = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'is no name such as acme-sms')

/** A place where debtors live. */
export const Place = z
  .string()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})*$/, 'an ISO 3166 country or subdivision, such as DE or US-NY')

const Route = z.strictObject({
  channel: z.enum(MESSAGE_CHANNELS),
  region: z.array(Place).min(1).optional().describe('of debtors who live there, or in it; absent = anywhere'),
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

const Day = z.string().refine(isDay, 'is no day such as 2026-01-31')

const Contract = z.strictObject({
  provider: ProviderName,
  allows: z.array(z.enum(FORBIDDEN_USES)).min(1).describe('what the terms of the vendor forbid otherwise'),
  reference: z.string().min(1).max(200).describe('where the contract is found'),
  since: Day,
  until: Day.optional().describe('its last day; absent = nobody has ended it'),
})
export type Contract = z.infer<typeof Contract>

const Unresolved = z.strictObject({
  role: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'is no role such as operations'),
})

/** `schedules/providers.yaml`: who carries which messages. The file may be absent: then the gateway of the settings carries all. */
export const RoutesSchema = z.strictObject({
  routes: z
    .array(Route)
    .describe('the first that fits, from above; none at all = the gateway of the settings'),
  contracts: z
    .array(Contract)
    .optional()
    .describe('what a vendor allows this lender, although its published terms forbid it'),
  unresolved: Unresolved.optional().describe(
    'who finds out what became of a message of which nobody knows, where its provider cannot be asked or does not answer: must be said where a provider of class D carries anything; operations otherwise',
  ),
})
export type Routes = z.infer<typeof RoutesSchema>
