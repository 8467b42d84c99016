import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApi, type TestApi } from './api.ts'
import { recorder } from './recorder.ts'
import { seedCase } from './seed.ts'

let api: TestApi
let ids: Awaited<ReturnType<typeof seedCase>>

beforeAll(async () => {
  api = await testApi(recorder)
  ids = await seedCase(api.database.db)
})
afterAll(() => api.close())

async function get(url: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await api.app.inject({ url, headers: api.key('cases:read') })
  return { status: answer.statusCode, body: answer.json() }
}
async function post(
  url: string,
  payload: Record<string, unknown>,
): Promise<[number, Record<string, unknown>]> {
  const answer = await api.app.inject({ method: 'POST', url, payload, headers: api.key('tasks:work') })
  return [answer.statusCode, answer.json()]
}

describe('cases', () => {
  it('cases are listed by state and stage, a page at a time', async () => {
    const { body } = await get('/v1/cases?state=working&stage=reminder&open=true')
    expect(body).toEqual({
      next: null,
      cases: [
        {
          id: ids.case,
          name: 'A1/1',
          account: 'A1',
          state: 'working',
          stage: 'reminder',
          strategy: 'us-card',
          openedOn: '2026-03-02',
          closedOn: null,
          closeReason: null,
          nextReviewAt: '2026-03-11T14:00:00Z',
          pastDue: '120.50',
          currency: 'USD',
          debtor: 'D1',
          disputed: null,
          creditor: 'acme',
          dpd: 9,
          dpdShown: 9,
          holds: [],
          strategyVersion: 'a'.repeat(12),
          waitingFor: null,
          waitingUntil: null,
          refusedBy: ['US-F-10'],
        },
      ],
    })
    expect((await get('/v1/cases?limit=1')).body['next']).toBeNull()
    expect((await get('/v1/cases?open=false')).body['cases']).toEqual([])
  })

  it('a question that makes no sense is a bad request that says where', async () => {
    const { status, body } = await get('/v1/cases?limit=0&colour=red')
    expect([status, body['code']]).toEqual([400, 'bad_request'])
    expect(body['problems']).toEqual([
      expect.objectContaining({ in: 'query', path: 'limit', code: 'bad_value' }),
      expect.objectContaining({ in: 'query', path: 'colour', code: 'unknown_field' }),
    ])
  })

  it('one is found by id or by name, with what it waits for', async () => {
    for (const ref of [String(ids.case), 'A1%2F1']) {
      const { status, body } = await get(`/v1/cases/${ref}`)
      expect(status).toBe(200)
      expect(body).toMatchObject({ name: 'A1/1', waiting: { nextReviewAt: '2026-03-11T14:00:00Z' } })
    }
    expect(await get('/v1/cases/none')).toEqual({
      status: 404,
      body: {
        code: 'unknown_case',
        message: 'there is no such case',
        wayOut: 'Name a case by its id or as <account>/<number>.',
      },
    })
  })

  it('the timeline has ids, rules and citations, and nothing personal', async () => {
    const answer = await api.app.inject({
      url: `/v1/cases/${ids.case}/timeline`,
      headers: api.key('cases:read'),
    })
    expect(answer.json<{ entries: unknown[] }>().entries).toHaveLength(6)
    expect(answer.body).toContain('12 CFR 1006.14(b)(2)')
    expect(answer.body).not.toContain('2025550101')
  })
})

describe('tasks for people', () => {
  it('tasks are listed, claimed by one, resolved by the same, and the case that waited is reviewed at once', async () => {
    const { db } = api.database
    await db.query('update collection_case set next_review_at = null where id = $1', [ids.case])
    const [task] = await db.query<{ id: number }>(
      `insert into human_task (person_id, account_id, case_id, kind, reason, role, due, created_at)
       values ($1, $2, $3, 'last_step', 'nothing is left to try', 'collections', '2026-03-12T00:00:00Z', '2026-03-10T14:00:00Z') returning id`,
      [ids.person, ids.account, ids.case],
    )
    const url = `/v1/human-tasks/${task?.id ?? 0}`
    for (const list of ['/v1/human-tasks?role=collections', '/v1/tasks?kind=human&limit=10']) {
      const answer = await api.app.inject({ url: list, headers: api.key('tasks:work') })
      expect(answer.json()).toMatchObject({
        tasks: [
          { id: task?.id, about: 'A1/1', kind: 'last_step', due: '2026-03-12T00:00:00Z', claimedBy: null },
        ],
      })
    }
    expect(await post(`${url}/claim`, { agent: 'ann' })).toMatchObject([200, { claimedBy: 'ann' }])
    expect(await post(`${url}/claim`, { agent: 'ann' })).toMatchObject([200, { claimedBy: 'ann' }])
    expect(await post(`${url}/claim`, { agent: 'bob' })).toMatchObject([409, { code: 'not_yours' }])
    expect(await post(`${url}/resolve`, { agent: 'bob', resolution: 'done' })).toMatchObject([
      409,
      { code: 'not_yours' },
    ])
    expect(await post(`${url}/resolve`, { agent: 'ann', resolution: 'Called +12025550101' })).toMatchObject([
      400,
      { code: 'bad_request' },
    ])
    expect(await post(`${url}/resolve`, { agent: 'ann', resolution: 'done' })).toMatchObject([
      200,
      { resolvedAt: '2026-03-10T15:00:00Z', resolution: 'done' },
    ])
    expect(await post(`${url}/resolve`, { agent: 'ann', resolution: 'done' })).toMatchObject([
      409,
      { code: 'already_resolved' },
    ])
    const [file] = await db.query<{ at: number }>(
      'select next_review_at as at from collection_case where id = $1',
      [ids.case],
    )
    expect(file?.at).toBe(Date.parse('2026-03-10T15:00:00Z'))
    const audits = await db.query<{ what: string }>(`select what from audit where who = 'ann' order by id`)
    expect(audits.map((row) => row.what)).toEqual(['human_task.claimed', 'human_task.resolved'])
  })

  it('a case that is not there is said to be so', async () => {
    expect(await post('/v1/human-tasks/999/claim', { agent: 'ann' })).toMatchObject([
      404,
      { code: 'unknown_task' },
    ])
    expect(await post('/v1/human-tasks/x/claim', { agent: 'ann' })).toMatchObject([
      400,
      { code: 'bad_request' },
    ])
    expect(await post('/v1/human-tasks/1/claim', { agent: 'a'.repeat(81), more: 1 })).toMatchObject([
      400,
      { code: 'bad_request' },
    ])
  })
})
