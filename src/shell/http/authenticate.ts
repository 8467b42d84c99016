import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import type { Sql } from '../pg/base/database.ts'
import { type ApiKey, findApiKey, type Scope } from '../pg/door/api-key.ts'
import { Refusal } from './refusal.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a key must be allowed for this route; none = open to all. */
    scope?: Scope
  }
  interface FastifyRequest {
    apiKey: ApiKey | null
  }
}

/** How long a key stays in force after `arrears keys revoke`. */
const CACHE_MS = 2_000
const CACHE_SIZE = 1_000

/** The check runs before the body is read. `admin` may do everything. */
export function authenticate(app: FastifyInstance, deps: { db: Sql; clock: MachineClock }): void {
  const find = cachedKeys(deps)
  app.decorateRequest('apiKey', null)
  app.addHook('onRequest', async (request) => {
    const scope = request.routeOptions.config.scope
    if (!scope) return
    const text = /^Bearer (arr_[\w-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1]
    if (!text) throw new Refusal('unauthenticated', 'an API key is needed')
    const key = await find(text)
    if (!key) throw new Refusal('unauthenticated', 'this API key is not known or was revoked')
    if (!key.scopes.includes(scope) && !key.scopes.includes('admin')) {
      throw new Refusal('forbidden', `this key lacks the scope ${scope}`, { scope })
    }
    request.apiKey = key
  })
}

/** Who acts, for audit rows. */
export function callerOf(request: FastifyRequest): string {
  return request.apiKey ? `api:${request.apiKey.name}` : 'api'
}

function cachedKeys(deps: { db: Sql; clock: MachineClock }): (text: string) => Promise<ApiKey | null> {
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
