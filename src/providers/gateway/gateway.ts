import { z } from 'zod'
import { isoOf } from '../../core/base/time.ts'
import { type AboutNumber, isAboutNumber, type ProviderAnswer } from '../../core/deliver/provider-answer.ts'
import type { Parcel } from '../../channels/channel.ts'
import type { Adapter, HttpReply, HttpRequest, Moment } from '../adapter.ts'
import { htmlOf } from '../../channels/html.ts'
import type { Capabilities } from '../class.ts'
import { codeIn } from '../code.ts'

const Accepted = z.object({ id: z.string().min(1).max(200) })
const Found = z.object({ messages: z.array(Accepted.extend({ reference: z.string().optional() })) })

/** Codes beside our own words that say what is wrong with the number itself. */
const REASONS: Readonly<Record<string, AboutNumber>> = {
  unknown_subscriber: 'invalid_number',
  not_a_mobile: 'invalid_number',
}
const REFUSED = new Set([400, 404, 410, 422])

/** It is asked under our reference, and tells by itself. */
export const GATEWAY_CAN: Capabilities = { repeatIsSafe: false, asked: 'reference', tells: true }

/** The gateway of a channel, as the settings have it. */
export interface GatewayAddress {
  url: string
  token: string
}

interface GatewayAdapter extends Adapter {
  request(parcel: Parcel, moment: Moment): HttpRequest
}

/** An HTTP gateway that speaks this: `POST /messages`, and `GET /messages?reference=` to ask about one. It never decides whether to send. */
export function gatewayAdapter({ url, token }: GatewayAddress): GatewayAdapter {
  const base = url.replace(/\/$/, '')
  const authorization = `Bearer ${token}`
  return {
    capabilities: GATEWAY_CAN,
    // It posts to the door of its channel, in our own words.
    callback: null,
    request: (parcel) => requestOf(base, authorization, parcel),
    answer: answerOf,
    query: ({ reference }) => [
      () => ({
        method: 'GET',
        url: `${base}/messages?reference=${encodeURIComponent(reference)}`,
        headers: { authorization },
        body: null,
      }),
    ],
    sighting(reply, { reference }) {
      if (reply.kind !== 'answered' || reply.status !== 200) return { seen: 'no_answer' }
      const found = Found.safeParse(reply.body).data
      if (!found) return { seen: 'no_answer' }
      const ours = found.messages.find((one) => one.reference === undefined || one.reference === reference)
      return ours ? { seen: 'found', providerRef: ours.id } : { seen: 'absent' }
    },
  }
}

function requestOf(base: string, authorization: string, parcel: Parcel): HttpRequest {
  const { reference, to, text, subject, validUntil } = parcel
  const titled = subject !== undefined && { subject, html: htmlOf(subject, text) }
  return {
    method: 'POST',
    url: `${base}/messages`,
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ reference, to, ...titled, text, validUntil: isoOf(validUntil) }),
  }
}

/** 2xx is accepted; 429 is proven not accepted; 400, 404, 410 and 422 are refused for good; 401 and 403 are not for us; everything else may have been accepted. */
function answerOf(reply: HttpReply): ProviderAnswer {
  if (reply.kind !== 'answered') return reply
  const { status, body, retryAfterMs } = reply
  if (status >= 200 && status < 300) {
    return { kind: 'accepted', providerRef: Accepted.safeParse(body).data?.id ?? null }
  }
  const code = codeIn(body, 'code') ?? `http_${status}`
  if (REFUSED.has(status)) return { kind: isAboutNumber(code) ? code : (REASONS[code] ?? 'refused'), code }
  if (status === 401 || status === 403) return { kind: 'locked_out', code }
  if (status === 429) return { kind: 'rate_limited', code, retryAfterMs }
  return { kind: 'ambiguous', code }
}
