import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ContentHash } from '../../../src/core/base/id.ts'
import type { ActiveConfig } from '../../../src/flow/ports/config.ts'
import { loadDossiers } from '../../../src/shell/pg/dossier/dossier.ts'
import { taskStore } from '../../../src/shell/pg/task/task.ts'
import { MACHINE_NOW, testApi, type TestApi } from './api.ts'
import { recorder } from './recorder.ts'
import { seedCase } from './seed.ts'

let api: TestApi
let ids: Awaited<ReturnType<typeof seedCase>>

beforeAll(async () => {
  api = await testApi((database) => {
    const recording = recorder(database)
    return {
      ...recording,
      tasks: {
        store: taskStore(database.db, { vault: recording.vault, loadDossiers }),
        config: {
          active: async () => noConfig,
          strategyByHash: () => Promise.reject(new Error('no strategy')),
        },
        permit: () => () => {
          throw new Error('these tests come to no judgement')
        },
        machine: { now: () => MACHINE_NOW },
        voice: { callback: '', paylink: '', optout: '' },
        record: (facts) => recording.record(facts),
      },
    }
  })
  ids = await seedCase(api.database.db)
})
afterAll(() => api.close())

const noConfig: ActiveConfig = {
  id: 1,
  hash: ContentHash.parse('a'.repeat(64)),
  schedules: {
    strategies: [],
    packs: [],
    calendars: [],
    templates: [],
    wording: [],
    replies: [],
    ticks: { ticks: [], rates: {} },
  },
}

/** A call that ann has in hand (or whose row is as given). */
async function task(row: Record<string, string | null> = {}): Promise<number> {
  const { db } = api.database
  const [contact] = await db.query<{ id: number }>(
    `insert into contact (person_id, case_id, account_id, accounts, channel, creditor, collector, stage, step, episode, attempt, state,
       agent, lease_token, at, created_at, changed_at)
     select $1, $2, $3, array[$3::bigint], 'call', 'acme', 'acme', 'calls', 'call', '2026-03-01', count(*) + 1, 'sending',
       'ann', gen_random_uuid(), '2026-03-10T14:55:00Z', now(), now() from contact returning id`,
    [ids.person, ids.case, ids.account],
  )
  const { state = 'started', claimed_by = 'ann', withdrawn_why = null } = row
  const { started_at = '2026-03-10T14:55:00Z' } = row
  await db.query(
    `insert into call_task (person_id, contact_id, case_id, rank, state, offered_at, expires_at, claimed_by, started_at, withdrawn_why)
     values ($1, $2, $3, 1.5, $4, '2026-03-10T14:00:00Z', '2026-03-10T23:00:00Z', $5, $7, $6)`,
    [ids.person, contact?.id, ids.case, state, claimed_by, withdrawn_why, started_at],
  )
  return contact?.id ?? 0
}

async function post(
  url: string,
  payload: Record<string, unknown>,
): Promise<[number, Record<string, unknown>]> {
  const answer = await api.app.inject({ method: 'POST', url, payload, headers: api.key('tasks:work') })
  return [answer.statusCode, answer.body === '' ? {} : answer.json()]
}

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

  it('a word that acts is heard although the call was told of before', async () => {
    const contact = await task()
    const url = `/v1/tasks/${contact}/disposition`
    const told = (disposition: string) => post(url, { agent: 'ann', disposition })
    await told('no_answer')
    expect(await told('rpc_attorney')).toEqual([200, { at: '2026-03-10T14:55:00Z' }])
    expect(await told('rpc_attorney')).toEqual([200, { at: '2026-03-10T14:55:00Z' }])
    const { db } = api.database
    const held = 'select reason, account_id as account, lifted_at as lifted from hold where lifted_at is null'
    expect(await db.query(held)).toEqual([{ reason: 'attorney', account: null, lifted: null }])
    expect(await db.query(`select kind from human_task where kind like 'hold%'`)).toEqual([
      { kind: 'hold_attorney' },
    ])
    const facts = await db.query(
      `select body from fact where kind = 'contact.outcome' and (body->>'contact')::int = $1 order by id`,
      [contact],
    )
    expect(facts).toMatchObject([
      { body: { disposition: 'no_answer', agent: 'ann' } },
      { body: { disposition: 'rpc_attorney', agent: 'ann' } },
    ])
  })

  it.each([
    ['failed', 'sent', 'rpc_bankrupt', 'bankruptcy'],
    ['cancelled', 'cancelled', 'rpc_hardship', 'hardship'],
  ])(
    'a call that was made, and whose task was taken back as %s meanwhile, and is %s then: %s is heard all the same',
    async (state, after, disposition, reason) => {
      const contact = await task({ state: 'withdrawn', withdrawn_why: 'superseded' })
      const { db } = api.database
      await db.query('update contact set state = $2 where id = $1', [contact, state])
      const url = `/v1/tasks/${contact}/disposition`
      const told = (word: string, agent = 'ann') => post(url, { agent, disposition: word })
      expect(await told('no_answer')).toMatchObject([409, { code: 'superseded' }])
      expect(await told(disposition, 'bob')).toMatchObject([409, { code: 'not_yours' }])
      expect(await told(disposition)).toEqual([200, { at: '2026-03-10T14:55:00Z' }])
      expect(await told(disposition)).toEqual([200, { at: '2026-03-10T14:55:00Z' }])
      expect(
        await db.query('select reason from hold where lifted_at is null and reason = $1', [reason]),
      ).toEqual([{ reason }])
      const rows =
        'select t.state as task, c.state from call_task t join contact c on c.id = t.contact_id where c.id = $1'
      expect(await db.query(rows, [contact])).toEqual([{ task: 'done', state: after }])
    },
  )

  it('nobody is told to start a call whose task was taken back before it was started', async () => {
    const contact = await task({ state: 'withdrawn', withdrawn_why: 'superseded', started_at: null })
    const told = { agent: 'ann', disposition: 'rpc_attorney' }
    expect(await post(`/v1/tasks/${contact}/disposition`, told)).toMatchObject([409, { code: 'superseded' }])
  })
})
