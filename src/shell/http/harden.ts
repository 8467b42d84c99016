import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifyServerOptions,
} from 'fastify'
import { unstorable } from '../../core/fact/text.ts'
import type { Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { Refusal } from './refusal.ts'
import type { PlacedProblem } from './wrong-shape.ts'

/** What both servers start from. */
export const SERVER_OPTIONS = {
  // Requests are logged below, by route and id: an address or a query may say too much.
  logger: false,
  requestTimeout: 60_000,
  keepAliveTimeout: 65_000,
  routerOptions: { maxParamLength: 300 },
  // Fastify's own answer repeats the address.
  frameworkErrors: (_error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
    const refusal = new Refusal('bad_request', 'the address cannot be read')
    void reply.status(refusal.status).send(refusal.body)
  },
} as const satisfies FastifyServerOptions

/** A body that nobody here can read is refused by its name: Fastify itself takes plain text for any route, and what is packed for what it is not. */
export function takeOwnTypes(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain')
  app.addHook('onRequest', (request, _reply, done) => {
    const coding = request.headers['content-encoding']?.toLowerCase() ?? 'identity'
    if (coding === 'identity') return done()
    done(
      new Refusal('unsupported_media_type', 'the body is packed', {
        wayOut: 'Send it unpacked, without `content-encoding`.',
      }),
    )
  })
}

/** A zero character, in an address or in a document, is kept by no store: the place is told, and nothing is asked of the database. Bodies that are read row by row look for it themselves. */
export function refuseUnkept(app: FastifyInstance): void {
  app.addHook('preValidation', (request, _reply, done) => {
    const { query, params, body } = request
    const found = [
      placed('query', query),
      placed('path', params),
      isDocument(body) ? placed('body', body) : [],
    ].flat()
    if (found.length === 0) return done()
    done(new Refusal('bad_request', 'the request has not the right shape', { problems: found }))
  })
}

function placed(where: NonNullable<PlacedProblem['in']>, value: unknown): PlacedProblem[] {
  const bad = unstorable(value)
  return bad ? [{ ...bad, in: where }] : []
}

function isDocument(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  const kind: unknown = Object.getPrototypeOf(body)
  return Array.isArray(body) || kind === Object.prototype || kind === null
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Only a program that signs what it sends can get a good answer here: no browser shows it, and it says one word. */
    signed?: true
  }
}

/** Headers that every answer carries which a browser could show; pages bring their own content policy. */
export function secureAnswers(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (request.routeOptions.config.signed && reply.statusCode < 300) return done()
    if (!reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    }
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    reply.header('x-content-type-options', 'nosniff')
    reply.header('x-frame-options', 'DENY')
    // A browser that may name no referrer hides from the page itself where its forms come from, and the board would refuse them.
    reply.header('referrer-policy', 'same-origin')
    done()
  })
}

/** An event, the route and ids; never the address, a header or the body. */
export function logRequests(app: FastifyInstance, log: Log, metrics?: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    const seconds = reply.elapsedTime / 1000
    metrics?.request.observe({ route, method: request.method, status: String(reply.statusCode) }, seconds)
    if (log.isLevelEnabled?.('info') === false) return done()
    log.info({
      event: 'http_request',
      request: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(request.apiKey && { key: request.apiKey.name }),
    })
    done()
  })
}
