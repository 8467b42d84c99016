import type { FastifyInstance, InjectOptions, LightMyRequestResponse, RouteOptions } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { buildBoard } from '../../../src/shell/board/board.ts'
import { hashPassword } from '../../../src/shell/board/board-users.ts'
import { openLog } from '../../../src/shell/log/log.ts'
import { openQueues, type Queues } from '../../../src/shell/queue/queues.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { freshRedis, type TestRedis } from '../../support/redis.ts'
import { seedCase } from '../http/seed.ts'

const Method = z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
type Method = z.infer<typeof Method>

let database: TestDatabase
let redis: TestRedis
let queues: Queues
let app: FastifyInstance
let machineNow = Date.parse('2026-03-10T15:00:00Z')
const routes: { method: Method; url: string; isOpen: boolean }[] = []
let ids: Awaited<ReturnType<typeof seedCase>>

beforeAll(async () => {
  ;[database, redis] = await Promise.all([freshDatabase(), freshRedis()])
  ids = await seedCase(database.db)
  queues = openQueues(redis)
  app = await buildBoard({
    db: database.db,
    log: openLog({ worker: 'board', level: 'silent' }),
    clock: { now: () => machineNow },
    queues: Object.values(queues.byName),
    users: `vera:plain-words:viewer,otto:${await hashPassword('secret')}:operator`,
    environment: 'test',
    apiUrl: 'http://127.0.0.1:8460',
    onRoute: (route: RouteOptions) => {
      for (const method of [route.method].flat())
        routes.push({
          method: Method.parse(method),
          url: route.url,
          isOpen: typeof route.config?.right === 'object',
        })
    },
  })
  await app.ready()
})
afterAll(async () => {
  await app.close()
  queues.close()
  await Promise.all([database.drop(), redis.drop()])
})
beforeEach(() => {
  machineNow += 3_600_000
})

const viewer = `Basic ${Buffer.from('vera:plain-words').toString('base64')}`
const operator = `Basic ${Buffer.from('otto:secret').toString('base64')}`

function ask(options: InjectOptions, authorization?: string): Promise<LightMyRequestResponse> {
  return app.inject({ ...options, headers: { ...options.headers, ...(authorization && { authorization }) } })
}

describe('without a login', () => {
  it('every route answers 401 and nothing else, but for those of the login', async () => {
    expect(routes.length).toBeGreaterThan(40)
    const open = routes.filter(({ isOpen }) => isOpen).map(({ method, url }) => `${method} ${url}`)
    expect(open.filter((one) => !one.startsWith('HEAD'))).toEqual([
      'GET /login',
      'POST /login',
      'POST /logout',
      'GET /style.css',
    ])
    for (const { method, url, isOpen } of routes) {
      if (isOpen) continue
      const answer = await ask({ method, url: url.replace(/:\w+/g, '1').replace('*', 'x') })
      expect([method, url, answer.statusCode]).toEqual([method, url, 401])
      if (method !== 'HEAD') expect(answer.json()).toMatchObject({ code: 'unauthenticated' })
    }
  })

  it('a path that is no route answers 401 too', async () => {
    for (const url of ['/none', '/queues/api/none', '/queues/static/../../package.json']) {
      expect((await ask({ url })).statusCode).toBe(401)
    }
  })

  it('a wrong name or password is refused, and after ten of them the address waits', async () => {
    for (const pair of ['vera:secret', 'nobody:plain-words', 'otto:', ':secret', 'vera']) {
      expect((await ask({ url: '/' }, `Basic ${Buffer.from(pair).toString('base64')}`)).statusCode).toBe(401)
    }
    for (let attempt = 0; attempt < 5; attempt++) {
      await ask({ url: '/' }, `Basic ${Buffer.from(`vera:${attempt}`).toString('base64')}`)
    }
    const blocked = await ask({ url: '/' }, `Basic ${Buffer.from('vera:once more').toString('base64')}`)
    expect([blocked.statusCode, blocked.json()]).toEqual([
      429,
      expect.objectContaining({ code: 'too_many_attempts' }),
    ])
    machineNow += 61_000
    expect((await ask({ url: '/' }, viewer)).statusCode).toBe(200)
  })
})

describe('a viewer', () => {
  it('a viewer sees the open cases by stage', async () => {
    const answer = await ask({ url: '/' }, viewer)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toMatch(
      /<td>us-card<\/td><td>working<\/td><td>reminder<\/td><td class="number"><a [^>]*>1<\/a>/,
    )
    expect(answer.body).toContain('<td class="number">120.50</td><td>USD</td>')
    expect(answer.body).toContain(
      '<time datetime="2026-03-10T15:00:00Z">2026-03-10 15:00</time> <small>virtual',
    )
    expect(answer.body).toContain('time: the first of them at 2026-03-12T15:00:00Z')
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
  })

  it('a viewer sees what is stopped by hand at once, since when, by whom and why, escaped', async () => {
    expect((await ask({ url: '/' }, viewer)).body).toContain('Nothing is stopped by hand.')
    await database.db.query(
      `insert into brake (channel, creditor, why, stopped_by, stopped_at) values ('sms', 'acme', 'wrong <b>text', 'ann', '2026-03-10T14:30:00Z')`,
    )
    const { body } = await ask({ url: '/' }, viewer)
    await database.owner.query('delete from brake')
    expect(body).toContain('Stopped by hand')
    expect(body).toContain(
      '<td>sms of acme</td><td class="time"><time datetime="2026-03-10T14:30:00Z">2026-03-10 14:30</time></td><td>ann</td><td class="wide">wrong &#60;b&#62;text</td>',
    )
  })

  it('a viewer sees the story of a case, escaped and without a personal value', async () => {
    await database.db.query(`update account set external_id = 'A<b>1' where external_id = 'A1'`)
    const found = await ask({ url: '/cases?case=A%3Cb%3E1' }, viewer)
    expect([found.statusCode, found.headers.location]).toEqual([303, '/cases/A%3Cb%3E1'])
    const answer = await ask({ url: `/cases/${ids.case}` }, viewer)
    await database.db.query(`update account set external_id = 'A1' where external_id = 'A<b>1'`)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('12 CFR 1006.14(b)(2)')
    expect(answer.body).toContain('Case A&#60;b&#62;1/1')
    expect(answer.body).not.toContain('<b>')
    expect(answer.body).not.toContain('2025550101')
    expect((await ask({ url: '/cases/none' }, viewer)).json()).toMatchObject({ code: 'unknown_case' })
  })

  it('a viewer sees the queues read-only, ids only, each job with a link to its case', async () => {
    await queues.byName.sms.add(
      'contact',
      { contact: 7, person: 3, case: 5, to: '+12025550101' },
      { jobId: 'c-7-0' },
    )
    const answer = await ask({ url: '/queues/api/queues?activeQueue=sms&page=1&jobsPerPage=10' }, viewer)
    expect(answer.statusCode).toBe(200)
    const sms = answer
      .json<{ queues: { name: string; readOnlyMode: boolean; jobs: unknown[] }[] }>()
      .queues.find((queue) => queue.name === 'sms')
    expect(sms).toMatchObject({
      readOnlyMode: true,
      jobs: [{ id: 'c-7-0', data: { contact: 7, person: 3, case: 5 }, externalUrl: { href: '/cases/5' } }],
    })
    expect(answer.body).not.toContain('2025550101')
    const one = await ask({ url: '/queues/api/queues/sms/c-7-0' }, viewer)
    expect([one.statusCode, one.body.includes('2025550101')]).toEqual([200, false])
  })

  it('a viewer cannot write, whatever role he claims', async () => {
    for (const { method, url } of routes.filter(
      (route) => !route.isOpen && !['GET', 'HEAD'].includes(route.method),
    )) {
      const answer = await ask(
        {
          method,
          url: url.replace(/:\w+/g, '1'),
          headers: { 'x-arrears-role': 'operator' },
        },
        viewer,
      )
      expect([url, answer.statusCode, answer.json()]).toEqual([
        url,
        405,
        expect.objectContaining({ code: 'read_only' }),
      ])
    }
  })
})

describe('an operator', () => {
  it('an operator may retry a job, and nothing else', async () => {
    await queues.byName.call.add('contact', { contact: 8 }, { jobId: 'c-8-0', delay: 3_600_000 })
    const promoted = await ask({ method: 'PUT', url: '/queues/api/queues/call/c-8-0/promote' }, operator)
    expect(promoted.statusCode).toBeLessThan(300)
    expect(await queues.byName.call.getJobState('c-8-0')).toBe('waiting')
    for (const url of [
      '/queues/api/queues/call/obliterate',
      '/queues/api/queues/call/empty',
      '/queues/api/queues/pause',
    ]) {
      expect((await ask({ method: 'PUT', url }, operator)).statusCode).toBe(405)
    }
    const added = await ask(
      { method: 'POST', url: '/queues/api/queues/call/add', payload: { name: 'contact', data: {} } },
      operator,
    )
    expect(added.statusCode).toBe(405)
    expect(await queues.byName.call.getJobCountByTypes('waiting', 'delayed')).toBe(1)
  })

  it('an operator cannot be made to write by another site', async () => {
    const url = '/queues/api/queues/call/c-8-0/promote'
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of foreign) {
      const answer = await ask({ method: 'PUT', url, headers }, operator)
      expect([answer.statusCode, answer.json()]).toEqual([
        403,
        expect.objectContaining({ code: 'cross_site' }),
      ])
    }
    const own = await ask(
      {
        method: 'PUT',
        url,
        headers: { host: 'board.test', origin: 'https://board.test', 'sec-fetch-site': 'same-origin' },
      },
      operator,
    )
    expect(own.statusCode).not.toBe(403)
  })
})

it('the board answers with headers that keep a browser out of trouble', async () => {
  const answer = await ask({ url: '/queues' }, viewer)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers).toMatchObject({
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  })
  expect(answer.body).toContain('Arrears')
})
