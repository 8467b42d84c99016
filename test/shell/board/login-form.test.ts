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

describe('wrong logins in the form', () => {
  it('wrong logins are counted together with those of scripts, all at once too', async () => {
    const remoteAddress = '10.0.0.1'
    const wrong = (index: number) =>
      index % 2 === 0
        ? logIn({ name: 'vera', password: `wrong ${index}` }, { remoteAddress })
        : app.inject({
            url: '/',
            remoteAddress,
            headers: { authorization: `Basic ${btoa(`vera:wrong ${index}`)}` },
          })
    const codes = (await Promise.all(Array.from({ length: 30 }, (_, index) => wrong(index)))).map(
      ({ statusCode }) => statusCode,
    )
    expect([codes.filter((one) => one === 401).length, codes.filter((one) => one === 429).length]).toEqual([
      10, 20,
    ])
    const right = await logIn(vera, { remoteAddress })
    expect([right.statusCode, right.body]).toEqual([429, expect.stringContaining('wait a minute')])
    expect((await logIn(vera, { remoteAddress: '10.0.0.2' })).statusCode).toBe(303)
  })

  it('a form that is malformed or too large is refused', async () => {
    expect((await logIn({ name: 'vera' })).statusCode).toBe(400)
    expect((await logIn({ ...vera, next: 'x'.repeat(5_000) })).statusCode).toBe(413)
    const many = { ...OWN, cookie: `arrears=${'x'.repeat(43)}; ${'y=1; '.repeat(3_000)}` }
    expect((await app.inject({ url: '/', headers: many })).statusCode).toBe(401)
  })
})
