import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BoardDeps, buildBoard } from '../../../src/shell/board/board.ts'
import { hashPassword } from '../../../src/shell/board/board-users.ts'
import { networkOf } from '../../../src/shell/board/logins.ts'
import { openLog } from '../../../src/shell/log/log.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
let deps: BoardDeps
let app: FastifyInstance

beforeAll(async () => {
  database = await freshDatabase()
  deps = {
    db: database.db,
    log: openLog({ worker: 'board', level: 'silent' }),
    clock: { now: () => Date.parse('2026-03-10T15:00:00Z') },
    queues: [],
    users: `vera:plain-words:viewer,otto:${await hashPassword('secret')}:operator`,
    environment: 'test',
    apiUrl: 'http://127.0.0.1:8460',
  }
  app = await buildBoard(deps)
  await app.ready()
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

const viewer = `Basic ${Buffer.from('vera:plain-words').toString('base64')}`

function ask(options: InjectOptions, authorization: string): Promise<LightMyRequestResponse> {
  return app.inject({ ...options, headers: { ...options.headers, authorization } })
}

it.each([
  ['10.0.0.1', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['2001:db8:0:1::7', '2001:db8:0:1'],
  ['2001:0db8::1:0:0:9', '2001:db8:0:0'],
  ['2001:db8:0:1:aaaa:bbbb:cccc:dddd', '2001:db8:0:1'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
])('logins from %s are counted as those of %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

describe('wrong logins at once', () => {
  const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`
  const wrong = (name: string, count: number, from: (index: number) => string) =>
    Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const remoteAddress = from(index)
        const pair = basic(`${name}:wrong ${index}`)
        return (await ask({ url: '/', remoteAddress }, pair)).statusCode
      }),
    )
  const times = (codes: number[], code: number) => codes.filter((one) => one === code).length

  it('wrong logins of one address are refused from the eleventh on, and another address still gets in', async () => {
    const codes = await wrong('vera', 50, () => '10.0.0.1')
    expect([times(codes, 401), times(codes, 429)]).toEqual([10, 40])
    expect((await ask({ url: '/', remoteAddress: '10.0.0.2' }, viewer)).statusCode).toBe(200)
  })

  it('wrong logins at one name from many addresses are refused from the thirty-first on', async () => {
    const codes = await wrong('otto', 50, (index) => `10.0.1.${index}`)
    expect([times(codes, 401), times(codes, 429)]).toEqual([30, 20])
  })

  it('a good login is never refused, however often it asks at once', async () => {
    const pages = Array.from({ length: 40 }, () => ask({ url: '/', remoteAddress: '10.0.2.1' }, viewer))
    const codes = (await Promise.all(pages)).map(({ statusCode }) => statusCode)
    expect(times(codes, 200)).toBe(40)
  })

  it('wrong logins do not escape by an address that they only claim', async () => {
    const codes = await Promise.all(
      Array.from({ length: 15 }, async (_, index) => {
        const headers = { 'x-forwarded-for': `192.0.2.${index}` }
        const answer = await ask({ url: '/', headers, remoteAddress: '10.0.3.1' }, basic(`x${index}:wrong`))
        return answer.statusCode
      }),
    )
    expect([times(codes, 401), times(codes, 429)]).toEqual([10, 5])
  })

  it('logins are told apart by address behind a proxy that is trusted', async () => {
    const behind = await buildBoard({ ...deps, trustedProxies: '10.0.4.0/24' })
    const codes = await Promise.all(
      Array.from({ length: 15 }, async (_, index) => {
        const headers = { 'x-forwarded-for': `192.0.2.${index}`, authorization: basic(`y${index}:wrong`) }
        const answer = await behind.inject({ url: '/', headers, remoteAddress: '10.0.4.7' })
        return answer.statusCode
      }),
    )
    await behind.close()
    expect(times(codes, 401)).toBe(15)
  })
})
