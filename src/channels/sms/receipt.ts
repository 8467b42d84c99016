import { z } from 'zod'
import type { Disposition } from '../../core/fact/disposition.ts'

/** What the gateway posts to the callback URL about a message it took, or about one that came in. */
export const SmsCallback = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('receipt'),
    reference: z.uuid(),
    id: z.string().min(1).max(200),
    status: z.enum(['sent', 'delivered', 'undelivered']),
    code: z.string().max(100).nullable().default(null),
    at: z.iso.datetime({ offset: true }),
  }),
  z.strictObject({
    type: z.literal('inbound'),
    id: z.string().min(1).max(200),
    from: z.string().min(1).max(40),
    text: z.string().max(2000),
    at: z.iso.datetime({ offset: true }),
  }),
])
export type SmsCallback = z.infer<typeof SmsCallback>
export type SmsReceipt = Extract<SmsCallback, { type: 'receipt' }>

/** A receipt's status is the disposition of the `contact.outcome` fact that it becomes. */
export function dispositionOfReceipt(receipt: SmsReceipt): Disposition {
  return receipt.status
}
