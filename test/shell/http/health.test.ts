import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Health } from '../../../src/shell/http/health.ts'
import { testApi, type TestApi } from './api.ts'
import { seedCase } from './seed.ts'

let api: TestApi
let redisUp = true
/** The database's clock, which heartbeats are written by. */
let now = 0

beforeAll(async () => {
  api = await testApi(() => ({
    clock: { now: () => now },
    pingRedis: async () => redisUp,
    queueCounts: async () => ({ sms: { waiting: 3, active: 1 } }),
    invariants: async () => ({ I1: 0 }),
  }))
  await seedCase(api.database.db)
  const [clock] = await api.database.db.query<{ now: number }>('select clock_timestamp() as now')
  now = clock?.now ?? 0
})
afterAll(() => api.close())

async function health(): Promise<[number, Health]> {
  const answer = await api.app.inject({ url: '/health' })
  return [answer.statusCode, answer.json()]
}
const codes = (remarks: { code: string }[]): string[] => remarks.map((remark) => remark.code)

describe('/health', () => {
  it('the engine is well while the business clock is virtual, and tells it', async () => {
    const [status, body] = await health()
    expect([status, body.problems, body.warnings]).toEqual([200, [], []])
    expect(body).toMatchObject({
      status: 'ok',
      businessNow: '2026-03-10T15:00:00Z',
      virtualClock: true,
      stuck: 0,
    })
  })

  it('the engine fails where due work waits and nobody does it, and is well again once somebody worked', async () => {
    const { db, owner } = api.database
    await owner.query('delete from virtual_clock')
    const [status, body] = await health()
    expect([status, codes(body.problems).sort()]).toEqual([503, ['worker_silent', 'worker_silent']])
    expect(body.problems.map((problem) => problem.message).join()).toMatch(
      /work for decide .*work for relay /,
    )
    await db.query(
      `insert into heartbeat (worker, instance, last_work_at) values ('decide+relay', 'd1', clock_timestamp()), ('relay', 'r1', '2020-01-02'), ('relay', 'r0', '2020-01-01')`,
    )
    const [after, alive] = await health()
    expect([after, alive.workers]).toMatchObject([
      200,
      [{ worker: 'decide' }, { worker: 'relay', instances: 1 }],
    ])
  })

  it('the engine fails where Redis is away', async () => {
    redisUp = false
    const [status, body] = await health()
    redisUp = true
    expect([status, codes(body.problems)]).toEqual([503, ['redis_down']])
  })

  it('the engine tells what is stopped by hand, since when and by whom, and is well all the same', async () => {
    const { db } = api.database
    expect((await health())[1].brakes).toEqual([])
    await db.query(
      `insert into brake (channel, creditor, why, stopped_by, stopped_at) values ('sms', 'acme', 'w', 'ann', '2026-03-10T14:30:00Z')`,
    )
    const [status, body] = await health()
    const brake = {
      channel: 'sms',
      strategy: null,
      creditor: 'acme',
      since: '2026-03-10T14:30:00Z',
      by: 'ann',
    }
    expect([status, body.brakes]).toEqual([200, [brake]])
    expect(body.warnings).toContainEqual({
      code: 'stopped_by_hand',
      message: 'stopped by hand: sms of acme, since 2026-03-10T14:30:00Z, by ann',
    })
    await db.query('update brake set resumed_at = now()')
    expect((await health())[1]).toMatchObject({ brakes: [] })
  })

  it('the engine warns of a subscription that is told no more', async () => {
    const { db } = api.database
    await db.query(`insert into webhook (name, url, secret_sealed, key_id, position, parked_at, parked_why)
      values ('ledger', 'https://ledger.example', '', 'k1', 0, clock_timestamp(), 'gone: http_410')`)
    const [status, { warnings }] = await health()
    expect([status, codes(warnings)]).toEqual([200, expect.arrayContaining(['webhook_parked'])])
    expect(warnings.find(({ code }) => code === 'webhook_parked')?.message).toContain(
      'the subscription ledger',
    )
    await api.database.owner.query('delete from webhook')
  })

  it('the engine warns of stuck cases, which an open task is not', async () => {
    const { db } = api.database
    await db.query('update collection_case set next_review_at = null')
    const [, body] = await health()
    expect(codes(body.warnings)).toContain('stuck_cases')
    expect(body.stuck).toBe(1)
    await db.query(
      `insert into human_task (person_id, account_id, case_id, kind, reason, role, due, created_at)
       select person_id, account_id, id, 'review', 'r', 'x', now(), now() from collection_case`,
    )
    expect((await health())[1].stuck).toBe(0)
  })
})

describe('/metrics', () => {
  it('the metrics count by words of closed lists', async () => {
    const answer = await api.app.inject({ url: '/metrics' })
    expect(answer.headers['content-type']).toContain('text/plain')
    for (const line of [
      'arrears_open_cases{state="working",stage="reminder"} 1',
      'arrears_contacts_in_hand{state="planned",channel="sms"} 1',
      'arrears_queue_jobs{queue="sms",state="waiting"} 3',
      'arrears_invariant_violations{invariant="I1"} 0',
      'arrears_stuck_cases 0',
      'arrears_brakes 0',
      'arrears_open_human_tasks{kind="review"} 1',
    ]) {
      expect(answer.body.split('\n')).toContain(line)
    }
    expect(answer.body).toMatch(
      /arrears_http_request_seconds_count\{route="\/health",method="GET",status="200"\} \d/,
    )
    expect(answer.body).not.toContain('A1')
  })

  it('the metrics of the last business day are contacts by what became of them, refusals by rule, and what is stopped', async () => {
    const other = await testApi()
    await seedCase(other.database.db)
    await other.database.db.query(
      `insert into brake (channel, creditor, why, stopped_by, stopped_at) values ('sms', 'acme', 'why', 'ann', '2026-03-10T14:30:00Z')`,
    )
    const { body } = await other.app.inject({ url: '/metrics' })
    await other.close()
    expect(body.split('\n')).toEqual(
      expect.arrayContaining([
        'arrears_contacts_last_day{state="planned",channel="sms"} 1',
        'arrears_refusals_last_day{rule="US-F-10"} 1',
        'arrears_brakes 1',
        `arrears_brake_since_timestamp_seconds{channel="sms",strategy="",creditor="acme"} ${Date.parse('2026-03-10T14:30:00Z') / 1000}`,
      ]),
    )
    expect(body).not.toContain('state="delivered"')
  })
})

it('the metrics answer 503 with the reason, and do not hang, where the database is away', async () => {
  const lost = await testApi(() => ({ separated: false }))
  await lost.database.drop()
  const answer = await lost.app.inject({ url: '/health' })
  expect(answer.statusCode).toBe(503)
  expect(codes(answer.json<Health>().problems)).toEqual(['postgres_down'])
  expect(codes(answer.json<Health>().warnings)).toEqual(['one_role'])
  await lost.app.close()
})
