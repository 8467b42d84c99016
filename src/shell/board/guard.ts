import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import { may, type Right, rolesWith } from '../access/rights.ts'
import { Refusal } from '../http/refusal.ts'
import type { BoardUser, Login } from './board-users.ts'
import { loginWithMemory } from './logins.ts'

declare module 'fastify' {
  interface FastifyRequest {
    boardUser: BoardUser | null
  }
}

/** Every route, known or not: who are you, does this come from our own page, may you write. */
export function guardBoard(app: FastifyInstance, deps: { login: Login; clock: MachineClock }): void {
  const whoIs = loginWithMemory(deps.login, deps.clock)
  app.decorateRequest('boardUser', null)
  app.addHook('onRequest', async (request, reply) => {
    const refusal = await refusalTo(request).catch((error: unknown) => {
      if (error instanceof Refusal) return error
      throw error
    })
    if (!refusal) return undefined
    if (refusal.status === 401) reply.header('www-authenticate', 'Basic realm="Arrears", charset="UTF-8"')
    // The refusal is not thrown: Bull Board has an error handler of its own.
    return reply.status(refusal.status).send(refusal.body)
  })

  async function refusalTo(request: FastifyRequest): Promise<Refusal | null> {
    const user = await whoIs(request)
    if (!user) return new Refusal('unauthenticated', 'log in as one of BOARD_USERS')
    request.boardUser = user
    const writes = request.method !== 'GET' && request.method !== 'HEAD'
    if (writes && isCrossSite(request))
      return new Refusal('cross_site', 'writing from another site is refused')
    const { right } = request.routeOptions.config
    if (right === undefined || typeof right === 'object' || isAllowed(user, right)) return null
    if (right === 'nothing') return new Refusal('read_only', 'the board may retry jobs, nothing else')
    const roles = rolesWith(right)
    return writes
      ? new Refusal('read_only', `this needs one of the roles ${roles.join(', ')}`, { right, roles })
      : new Refusal('forbidden', `this login lacks the right ${right}`, { right, roles })
  }
}

export function isAllowed({ roles }: BoardUser, right: Right): boolean {
  return may({ roles, scopes: [] }, right)
}

/** A browser says where a request comes from; what says nothing is no browser, and carries no login of somebody else. */
function isCrossSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return true
  const { origin, host } = request.headers
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)
}
