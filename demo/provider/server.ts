import http from 'node:http'
import type { GatewayAnswer, GatewayRequest } from './gateway.ts'
import type { SimSettings } from './settings.ts'
import type { Simulator } from './simulator.ts'

const LARGEST_BODY = 64 * 1024

export function simServer(
  simulator: Simulator,
  settings: Pick<SimSettings, 'token' | 'virtual'>,
): http.Server {
  return http.createServer((request, response) => {
    route(simulator, settings, request).then(
      (answer) => reply(response, answer),
      (error: unknown) => {
        console.error(JSON.stringify({ event: 'sim.failed', error: String(error) }))
        reply(response, json(500, { code: 'internal' }))
      },
    )
  })
}

async function route(
  { gateway, advance, set }: Simulator,
  settings: Pick<SimSettings, 'token' | 'virtual'>,
  request: http.IncomingMessage,
): Promise<GatewayAnswer> {
  const url = new URL(request.url ?? '/', 'http://sim')
  if (`${request.method} ${url.pathname}` === 'GET /health') return json(200, { ok: true })
  if (request.headers.authorization !== `Bearer ${settings.token}`) return json(401, { code: 'unauthorized' })
  const { channel, asked } = askedOf(request.method, url.pathname)
  switch (asked) {
    case 'POST /messages': {
      const message = messageOf(await bodyOf(request), channel)
      return message ? gateway.post(message) : json(400, { code: 'malformed' })
    }
    case 'GET /messages':
      return json(200, {
        messages: gateway
          .find(url.searchParams.get('reference') ?? '')
          .map(({ id, reference, at }) => ({ id, reference, at: new Date(at).toISOString() })),
      })
    case 'POST /clock': {
      if (!settings.virtual) return json(409, { code: 'real_time' })
      const clock = clockOf(await bodyOf(request))
      if (!clock) return json(400, { code: 'malformed' })
      return json(200, clock.set ? set(clock.now) : await advance(clock.now, clock.people))
    }
    default:
      return json(404, { code: 'not_found' })
  }
}

/** `/email/messages` is the gateway of one channel, `/messages` that of nobody in particular. */
function askedOf(method: string | undefined, path: string): { channel: string | null; asked: string } {
  const channel = /^\/([\w-]+)\/messages$/.exec(path)?.[1] ?? null
  return { channel, asked: `${method} ${channel === null ? path : '/messages'}` }
}

function reply(response: http.ServerResponse, answer: GatewayAnswer): void {
  if (answer.kind === 'silence') return
  if (answer.kind === 'reset') return void response.socket?.resetAndDestroy()
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    ...(answer.retryAfter !== undefined && { 'retry-after': String(answer.retryAfter) }),
  })
  response.end(JSON.stringify(answer.body))
}

function json(status: number, body: unknown): GatewayAnswer {
  return { kind: 'answer', status, body }
}

async function bodyOf(request: http.IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue
    size += chunk.length
    if (size > LARGEST_BODY) return null
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown
  } catch {
    return null
  }
}

function messageOf(body: unknown, channel: string | null): GatewayRequest | null {
  if (!isRecord(body)) return null
  const { reference, to, text, validUntil } = body
  if (typeof reference !== 'string' || typeof to !== 'string' || typeof text !== 'string') return null
  if (typeof validUntil !== 'string' || Number.isNaN(Date.parse(validUntil))) return null
  return { channel, reference, to, text, validUntil }
}

/** `{ now, machine?, set?, people? }`: business time to move to (milliseconds or ISO), with `set` without doing anything yet, with `people: false` where there is nothing that people could take; machine time is the simulator's own. */
function clockOf(body: unknown): { now: number; set: boolean; people: boolean } | null {
  if (!isRecord(body)) return null
  const { now } = body
  const at = typeof now === 'number' ? now : typeof now === 'string' ? Date.parse(now) : Number.NaN
  if (!Number.isFinite(at)) return null
  return { now: at, set: body['set'] === true, people: body['people'] !== false }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
