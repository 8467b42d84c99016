import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { sweep } from '../../src/flow/sweep.ts'
import { freePort } from '../../src/shell/local/port.ts'
import { createKeyAsOwner } from '../../src/shell/pg/door/api-key.ts'
import type { Child } from '../../src/shell/run/children.ts'
import { sweepDeps } from '../../src/shell/run/wire.ts'
import { compiled } from '../support/compiled.ts'
import { type RealEngine, realEngine } from '../support/real-engine.ts'
import { type SimulatedGateway, simulatedGateway } from '../support/simulated-gateway.ts'
import { anAccount } from '../support/story-facts.ts'
import { until } from '../support/until.ts'
import { type OwnServers, ownServers } from './own-servers.ts'

let servers: OwnServers
let round = 0
let log: string
let gateway: SimulatedGateway
let real: RealEngine
let api: string
let key: string
let admin: string
let children: Child[]

beforeAll(async () => {
  servers = await ownServers()
})
afterAll(() => servers.stop())
beforeEach(async () => {
  children = []
  const env = await servers.fresh(`outage_${++round}`)
  log = join(servers.folder, `worker-${round}.log`)
  gateway = await simulatedGateway()
  const port = await freePort(0)
  api = `http://127.0.0.1:${port}/v1/facts`
  const logged = { LOG_LEVEL: 'info', LOG_FILE: log }
  real = await realEngine({ ...env, ...gateway.env, ...logged, API_PORT: String(port) })
  key = await createKeyAsOwner(env.DATABASE_OWNER_URL, { name: 'ledger', scopes: ['facts:write'] })
  admin = await createKeyAsOwner(env.DATABASE_OWNER_URL, { name: 'admin', roles: ['admin'] })
  await real.at('2026-02-01T09:00:00Z')
})
afterEach(async () => {
  await Promise.all(children.map((child) => child.stop()))
  await real.close()
  await gateway.stop()
})

async function works(...names: string[]): Promise<Child> {
  const child = await (await compiled()).workers(names, real.env)
  children.push(child)
  return child
}

function logged(event: string): boolean {
  return existsSync(log) && readFileSync(log, 'utf8').includes(`"event":"${event}"`)
}

async function post(facts: unknown): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const response = await fetch(api, { method: 'POST', headers, body: JSON.stringify(facts) })
  return { status: response.status, body: await response.json() }
}

/** Several callers ask all the time, each a door of its own. */
async function knockOnEveryDoor(
  signal: AbortSignal,
): Promise<{ statuses: Set<number>; withoutHint: number }> {
  const statuses = new Set<number>()
  let withoutHint = 0
  const doors = [
    '/v1/cases',
    '/v1/tasks?kind=call',
    '/v1/human-tasks',
    '/v1/facts',
    '/v1/tasks/claim',
    '/v1/approvals',
  ]
  const bodies: Record<string, unknown> = {
    '/v1/facts': person('A1'),
    '/v1/tasks/claim': { kind: 'call', agent: 'amy' },
  }
  const knock = async (door: string): Promise<void> => {
    while (!signal.aborted) {
      const body = bodies[door]
      const response = await fetch(new URL(door, api), {
        headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      })
      await response.arrayBuffer()
      statuses.add(response.status)
      if (response.status === 503 && response.headers.get('retry-after') === null) withoutHint++
    }
  }
  await Promise.all(doors.map(knock))
  return { statuses, withoutHint }
}

/** One account of a person of its own, due for a message at ten. */
function person(name: string, dueOn = '2026-03-01'): Record<string, unknown>[] {
  return anAccount(name, { dueOn, debtor: `D-${name}`, phone: `+1202555010${name.slice(1)}` })
}

async function allSentOnce(count: number): Promise<void> {
  await until(async () => {
    const contacts = await real.contacts()
    return contacts.length === count && contacts.every(({ state }) => state === 'sent')
  })
  const references = (await real.contacts()).map(({ reference }) => reference)
  expect(gateway.accepted().sort()).toEqual(references.sort())
}

test('a worker that starts before Redis or Postgres waits, says for what, and then works', async () => {
  await real.take(...person('A1'), ...person('A2'))
  await servers.redis.stop()
  const first = works('relay', 'sms')
  await until(async () => logged('waiting.redis'))
  expect(logged('worker.started')).toBe(false)
  await servers.redis.start()
  await (await first).stop()
  expect(logged('waiting.postgres')).toBe(false)

  await servers.postgres.stop()
  const second = works('relay', 'sms')
  await until(async () => logged('waiting.postgres'))
  await servers.postgres.start()
  await second
  await real.at('2026-03-02T00:05:00Z')
  await real.detect()
  await real.decide()
  await real.at('2026-03-02T10:00:00Z')
  await real.decide()
  await until(async () => {
    await real.engine.enqueuer.enqueueRelay()
    return (await real.contacts()).every(({ state }) => state === 'sent')
  })
  await allSentOnce(2)
})

test('facts are taken and contacts wait while Redis is away; each is sent once when it is back', async () => {
  await works('api', 'relay', 'sms')
  await real.take(...person('A1'))
  await real.morning('2026-03-02T00:05:00Z')
  await real.morning('2026-03-02T10:00:00Z')
  await allSentOnce(1)

  await servers.redis.stop()
  const facts = person('A2', '2026-03-02')
  expect(await post(facts)).toMatchObject({ status: 200, body: { taken: 2, rejectedCount: 0 } })
  expect(await post(facts)).toMatchObject({ status: 200, body: { taken: 0, same: 2 } })
  await real.morning('2026-03-03T00:05:00Z')
  await real.morning('2026-03-03T10:00:00Z')
  const waiting = (await real.contacts()).filter(({ account }) => account === 'A2')
  expect(waiting).toHaveLength(1)
  expect(['planned', 'queued']).toContain(waiting[0]?.state)

  await servers.redis.start()
  await real.at('2026-03-03T10:30:00Z')
  await until(async () => {
    await sweep(sweepDeps(real.engine))
    return (await real.contacts()).every(({ state }) => state === 'sent')
  })
  await allSentOnce(2)
})

test('facts are refused with a stable code while Postgres is away, the process lives, and work goes on after', async () => {
  const child = await works('api', 'relay', 'sms')
  await post(person('A1'))
  const restarting = new AbortController()
  const answers = knockOnEveryDoor(restarting.signal)
  // One connection is in the middle of a transaction, others are idle.
  await expect(
    real.db.transaction(async (tx) => {
      await servers.postgres.stop()
      await tx.query('select 1')
    }),
  ).rejects.toThrow(/terminat|not queryable|ECONN/)
  for (let again = 0; again < 3; again++) {
    expect(await post(person('A2'))).toMatchObject({ status: 503, body: { code: 'unavailable' } })
  }

  await servers.postgres.start()
  expect(await post(person('A2'))).toMatchObject({ status: 200, body: { taken: 2 } })
  restarting.abort()
  const { statuses, withoutHint } = await answers
  expect([...statuses].filter((one) => ![200, 204, 207, 422, 503].includes(one))).toEqual([])
  expect([statuses.has(503), withoutHint]).toEqual([true, 0])
  await real.morning('2026-03-02T00:05:00Z')
  await real.morning('2026-03-02T10:00:00Z')
  await allSentOnce(2)
  await child.stop()
  expect(logged('worker.stopped')).toBe(true)
})
