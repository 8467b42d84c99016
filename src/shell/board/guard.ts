import type { FastifyInstance, FastifyRequest } from 'fastify'
import { may, type Right, rolesWith } from '../access/rights.ts'
import { Refusal } from '../http/refusal.ts'
import type { BoardUser } from './board-users.ts'
import type { Logins } from './logins.ts'
import { QUEUES_PATH } from './places.ts'
import type { Sessions } from './sessions.ts'

declare module 'fastify' {
  interface FastifyRequest {
    boardUser: BoardUser | null
  }
}

interface GuardDeps {
  logins: Logins
  sessions: Sessions
}

/** Every route, known or not: who are you, does this come from our own page, may you do this. */
export function guardBoard(app: FastifyInstance, { logins, sessions }: GuardDeps): void {
  app.decorateRequest('boardUser', null)
  app.addHook('onRequest', async (request, reply) => {
    const refusal = await refusalTo(request).catch((error: unknown) => {
      if (error instanceof Refusal) return error
      throw error
    })
    if (!refusal) return undefined
    if (refusal.code === 'unauthenticated') {
      if (wantsPage(request)) return reply.redirect(`/login?next=${encodeURIComponent(request.url)}`, 303)
      // A browser that is offered it shows a window of its own, over the form.
      if (request.headers['sec-fetch-mode'] === undefined)
        reply.header('www-authenticate', 'Basic realm="Arrears", charset="UTF-8"')
    }
    // The refusal is not thrown: Bull Board has an error handler of its own.
    return reply.status(refusal.status).send(refusal.body)
  })

  async function refusalTo(request: FastifyRequest): Promise<Refusal | null> {
    const { right } = request.routeOptions.config
    const byCookie = sessions.userOf(request, isPolled(request))
    const isOpen = typeof right === 'object'
    const user = byCookie ?? (isOpen ? null : await logins.basic(request))
    request.boardUser = user
    const writes = !isReading(request)
    if (writes && isCrossSite(request, byCookie !== null))
      return new Refusal('cross_site', 'writing from another site is refused')
    if (isOpen) return null
    if (!user) return new Refusal('unauthenticated', 'log in as one of BOARD_USERS')
    if (right === undefined || isAllowed(user, right)) return null
    if (right === 'nothing') return new Refusal('read_only', 'the board may retry jobs, nothing else')
    const roles = rolesWith(right)
    return writes
      ? new Refusal('read_only', `this needs one of the roles ${roles.join(', ')}`, { right, roles })
      : new Refusal('forbidden', `this login lacks the right ${right}`, { right, roles })
  }
}

function isReading({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** A person opens a page; a script is told what is missing. */
function wantsPage(request: FastifyRequest): boolean {
  const { accept = '', authorization } = request.headers
  return isReading(request) && authorization === undefined && accept.includes('text/html')
}

/** The page of the queues asks every few seconds by itself. */
function isPolled(request: FastifyRequest): boolean {
  return isReading(request) && request.url.startsWith(`${QUEUES_PATH}/api`)
}

export function isAllowed({ roles }: BoardUser, right: Right): boolean {
  return may({ roles, scopes: [] }, right)
}

/** A browser says where a request comes from. What says nothing is no browser and carries no login of somebody else, unless it brings a cookie. */
function isCrossSite(request: FastifyRequest, byCookie: boolean): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return true
  const { origin } = request.headers
  // Some browsers hide the origin of a form, and still say that it is the page's own.
  if (origin === undefined || (origin === 'null' && site !== undefined)) return byCookie && site === undefined
  return !URL.canParse(origin) || new URL(origin).host !== request.host
}
