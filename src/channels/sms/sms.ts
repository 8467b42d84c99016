import { z } from 'zod'
import { isoOf } from '../../core/base/time.ts'
import type { MessageChannel } from '../channel.ts'
import { fillIn } from '../render.ts'
import { segmentsOf } from './segments.ts'

const Accepted = z.object({ id: z.string().min(1).max(200) })
/** A word or a number, as codes are: some gateways put the phone number or a sentence there, which is not kept. */
const Refused = z.object({ code: z.string().regex(/^(?!.*\d{7})[\w.-]{1,60}$/) })
const Found = z.object({ messages: z.array(Accepted) })

/** A text message through an HTTP gateway: `POST /messages`, and `GET /messages?reference=` to ask about one. */
export const sms: MessageChannel = {
  kind: 'message',
  channel: 'sms',
  render(template, values) {
    const filled = fillIn(template.text, values)
    if (!filled.ok) return filled
    const { count } = segmentsOf(filled.text)
    if (count > template.maxSegments) return { ok: false, why: 'too_long', detail: `${count} segments` }
    return { ...filled, segments: count }
  },
  request: ({ reference, to, text, validUntil }) => ({
    method: 'POST',
    path: '/messages',
    body: { reference, to, text, validUntil: isoOf(validUntil) },
  }),
  answer(reply) {
    if (reply.kind !== 'answered') return reply
    return {
      kind: 'answered',
      status: reply.status,
      providerRef: Accepted.safeParse(reply.body).data?.id ?? null,
      code: Refused.safeParse(reply.body).data?.code ?? null,
      retryAfterMs: reply.retryAfterMs,
    }
  },
  query: (reference) => ({
    method: 'GET',
    path: `/messages?reference=${encodeURIComponent(reference)}`,
    body: null,
  }),
  sighting(reply) {
    if (reply.kind !== 'answered' || reply.status !== 200) return { seen: 'no_answer' }
    const found = Found.safeParse(reply.body).data
    if (!found) return { seen: 'no_answer' }
    const [first] = found.messages
    return first ? { seen: 'found', providerRef: first.id } : { seen: 'absent' }
  },
}
