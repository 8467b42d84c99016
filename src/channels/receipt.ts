import { z } from 'zod'
import { LONGEST_MESSAGE, LONGEST_POINT } from '../core/base/list.ts'
import type { Problem } from '../core/base/problem.ts'
import { type Channel, isMessage, type MessageChannel, messageKind } from '../core/channel/channel.ts'
import { type Disposition, RECEIPTS, receiptsTo } from '../core/channel/disposition.ts'

const Receipt = z.strictObject({
  type: z.literal('receipt'),
  reference: z.uuid(),
  id: z.string().min(1).max(200),
  status: z.enum(RECEIPTS),
  code: z.string().max(100).nullable().default(null),
  at: z.iso.datetime({ offset: true }),
})
export type Receipt = z.infer<typeof Receipt>

/** A channel's gateway posts this to the callback URL, about a message that it took or about one that came in. */
export function callbackOn(channel: MessageChannel) {
  return z.discriminatedUnion('type', [
    Receipt.extend({ status: z.enum(receiptsTo(messageKind(channel).points)) }),
    z.strictObject({
      type: z.literal('inbound'),
      id: z.string().min(1).max(200),
      from: z.string().min(1).max(longestSender(channel)),
      text: z
        .string()
        .describe(`empty where nothing was written; ${LONGEST_MESSAGE} characters of it are kept and read`),
      reference: z.uuid().optional().describe('our message that it answers, where that is known'),
      at: z.iso.datetime({ offset: true }),
    }),
  ])
}
export type ProviderCallback = z.infer<ReturnType<typeof callbackOn>>

/** The most characters that the number or address of whoever writes on the channel may have; texts may come from an e-mail address. */
export function longestSender(channel: MessageChannel): number {
  return Math.max(LONGEST_POINT.email, ...messageKind(channel).points.map((kind) => LONGEST_POINT[kind]))
}

/** A receipt's status is the disposition of the `contact.outcome` fact that it becomes. */
export function dispositionOfReceipt(receipt: Receipt): Disposition {
  return receipt.status
}

/** A receipt with a word that is told of what other channels send alone, at whichever door it came: a text does not come back as a letter does. */
export function unfitWord(
  callback: ProviderCallback,
  sent: { channel: Channel } | undefined,
): Problem | null {
  if (callback.type !== 'receipt' || !sent || !isMessage(sent.channel)) return null
  const words = receiptsTo(messageKind(sent.channel).points)
  if (words.some((word) => word === callback.status)) return null
  const message = `nobody tells that of ${sent.channel}, by which the message went out`
  return { code: 'bad_callback', path: 'status', message, suggestion: words.join(', ') }
}
