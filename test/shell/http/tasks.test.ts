import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { taskStage } from './task-stage.ts'

let api: Awaited<ReturnType<typeof taskStage>>['api']
let task: Awaited<ReturnType<typeof taskStage>>['task']
let post: Awaited<ReturnType<typeof taskStage>>['post']
beforeAll(async () => {
  ;({ api, task, post } = await taskStage())
})
afterAll(() => api.close())

describe('a list of tasks', () => {
  it('the list shows ids and ranks, and no name and no number', async () => {
    const contact = await task({ state: 'open', claimed_by: null })
    const answer = await api.app.inject({
      url: '/v1/tasks?kind=call&limit=5',
      headers: api.key('tasks:work'),
    })
    expect(answer.json()).toMatchObject({
      tasks: [
        { kind: 'call', contact, account: 'A1', step: 'call', rank: 1.5, expiresAt: '2026-03-10T23:00:00Z' },
      ],
    })
    await api.database.owner.query(`delete from call_task where contact_id = $1`, [contact])
  })

  it('a list of another kind is a bad request', async () => {
    const answer = await api.app.inject({ url: '/v1/tasks?kind=fax', headers: api.key('tasks:work') })
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'bad_request' }])
  })
})

describe('the hands of a task', () => {
  it('a claim gets 204 where there is nothing to claim, 404 where the named one is not there', async () => {
    expect(await post('/v1/tasks/claim', { kind: 'visit', agent: 'ann' })).toEqual([204, {}])
    expect(await post('/v1/tasks/claim', { kind: 'call', agent: 'ann', contact: 99_999 })).toMatchObject([
      404,
      { code: 'unknown_task' },
    ])
  })

  it('a task that is superseded, not yours, not claimed or not started gets 409, with its code', async () => {
    const cases = [
      [{ state: 'withdrawn', withdrawn_why: 'superseded' }, 'start', {}, 'superseded'],
      [{ claimed_by: 'bob' }, 'start', {}, 'not_yours'],
      [{ state: 'open', claimed_by: null }, 'release', {}, 'not_claimed'],
      [{ state: 'claimed' }, 'disposition', { disposition: 'no_answer' }, 'not_started'],
    ] as const
    for (const [row, act, more, code] of cases) {
      const contact = await task(row)
      expect(await post(`/v1/tasks/${contact}/${act}`, { agent: 'ann', ...more })).toMatchObject([
        409,
        { code },
      ])
    }
  })

  it('the outcome of a call is a fact, once', async () => {
    const contact = await task()
    const outcome = { agent: 'ann', disposition: 'no_answer', note: 'rang for a minute' }
    expect(await post(`/v1/tasks/${contact}/disposition`, outcome)).toEqual([
      200,
      { at: '2026-03-10T14:55:00Z' },
    ])
    const facts = await api.database.db.query<{ body: Record<string, unknown> }>(
      `select body from fact where kind = 'contact.outcome'`,
    )
    expect(facts).toMatchObject([{ body: { contact, disposition: 'no_answer' } }])
    expect(JSON.stringify(facts)).not.toContain('rang for')
    const [row] = await api.database.db.query<{ state: string; outcome: string }>(
      'select state, outcome from contact where id = $1',
      [contact],
    )
    expect(row).toEqual({ state: 'sent', outcome: 'no_answer' })
    const again = `/v1/tasks/${contact}/disposition`
    expect(await post(again, outcome)).toEqual([200, { at: '2026-03-10T14:55:00Z' }])
    expect(await post(again, { ...outcome, agent: 'bob' })).toMatchObject([409, { code: 'not_yours' }])
    const kept = `select 1 from fact where kind = 'contact.outcome'`
    expect(await api.database.db.query(kept)).toHaveLength(1)
  })

  it('a disposition of another kind, an unknown one and a date that does not exist are refused', async () => {
    const contact = await task()
    const url = `/v1/tasks/${contact}/disposition`
    expect(await post(url, { agent: 'ann', disposition: 'met' })).toMatchObject([
      422,
      { code: 'wrong_disposition' },
    ])
    expect(await post(url, { agent: 'ann', disposition: 'shouted' })).toMatchObject([
      400,
      { code: 'bad_request' },
    ])
    const promise = { amount: '10.00', by: '2026-02-30' }
    expect(await post(url, { agent: 'ann', disposition: 'rpc_promise', promise })).toMatchObject([
      400,
      { code: 'bad_request', problems: [{ path: 'promise.by' }] },
    ])
  })

  it('a settlement that is offered in a call bears the name of the key beside that of the agent', async () => {
    const contact = await task()
    const url = `/v1/tasks/${contact}/disposition`
    const settlement = { amount: '10.00', payBy: '2026-03-20' }
    const said = { agent: 'ann', disposition: 'rpc_settlement' }
    expect(await post(url, { ...said, settlement: { amount: '10.00' } })).toMatchObject([
      422,
      { code: 'not_recorded' },
    ])
    expect(await post(url, { ...said, settlement })).toEqual([200, { at: '2026-03-10T14:55:00Z' }])
    const stored = await api.database.db.query<{ toldBy: string }>(
      `select s.by_whom as by, s.told_by as "toldBy", s.amount::int, s.until_on::text as until,
         s.accepted_at is not null as accepted from settlement s where external_id = $1`,
      [`contact-${contact}`],
    )
    expect(stored).toMatchObject([{ by: 'ann', amount: 1000, until: '2026-03-20', accepted: true }])
    expect(stored[0]?.toldBy).not.toBe('ann')
    expect(stored[0]?.toldBy).not.toBeNull()
  })
})
