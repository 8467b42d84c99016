import { z } from 'zod'
import { isoOf } from '../core/base/time.ts'
import type { ProviderAnswer } from '../core/deliver/settle.ts'
import type { Sighting } from '../core/deliver/unknown.ts'
import type { Parcel, ProviderReply, ProviderRequest } from './channel.ts'

const Accepted = z.object({ id: z.string().min(1).max(200) })
/** A word or a number, as codes are: some gateways put the phone number or a sentence there, which is not kept. */
const Refused = z.object({ code: z.string().regex(/^(?!.*\d{7})[\w.-]{1,60}$/) })
const Found = z.object({ messages: z.array(Accepted) })

/** Every channel that sends messages goes through an HTTP gateway of its own that speaks this: `POST /messages`, and `GET /messages?reference=` to ask about one. It never decides whether to send. */

export function requestOf({ reference, to, text, validUntil }: Parcel): ProviderRequest {
  return {
    method: 'POST',
    path: '/messages',
    body: { reference, to, text, validUntil: isoOf(validUntil) },
  }
}

/** The function says what the answer to a request means. */
export function answerOf(reply: ProviderReply): ProviderAnswer {
  if (reply.kind !== 'answered') return reply
  return {
    kind: 'answered',
    status: reply.status,
    providerRef: Accepted.safeParse(reply.body).data?.id ?? null,
    code: Refused.safeParse(reply.body).data?.code ?? null,
    retryAfterMs: reply.retryAfterMs,
  }
}

/** How to ask what became of a message, under our reference. */
export function queryOf(reference: string): ProviderRequest {
  return {
    method: 'GET',
    path: `/messages?reference=${encodeURIComponent(reference)}`,
    body: null,
  }
}

export function sightingOf(reply: ProviderReply): Sighting {
  if (reply.kind !== 'answered' || reply.status !== 200) return { seen: 'no_answer' }
  const found = Found.safeParse(reply.body).data
  if (!found) return { seen: 'no_answer' }
  const [first] = found.messages
  return first ? { seen: 'found', providerRef: first.id } : { seen: 'absent' }
}
