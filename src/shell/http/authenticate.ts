import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import type { Sql } from '../pg/base/database.ts'
import { ABOUT_THE_ENGINE, may, type Open, type Right, rolesWith } from '../access/rights.ts'
import { type ApiKey, findApiKey } from '../pg/door/api-key.ts'
import { Refusal } from './refusal.ts'

declare module 'fastify' {
  interface FastifyRequest {
    apiKey: ApiKey | null
  }
}

/** How long a key stays in force after `arrears keys revoke`. */
const CACHE_MS = 2_000
const CACHE_SIZE = 1_000

/** The check runs before the body is read. Every route names its right; `open` ones need none. */
export function authenticate(
  app: FastifyInstance,
  deps: { db: Sql; clock: MachineClock; showsEngine: boolean },
): void {
  const find = cachedKeys(deps)
  const isShown = (right: Right): boolean => deps.showsEngine && ABOUT_THE_ENGINE.has(right)
  app.decorateRequest('apiKey', null)
  const check = async (request: FastifyRequest, right: Right | Open): Promise<void> => {
    const key = await keyOf(request, find)
    if (typeof right === 'object') {
      if (key && right.more !== undefined && may(key, right.more)) request.apiKey = key
      return
    }
    if (!key) throw new Refusal('unauthenticated', 'an API key is needed, one that is known and not revoked')
    if (!may(key, right)) throw forbidden(right)
    request.apiKey = key
  }
  app.addHook('onRequest', (request, _reply, done) => {
    const { right } = request.routeOptions.config
    const asked = typeof right === 'object' ? right.more : right
    if (right === undefined || asked === undefined || isShown(asked)) return done()
    void tell(check(request, right), done)
  })
}

/** The hook is no promise: most requests of machines need no key, and none of them waits a turn. */
async function tell(work: Promise<void>, done: (error?: Error) => void): Promise<void> {
  try {
    await work
  } catch (error) {
    return done(error as Error)
  }
  done()
}

function forbidden(right: Right): Refusal {
  return new Refusal('forbidden', `this key lacks the right ${right}`, { right, roles: rolesWith(right) })
}

async function keyOf(request: FastifyRequest, find: FindKey): Promise<ApiKey | null> {
  const text = /^Bearer (arr_[\w-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1]
  return text === undefined ? null : find(text)
}

/** Who acts, for audit rows. */
export function callerOf(request: FastifyRequest): string {
  return request.apiKey ? `api:${request.apiKey.name}` : 'api'
}

type FindKey = (text: string) => Promise<ApiKey | null>

function cachedKeys(deps: { db: Sql; clock: MachineClock }): FindKey {
  const kept = new Map<string, { key: ApiKey; until: number }>()
  return async (text) => {
    const now = deps.clock.now()
    const hit = kept.get(text)
    if (hit && hit.until > now) return hit.key
    kept.delete(text)
    const key = await findApiKey(deps.db, text)
    if (!key) return null
    if (kept.size >= CACHE_SIZE) kept.clear()
    kept.set(text, { key, until: now + CACHE_MS })
    return key
  }
}
