import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MESSAGE_CHANNELS } from '../../../src/core/channel/channel.ts'
import { createApiKey, listApiKeys, revokeApiKey } from '../../../src/shell/pg/door/api-key.ts'
import { MACHINE_NOW, testApi, type TestApi } from './api.ts'

let api: TestApi
let now = MACHINE_NOW

beforeAll(async () => {
  api = await testApi(() => ({ clock: { now: () => now } }))
})
afterAll(() => api.close())

async function ask(options: InjectOptions): Promise<[number, string]> {
  const answer = await api.app.inject(options)
  return [answer.statusCode, answer.json<{ code: string }>().code]
}

describe('API keys', () => {
  it('a request with no key, a malformed one or an unknown one gets 401', async () => {
    for (const authorization of ['', 'Bearer', 'Bearer x', 'Basic YTpi', `Bearer arr_${'x'.repeat(32)}`]) {
      expect(await ask({ url: '/v1/cases', headers: { authorization } })).toEqual([401, 'unauthenticated'])
    }
    expect(await ask({ url: '/v1/cases' })).toEqual([401, 'unauthenticated'])
  })

  it('a wrong key is refused before a byte of the body is read', async () => {
    const payload = '['.repeat(1000)
    expect(await ask({ method: 'POST', url: '/v1/facts', payload })).toEqual([401, 'unauthenticated'])
  })

  it('a revoked key is out of force within two seconds', async () => {
    const { owner } = api.database
    const text = await createApiKey(owner, { name: 'short', scopes: ['cases:read'] })
    const headers = { authorization: `Bearer ${text ?? ''}` }
    expect((await api.app.inject({ url: '/v1/cases', headers })).statusCode).toBe(200)
    expect(await revokeApiKey(owner, 'short')).toBe(true)
    expect(await revokeApiKey(owner, 'short')).toBe(false)
    now += 2_000
    expect(await ask({ url: '/v1/cases', headers })).toEqual([401, 'unauthenticated'])
  })

  it('a name is given once; with replace the old text is void; the text is stored nowhere', async () => {
    const { db, owner } = api.database
    const first = await createApiKey(owner, { name: 'demo', scopes: ['admin'] })
    expect(await createApiKey(owner, { name: 'demo', scopes: ['admin'] })).toBeNull()
    const second = await createApiKey(owner, { name: 'demo', scopes: ['admin'], replace: true })
    const statusOf = async (key: string | null): Promise<number> =>
      (await api.app.inject({ url: '/v1/cases', headers: { authorization: `Bearer ${key ?? ''}` } }))
        .statusCode
    expect([await statusOf(first), await statusOf(second)]).toEqual([401, 200])
    const rows = await db.query('select * from api_key')
    expect(JSON.stringify(rows)).not.toContain(second?.slice(4) ?? '')
    expect((await listApiKeys(db)).find((row) => row.name === 'demo')).toMatchObject({
      scopes: ['admin'],
      revokedAt: null,
    })
    const audits = await db.query<{ what: string }>(`select what from audit where detail ->> 'name' = 'demo'`)
    expect(audits).toHaveLength(2)
  })
})

describe('what is no door', () => {
  it('a path that is no door is answered in JSON, with a code and without a trace', async () => {
    for (const [method, url] of [
      ['GET', '/'],
      ['GET', '/v2/facts'],
      ['GET', '/v1/facts'],
      ['DELETE', '/v1/cases'],
      ['GET', '/v1/cases/1/none'],
      ['GET', '/..%2f..%2fetc/passwd'],
    ] as const) {
      expect([url, ...(await ask({ method, url, headers: api.key('admin') }))]).toEqual([
        url,
        404,
        'not_found',
      ])
    }
    const answer = await api.app.inject({ url: '/v1/cases/%E0%A4%A', headers: api.key('admin') })
    expect(answer.statusCode).toBe(400)
    expect(answer.body).not.toMatch(/\bat .*\.(ts|js)/)
  })

  it('the lists of a dialer that nobody knows are not found', async () => {
    const headers = api.key('tasks:work')
    const { statusCode } = await api.app.inject({ url: '/v1/dialers/acne/lists', headers })
    expect(statusCode).toBe(404)
  })

  it('every answer says how a browser is to take it', async () => {
    for (const url of ['/health', '/v1/cases', '/none']) {
      const { headers } = await api.app.inject({ url })
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cache-control': 'no-store',
      })
    }
  })
})

describe('/docs', () => {
  it('the page describes every route from the schemas that are in force', async () => {
    const answer = await api.app.inject({ url: '/docs/json' })
    const { paths, openapi } = answer.json<{
      openapi: string
      paths: Record<string, Record<string, unknown>>
    }>()
    expect(openapi).toBe('3.1.0')
    expect(Object.keys(paths).sort()).toEqual([
      '/health',
      '/metrics',
      '/v1/accounts',
      '/v1/approvals',
      '/v1/approvals/{id}/grant',
      '/v1/approvals/{id}/refuse',
      '/v1/callbacks/call/{dialer}',
      ...MESSAGE_CHANNELS.toSorted().flatMap((channel) => [
        `/v1/callbacks/${channel}`,
        `/v1/callbacks/${channel}/{provider}`,
      ]),
      '/v1/cases',
      '/v1/cases/{id}',
      '/v1/cases/{id}/timeline',
      '/v1/contacts',
      '/v1/dialers/{dialer}/lists',
      '/v1/dialers/{dialer}/lists/{list}',
      '/v1/facts',
      '/v1/human-tasks',
      '/v1/human-tasks/{id}/claim',
      '/v1/human-tasks/{id}/match',
      '/v1/human-tasks/{id}/resolve',
      '/v1/opt-out/{token}',
      '/v1/plans',
      '/v1/promises',
      '/v1/settlements',
      '/v1/tasks',
      '/v1/tasks/claim',
      '/v1/tasks/{contact}/disposition',
      '/v1/tasks/{contact}/release',
      '/v1/tasks/{contact}/report',
      '/v1/tasks/{contact}/start',
      '/v1/webhooks',
      '/v1/webhooks/{name}',
      '/v1/webhooks/{name}/replay',
      '/v1/webhooks/{name}/rotate',
    ])
    expect(JSON.stringify(paths['/v1/facts'])).toContain('payment.received')
    expect((await api.app.inject({ url: '/docs' })).statusCode).toBe(200)
  })
})
