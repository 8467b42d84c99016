import { type Fate, fateOf } from './behaviour.ts'
import type { Journal } from './journal.ts'
import type { SimSettings } from './settings.ts'

export interface Message {
  id: string
  reference: string
  at: number
  /** The path that it was posted to names the channel; null = the path names none. */
  channel: string | null
}

/** The gateway either answers on the socket or breaks it. */
export type GatewayAnswer =
  | { kind: 'answer'; status: number; body: unknown; retryAfter?: number }
  | { kind: 'reset' }
  | { kind: 'silence' }

export interface GatewayRequest {
  channel: string | null
  reference: string
  to: string
  text: string
  validUntil: string
}

export interface Gateway {
  post: (request: GatewayRequest) => GatewayAnswer
  find: (reference: string) => Message[]
}

export interface GatewayDeps {
  settings: Pick<SimSettings, 'seed' | 'temper' | 'keyed' | 'queryLagMs'>
  journal: Journal
  now: () => number
  /** The gateway calls it once for every message that was taken. */
  taken: (message: Message) => void
}

export function openGateway({ settings, journal, now, taken }: GatewayDeps): Gateway {
  const byReference = new Map<string, Message[]>()
  const asked = new Map<string, number>()
  let count = 0

  const accept = ({ channel, reference, to }: GatewayRequest): Message => {
    const known = byReference.get(reference)
    const [first] = known ?? []
    if (first && settings.keyed) return first
    const message = { id: `m-${++count}-${reference.slice(0, 8)}`, reference, at: now(), channel }
    journal.accepted({ ...message, to })
    if (known) known.push(message)
    else byReference.set(reference, [message])
    taken(message)
    return message
  }
  return {
    post(request) {
      const { reference, to, validUntil } = request
      const nth = (asked.get(reference) ?? 0) + 1
      asked.set(reference, nth)
      if (Date.parse(validUntil) <= now()) return refusal(422, 'validity_over')
      return answer(fateOf(settings.seed, settings.temper, { reference, to, nth }), () => accept(request))
    },
    find: (reference) =>
      (byReference.get(reference) ?? []).filter((message) => message.at + settings.queryLagMs <= now()),
  }
}

function answer(fate: Fate, accept: () => Message): GatewayAnswer {
  switch (fate) {
    case 'accept':
      return { kind: 'answer', status: 202, body: { id: accept().id } }
    case 'accept_reset':
      accept()
      return { kind: 'reset' }
    case 'accept_silence':
      accept()
      return { kind: 'silence' }
    case 'accept_500':
      accept()
      return refusal(500, 'internal')
    case 'error_500':
      return refusal(500, 'internal')
    case 'busy_429':
      return { ...refusal(429, 'too_many'), retryAfter: 1 }
    case 'invalid_number':
      return refusal(422, 'invalid_number')
    case 'refused':
      return refusal(400, 'refused_content')
  }
}

function refusal(status: number, code: string): GatewayAnswer & { kind: 'answer' } {
  return { kind: 'answer', status, body: { code } }
}
