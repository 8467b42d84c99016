import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** A provider in this process that speaks one protocol, takes messages, and meets each of them with the fate that is set. */

/** A fate says what becomes of a message, and of the request that brings it. */
export const FATES = {
  accept: { takes: true },
  reset_before: { takes: false },
  reset_after: { takes: true },
  timeout_408: { takes: false },
  busy_429: { takes: false },
  error_500_before: { takes: false },
  error_500_after: { takes: true },
  slow_accept: { takes: true },
  truncated: { takes: true },
  invalid_number: { takes: false },
  number_in_error: { takes: false },
} as const satisfies Record<string, { takes: boolean }>
export type Fate = keyof typeof FATES

export interface Message {
  id: string
  reference: string
  to: string
  text: string
  at: number
}

export interface Answer {
  status: number
  body: unknown
  headers?: Record<string, string>
}

/** A request, as far as every protocol has it. */
export interface Asked {
  method: string
  url: URL
  headers: http.IncomingHttpHeaders
  body: string
}

/** A provider posts this to the callback address. */
export interface Post {
  path: string
  headers: Record<string, string>
  body: string
}

export interface Telling {
  message: Message
  /** The protocol says it in its own word; `unheard_of` is in no list. */
  status: 'arrived' | 'lost' | 'unheard_of'
  /** Machine time of whoever signs. */
  now: number
}

/** How one vendor speaks. */
export interface Protocol {
  /** The message that is brought; null = it is no such request, `stranger` = whoever asks is not known. */
  sendIn(asked: Asked): Omit<Message, 'id' | 'at'> | 'stranger' | null
  accepted(message: Message): Answer
  /** Answers that take nothing. */
  says(what: 'busy' | 'invalid_number' | 'failure' | 'stranger', text: string): Answer
  /** Every other request: about messages, or for a token. */
  other(asked: Asked, taken: readonly Message[]): Answer
  post(telling: Telling): Post
  forged(post: Post): Post
}

export interface Vendor {
  url: string
  taken: Message[]
  fate: Fate
  /** It is called when a message was taken, before the answer to it. */
  beforeAnswer: (message: Message) => Promise<void>
  close(): Promise<void>
}

export async function startVendor(protocol: Protocol): Promise<Vendor> {
  const server = http.createServer((request, response) => {
    serve(vendor, protocol, { request, response }).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const vendor: Vendor = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: [],
    fate: 'accept',
    beforeAnswer: async () => {},
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return vendor
}

interface Exchange {
  request: http.IncomingMessage
  response: http.ServerResponse
}

async function serve(vendor: Vendor, protocol: Protocol, { request, response }: Exchange): Promise<void> {
  const asked = await askedIn(request)
  const brought = protocol.sendIn(asked)
  if (brought === 'stranger') return answer(response, protocol.says('stranger', 'who are you'))
  if (brought === null) return answer(response, protocol.other(asked, vendor.taken))
  const { fate } = vendor
  const message = { ...brought, id: `v-${vendor.taken.length + 1}`, at: Date.now() }
  if (FATES[fate].takes) {
    vendor.taken.push(message)
    await vendor.beforeAnswer(message)
  }
  await meet({ fate, protocol, message, response })
}

interface Meeting {
  fate: Fate
  protocol: Protocol
  message: Message
  response: http.ServerResponse
}

async function meet({ fate, protocol, message, response }: Meeting): Promise<void> {
  switch (fate) {
    case 'accept':
      return answer(response, protocol.accepted(message))
    case 'slow_accept':
      // Nobody waits for the answer any more.
      return
    case 'reset_before':
    case 'reset_after':
      return void response.socket?.resetAndDestroy()
    case 'timeout_408':
      return answer(response, { status: 408, body: 'Request Timeout' })
    case 'busy_429':
      return answer(response, protocol.says('busy', 'slower'))
    case 'error_500_before':
    case 'error_500_after':
      return answer(response, { status: 500, body: 'Internal Server Error' })
    case 'truncated':
      return cut(response, protocol.accepted(message))
    case 'invalid_number':
      return answer(response, protocol.says('invalid_number', 'no such subscriber'))
    case 'number_in_error':
      return answer(response, protocol.says('failure', `cannot reach ${message.to}`))
  }
}

function answer(response: http.ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

/** The connection ends in the middle of the answer. */
function cut(response: http.ServerResponse, { status, body }: Answer): void {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length })
  response.write(text.slice(0, text.length / 2), () => response.destroy())
}

async function askedIn(request: http.IncomingMessage): Promise<Asked> {
  request.setEncoding('utf8')
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const url = new URL(request.url ?? '/', 'http://vendor')
  return { method: request.method ?? '', url, headers: request.headers, body }
}
