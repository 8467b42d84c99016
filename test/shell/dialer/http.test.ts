import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { buildApi } from '../../../src/shell/http/api.ts'
import { signBody, verifySignature } from '../../../src/shell/http/signature.ts'
import { contentHash } from '../../../src/shell/config/content-hash.ts'
import { publishSchedules, rollbackSchedules } from '../../../src/shell/pg/config/publish.ts'
import { createApiKey } from '../../../src/shell/pg/door/api-key.ts'
import { dialing } from '../../../src/shell/run/dialing.ts'
import { humanTaskStore } from '../../../src/shell/pg/task/human-task.ts'
import { dialerDoor, taskDeps } from '../../../src/shell/run/wire.ts'
import { checkInvariants } from '../../../src/shell/pg/watch/invariants.ts'
import { pays } from '../../support/story-facts.ts'
import { type DialerStage, dialerStage, type ListFile } from './stage.ts'

const SECRET = 'a-secret-of-the-dialer'

interface Posted {
  id: string
  type: string
  data: ListFile & { withdrawal: number; withdrawn: { entry: string; why: string }[] }
}
const posted: Posted[] = []
/** What the dialer answers next; a number alone = that status, null = it hangs up after it took it. */
let answer: { status: number; body?: unknown } | null = { status: 200 }
/** It answers a list when this is over. */
let slow: Promise<void> | null = null
let server: Server
let stage: DialerStage
let api: FastifyInstance

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const header = (name: string): string => String(request.headers[name] ?? '')
      const id = header('webhook-id')
      const signed = { id, timestamp: header('webhook-timestamp'), signature: header('webhook-signature') }
      if (verifySignature(signed, body, [SECRET], Date.now()) !== 'good') return response.writeHead(401).end()
      const known = posted.some((one) => one.id === id)
      if (!known) posted.push({ id, ...(JSON.parse(body.toString()) as Omit<Posted, 'id'>) })
      if (answer === null) return request.socket.destroy()
      const { status, body: said = {} } = answer
      const end = (): void => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(said))
      }
      return posted.at(-1)?.type === 'dialer.list' && slow ? void slow.then(end) : end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  stage = await dialerStage({
    out: 'http: { url: "{env.PROVIDER_ACME_URL}", secret: "{env.PROVIDER_ACME_SECRET}" }',
    tells: 'within: 60, secret: "{env.PROVIDER_ACME_SECRET}"',
    environment: { PROVIDER_ACME_URL: `http://127.0.0.1:${port}/lists`, PROVIDER_ACME_SECRET: SECRET },
  })
  const { engine, db } = stage.real
  api = await buildApi({
    db,
    log: engine.log,
    clock: engine.machine,
    record: engine.record,
    tasks: taskDeps(engine),
    humanTasks: humanTaskStore(db),
    vault: engine.vault,
    privateWebhooks: false,
    callbackSecrets: [],
    dialers: { ...dialerDoor(engine), secretOf: async (name) => (name === 'acme' ? SECRET : null) },
    pingRedis: async () => true,
    queueCounts: async () => ({}),
    separated: true,
  })
})
afterAll(async () => {
  await api.close()
  await stage.close()
  server.close()
})

function tell(body: unknown, secret = SECRET) {
  const payload = JSON.stringify(body)
  const timestamp = String(Math.floor(Date.now() / 1000))
  return api.inject({
    method: 'POST',
    url: '/v1/callbacks/call/acme',
    payload,
    headers: {
      'content-type': 'application/json',
      'webhook-id': 'one',
      'webhook-timestamp': timestamp,
      'webhook-signature': signBody('one', timestamp, payload, secret),
    },
  })
}
function working() {
  for (const [name, value] of Object.entries(stage.deps.environment)) vi.stubEnv(name, value)
  return dialing(stage.real.engine)
}
function entryOf(account: string): string {
  const calls = posted.flatMap(({ data }) => data.calls ?? [])
  return calls.findLast((one) => one.account === account)?.entry ?? ''
}

describe('a dialer that is told over HTTP', () => {
  it('whoever refuses the list has nothing of it: its calls are free', async () => {
    await stage.real.at('2026-02-01T09:00:00Z')
    for (const number of [1, 2, 3, 4]) await stage.debtor(number, '2026-03-01')
    await stage.morning('2026-03-02T00:05:00Z')
    await stage.morning('2026-03-02T10:00:00Z')
    answer = { status: 422 }
    expect(await stage.turn()).toMatchObject({ handed: null, codes: ['http_422'] })
    expect(await stage.states()).toEqual({ A1: 'queued', A2: 'queued', A3: 'queued', A4: 'queued' })
    posted.length = 0
  })

  it('a list that was taken without an answer is told again under its name, the same, and handed once', async () => {
    answer = null
    expect(await stage.turn()).toMatchObject({ handed: null, codes: [expect.any(String)] })
    expect(await stage.states()).toEqual({ A1: 'sending', A2: 'sending', A3: 'sending', A4: 'sending' })
    expect(await stage.turn()).toMatchObject({ handed: null, codes: [] })
    await stage.die()
    answer = { status: 200, body: { notDialled: [entryOf('A1')] } }
    expect(await stage.turn()).toMatchObject({ handed: { list: posted[0]?.id } })
    expect(posted).toHaveLength(1)
    expect(posted[0]).toMatchObject({ type: 'dialer.list', data: { dialer: 'acme', entries: 4 } })
    expect(await stage.states()).toMatchObject({ A1: 'queued', A2: 'sending' })
    const tables = await stage.real.db.query(
      'select row_to_json(l) from dialer_list l union all select row_to_json(e) from dialer_entry e',
    )
    expect(JSON.stringify(tables)).not.toMatch(/1202555|Lin Doe/)
    const [kept] = await stage.real.db.query<{ n: number }>(
      'select count(*)::int as n from dialer_list where body_sealed is not null',
    )
    expect(kept?.n).toBe(0)
  })

  it('a withdrawal is posted until it is taken; what the dialer has not dialled is over', async () => {
    await stage.real.at('2026-03-02T10:20:00Z')
    await stage.real.take(pays('A4', '2026-03-02T10:20:00Z'))
    answer = { status: 503 }
    expect(await stage.turn()).toMatchObject({ withdrawn: 1, codes: ['http_503'] })
    answer = { status: 200, body: { notDialled: [entryOf('A4')] } }
    expect(await stage.turn()).toMatchObject({ withdrawn: 0, codes: [] })
    expect(posted).toHaveLength(2)
    expect(posted[1]).toMatchObject({
      id: `${posted[0]?.id}-withdrawn-1`,
      type: 'dialer.withdrawn',
      data: { withdrawal: 1, withdrawn: [{ entry: entryOf('A4'), why: 'superseded' }] },
    })
    expect(await stage.states()).toMatchObject({ A4: 'cancelled' })
  })

  it('what came of calls is taken at the door of the dialer, each for itself, and only where it signs', async () => {
    await stage.real.at('2026-03-02T10:30:00Z')
    const [dispute, bad] = [entryOf('A3'), entryOf('A2')]
    expect((await tell({}, 'another')).json()).toMatchObject({ code: 'bad_signature' })
    const told = await tell([
      { entry: dispute, result: 'rpc_dispute', dialledAt: '2026-03-02T10:25:00Z', note: 'not hers' },
      { entry: bad, result: 'met' },
      { entry: bad, result: 'no_answer', dialledAt: '2026-03-03T10:25:00Z' },
    ])
    expect([told.statusCode, told.json()]).toMatchObject([
      207,
      {
        outcomes: [
          { outcome: 'taken', marks: [] },
          { outcome: 'refused', problems: [{ code: 'bad_disposition', path: 'result' }] },
          { outcome: 'refused', problems: [{ code: 'in_the_future' }] },
        ],
      },
    ])
    const again = await tell({ entry: dispute, result: 'rpc_dispute' })
    expect([again.statusCode, again.json()]).toEqual([200, { outcomes: [{ outcome: 'seen' }] }])
    const holds = await stage.real.db.query(`select kind from hold where lifted_at is null`)
    expect(holds).toEqual([{ kind: 'dispute' }])
    expect((await checkInvariants(stage.real.db)).filter(({ count }) => count > 0)).toEqual([])
  })

  it('the worker of calls does it all by itself, and answers show no name and no number', async () => {
    answer = { status: 200 }
    await stage.morning('2026-03-02T11:30:00Z')
    const running = working()
    try {
      await vi.waitFor(() => expect(posted).toHaveLength(3), { timeout: 20_000, interval: 100 })
    } finally {
      await running.stop()
      vi.unstubAllEnvs()
    }
    expect(posted[2]?.data.calls.map(({ account }) => account)).toContain('A1')
    const key = (await createApiKey(stage.real.owner, { name: 'agent', scopes: ['tasks:work'] })) ?? ''
    const headers = { authorization: `Bearer ${key}` }
    const lists = await api.inject({ url: '/v1/dialers/acme/lists', headers })
    expect(lists.json<{ lists: unknown[] }>().lists[0]).toMatchObject({ list: posted[2]?.id, state: 'out' })
    const shown = await api.inject({ url: `/v1/dialers/acme/lists/${posted[0]?.id}`, headers })
    expect(shown.json<{ entries: unknown[] }>().entries).toMatchObject([
      { rank: 1, state: 'not_dialled', withdrawnWhy: 'superseded' },
      { rank: 2, state: 'told', result: 'rpc_dispute', dialledAt: '2026-03-02T10:25:00Z' },
      { rank: 3, state: 'handed' },
      { rank: 4, state: 'not_dialled', withdrawnWhy: null },
    ])
    expect(shown.payload).not.toMatch(/1202555|Lin Doe/)
  })

  it('while a list is not answered, whoever may have it hears what is withdrawn', async () => {
    for (const number of [5, 6]) await stage.debtor(number, '2026-03-03')
    await stage.morning('2026-03-04T10:00:00Z')
    let end = (): void => {}
    slow = new Promise((resolve) => void (end = resolve))
    const before = posted.length
    const lists = () => posted.slice(before).filter(({ type }) => type === 'dialer.list')
    const running = working()
    try {
      await vi.waitFor(() => expect(lists()).toHaveLength(1), { timeout: 20_000, interval: 50 })
      await stage.real.take(pays('A6', '2026-03-04T10:01:00Z'))
      const gone = { list: lists()[0]?.id, withdrawn: [{ entry: entryOf('A6') }] }
      const told = () => posted.slice(before).filter(({ type }) => type === 'dialer.withdrawn')
      await vi.waitFor(() => expect(told()).toMatchObject([{ data: gone }]), {
        timeout: 15_000,
        interval: 50,
      })
    } finally {
      end()
      await running.stop()
      vi.unstubAllEnvs()
    }
  })

  it('a dialer that has calls in hand is not taken out; one that is handed no more is told and heard', async () => {
    const { db, engine } = stage.real
    const { schedules } = await engine.config.active()
    const { dialers = [], ...rest } = schedules
    const by = 'ann'
    const problems = [{ code: 'dialer_in_use', suggestion: expect.stringContaining('creditor: [nobody]') }]
    const gone = { schedules: { ...rest, dialers: [] }, hash: contentHash(['without']), by }
    await expect(publishSchedules(db, gone)).rejects.toMatchObject({ problems })
    const resting = dialers.map((one) => ({ ...one, takes: { creditor: ['nobody'] } }))
    const hash = contentHash(['resting'])
    const kept = await publishSchedules(db, { schedules: { ...rest, dialers: resting }, hash, by })
    expect(kept).toMatchObject({ changed: true })
    expect(await tell({ entry: entryOf('A5'), result: 'no_answer' })).toMatchObject({ statusCode: 200 })
    await db.query(`update dialer_entry set report_by = business_now() where state = 'handed'`)
    expect((await stage.turn()).handed).toBe(null)
    expect(await publishSchedules(db, gone)).toMatchObject({ changed: true })
    await expect(rollbackSchedules(db, 1, by)).resolves.toMatchObject({ active: true })
  })
})
