import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildBoard } from '../../../src/shell/board/board.ts'
import { openLog } from '../../../src/shell/log/log.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'

const MINUTE = 60_000
const HOST = 'board.test'
let database: TestDatabase
let app: FastifyInstance
let now = Date.parse('2026-03-10T15:00:00Z')

beforeAll(async () => {
  database = await freshDatabase()
  app = await buildBoard({
    db: database.db,
    log: openLog({ worker: 'board', level: 'silent' }),
    clock: { now: () => now },
    queues: [],
    users: 'vera:plain-words:viewer,otto:secret-words:operator',
    trustedProxies: '10.9.0.1',
    sessions: { idleMs: 30 * MINUTE, longestMs: 120 * MINUTE },
    environment: 'test',
    apiUrl: 'http://127.0.0.1:8460',
  })
  await app.ready()
})
afterAll(async () => {
  await app.close()
  await database.drop()
})
beforeEach(() => {
  now += 3_600_000
})

/** What a browser sends with a form of our own page. */
const OWN = { host: HOST, origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' }

function logIn(form: Record<string, string>, more: InjectOptions = {}): Promise<LightMyRequestResponse> {
  return app.inject({
    method: 'POST',
    url: '/login',
    payload: new URLSearchParams(form).toString(),
    ...more,
    headers: { ...OWN, 'content-type': 'application/x-www-form-urlencoded', ...more.headers },
  })
}

const vera = { name: 'vera', password: 'plain-words' }
const otto = { name: 'otto', password: 'secret-words' }

async function cookieOf(form = vera, more: InjectOptions = {}): Promise<string> {
  const answer = await logIn(form, more)
  expect(answer.statusCode).toBe(303)
  return String(answer.headers['set-cookie']).split(';')[0] ?? ''
}

async function statusOf(cookie: string, more: InjectOptions = {}): Promise<number> {
  return (await app.inject({ url: '/', ...more, headers: { cookie, ...more.headers } })).statusCode
}

describe('a person', () => {
  it('a person who is not logged in is led to a form, and from there to where they wanted', async () => {
    const accept = 'text/html,application/xhtml+xml'
    const sent = await app.inject({ url: '/cases/7', headers: { accept } })
    expect([sent.statusCode, sent.headers.location]).toEqual([303, '/login?next=%2Fcases%2F7'])
    const form = await app.inject({ url: '/login?next=%2Fcases%2F7' })
    expect([form.statusCode, form.body]).toEqual([200, expect.stringContaining('value="/cases/7"')])
    const answer = await logIn({ ...vera, next: '/cases/7' })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/cases/7'])
    const page = await app.inject({
      url: '/',
      headers: { cookie: String(answer.headers['set-cookie']).split(';')[0] },
    })
    expect([page.statusCode, page.body]).toEqual([200, expect.stringContaining('Log out vera')])
  })

  it('a login leads back to a filtered list, and to a case by its account', async () => {
    for (const next of [
      '/cases?state=open&limit=20',
      '/cases/A000058%2F1',
      '/tasks?role=agent',
      '/queues/queue/sms',
    ]) {
      const sent = await app.inject({ url: next, headers: { accept: 'text/html' } })
      const form = await app.inject({ url: String(sent.headers.location) })
      expect(form.body).toContain(`value="${next.replaceAll('&', '&#38;')}"`)
      expect((await logIn({ ...vera, next })).headers.location).toBe(next)
    }
  })

  it('a login leads to no other site', async () => {
    for (const next of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      '/login',
      '/logout',
      '/login?next=/cases',
      '/cases//evil.example',
      '/cases/..\\evil.example',
      '/%2F/evil.example',
      '/cases?x=<b>',
      'javascript:x',
      '/a\nb',
    ]) {
      const answer = await logIn({ ...vera, next })
      expect([next, answer.headers.location]).toEqual([next, '/'])
    }
  })

  it('a session ends when nothing is asked for half an hour, and two hours after its login', async () => {
    const idle = await cookieOf()
    now += 29 * MINUTE
    expect(await statusOf(idle)).toBe(200)
    now += 29 * MINUTE
    expect(await statusOf(idle)).toBe(200)
    now += 30 * MINUTE
    expect(await statusOf(idle)).toBe(401)
    const busy = await cookieOf()
    for (let asked = 0; asked < 7; asked++) {
      now += 17 * MINUTE
      expect(await statusOf(busy)).toBe(200)
    }
    now += MINUTE
    expect(await statusOf(busy)).toBe(401)
  })

  it('a page that asks by itself keeps nobody logged in', async () => {
    const cookie = await cookieOf()
    for (let asked = 0; asked < 6; asked++) {
      now += 5 * MINUTE
      await statusOf(cookie, { url: '/queues/api/queues' })
    }
    expect(await statusOf(cookie)).toBe(401)
  })

  it('a session ends when its person logs out, and a new login gets a new one', async () => {
    const first = await cookieOf()
    const again = await logIn(vera, { headers: { cookie: first } })
    expect(await statusOf(first)).toBe(401)
    const second = String(again.headers['set-cookie']).split(';')[0] ?? ''
    expect([second === first, await statusOf(second)]).toEqual([false, 200])
    const out = await app.inject({ method: 'POST', url: '/logout', headers: { ...OWN, cookie: second } })
    expect([out.statusCode, out.headers['set-cookie']]).toEqual([303, expect.stringContaining('Max-Age=0')])
    expect(out.headers['clear-site-data']).toBe('"cache"')
    expect(await statusOf(second)).toBe(401)
  })

  it('a cookie is out of reach of scripts, and of plain HTTP where a trusted proxy speaks TLS', async () => {
    const plain = String((await logIn(vera)).headers['set-cookie'])
    expect(plain).toMatch(/^arrears=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=7200$/)
    const tls = { 'x-forwarded-proto': 'https', origin: `https://${HOST}` }
    const behind = await logIn(vera, { headers: tls, remoteAddress: '10.9.0.1' })
    const secure = String(behind.headers['set-cookie'])
    expect(secure).toMatch(/^__Host-arrears=[\w-]{43}; .*; Secure$/)
    const claimed = await logIn(vera, { headers: tls, remoteAddress: '10.9.0.2' })
    expect(String(claimed.headers['set-cookie'])).toMatch(/^arrears=/)
  })

  it('boards on two ports of one host leave each other their sessions, over TLS too', async () => {
    const at = (host: string) => ({ host, origin: `http://${host}` })
    const one = await cookieOf(vera, { headers: at('127.0.0.1:8461') })
    const other = await cookieOf(otto, { headers: at('127.0.0.1:8561') })
    expect([one, other].map((cookie) => cookie.split('=')[0])).toEqual(['arrears-8461', 'arrears-8561'])
    const both = `${one}; ${other}`
    const seen = await app.inject({ url: '/', headers: { host: '127.0.0.1:8461', cookie: both } })
    expect(seen.body).toContain('Log out vera')
    expect((await app.inject({ url: '/', headers: { host: '[::1]:8999', cookie: both } })).statusCode).toBe(
      401,
    )
    await app.inject({
      method: 'POST',
      url: '/logout',
      headers: { ...OWN, ...at('127.0.0.1:8461'), cookie: both },
    })
    const left = await app.inject({ url: '/', headers: { host: '127.0.0.1:8561', cookie: both } })
    expect(left.body).toContain('Log out otto')
    const headers = { host: `${HOST}:9443`, origin: `https://${HOST}:9443`, 'x-forwarded-proto': 'https' }
    const secure = await cookieOf(vera, { headers, remoteAddress: '10.9.0.1' })
    expect(secure).toMatch(/^__Host-arrears-9443=/)
  })

  it('a machine whose clock jumps back lengthens no session beyond its idle time from then on, and nobody is kept out for longer than a minute', async () => {
    const cookie = await cookieOf()
    const remoteAddress = '10.0.0.7'
    for (let tried = 0; tried < 10; tried++) await logIn({ ...vera, password: 'wrong' }, { remoteAddress })
    expect((await logIn(vera, { remoteAddress })).statusCode).toBe(429)
    now -= 60 * MINUTE
    expect((await logIn(vera, { remoteAddress })).statusCode).toBe(303)
    expect(await statusOf(cookie)).toBe(200)
    now += 31 * MINUTE
    expect(await statusOf(cookie)).toBe(401)
    now += 30 * MINUTE
  })
})

describe('another site', () => {
  const promote = { method: 'PUT', url: '/queues/api/queues/call/1/promote' } as const

  it('a write with the cookie of somebody else is refused, also from a client that says nothing of its site', async () => {
    const cookie = await cookieOf(otto)
    const foreign = [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'same-site', origin: `http://${HOST}` },
    ]
    for (const headers of foreign) {
      const answer = await app.inject({ ...promote, headers: { host: HOST, cookie, ...headers } })
      expect([headers, answer.statusCode, answer.body]).toEqual([
        headers,
        403,
        expect.stringContaining('cross_site'),
      ])
    }
    const own = await app.inject({ ...promote, headers: { ...OWN, cookie } })
    expect([403, 405]).not.toContain(own.statusCode)
  })

  it('the form logs in from a browser that hides its origin and says that the page is its own', async () => {
    const headers = { origin: 'null', 'sec-fetch-site': 'same-origin' }
    expect((await logIn(vera, { headers })).statusCode).toBe(303)
  })

  it('nobody is logged in or out by another site', async () => {
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await logIn(vera, { headers: foreign })).statusCode).toBe(403)
    const cookie = await cookieOf()
    const out = await app.inject({ method: 'POST', url: '/logout', headers: { cookie, ...foreign } })
    expect([out.statusCode, await statusOf(cookie)]).toEqual([403, 200])
  })
})
