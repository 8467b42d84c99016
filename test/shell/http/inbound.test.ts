import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { humanTaskStore } from '../../../src/shell/pg/task/human-task.ts'
import { testApi, type TestApi } from './api.ts'
import { openAccounts, sendCallback, sentContact, type Sending } from './provider.ts'
import { recorder } from './recorder.ts'

let api: TestApi

beforeAll(async () => {
  api = await testApi((database) => {
    const recording = recorder(database)
    return { ...recording, humanTasks: humanTaskStore(database.db, () => recording.vault) }
  })
  await openAccounts(api)
  await sentContact(api, 'A2')
})
afterAll(() => api.close())

function send(body: unknown, sending: Sending): ReturnType<typeof sendCallback> {
  return sendCallback(api, body, sending)
}

const inbound = (text: string): Record<string, unknown> => ({
  type: 'inbound',
  id: 'in-1',
  from: '+1 (202) 555-0101',
  text,
  at: '2026-03-10T14:30:00Z',
})

describe('a text that comes in', () => {
  it('the text is a contact from the person whom we wrote to last on that number', async () => {
    expect(await send(inbound('who is this?'), { id: 'i1' })).toEqual([200, { outcome: 'stored' }])
    const [row] = await api.database.db.query<{ debtor: string; direction: string; disposition: string }>(
      `select p.external_id as debtor, direction, disposition from contact t join person p on p.id = t.person_id where direction = 'in'`,
    )
    expect(row).toEqual({ debtor: 'D2', direction: 'in', disposition: 'replied' })
    const facts = await api.database.db.query(`select body from fact where key = 'i1'`)
    expect(JSON.stringify(facts)).not.toContain('who is this')
  })

  it('a STOP is an opt-out of the number, whoever is behind it', async () => {
    expect(await send(inbound(' Stop. '), { id: 'i2' })).toEqual([200, { outcome: 'stored' }])
    expect(await send(inbound(' Stop. '), { id: 'i2' })).toEqual([200, { outcome: 'seen' }])
    const rows = await api.database.db.query<{ kind: string; channel: string | null; number: boolean }>(
      `select kind, channel, number_id is not null as number from hold`,
    )
    expect(rows).toEqual([{ kind: 'optout', channel: null, number: true }])
  })

  it('a STOP that a network cut in the middle of a sign is one', async () => {
    for (const [index, text] of ['STOP \ud83d', '\ude4f stop', 'Stop\u0000'].entries()) {
      expect(await send(inbound(text), { id: `cut-${index}` })).toEqual([200, { outcome: 'stored' }])
      const [said] = await api.database.db.query<{ disposition: string }>(
        `select disposition from contact where direction = 'in' order by id desc limit 1`,
      )
      expect([index, said]).toEqual([index, { disposition: 'replied_stop' }])
    }
  })

  it('what may be one is shown to whoever claims the task, and nowhere else', async () => {
    const text = 'why do you not stop'
    expect(await send(inbound(text), { id: 'i4' })).toEqual([200, { outcome: 'stored' }])
    const post = async (path: string, payload: object) => {
      const url = `/v1/human-tasks/${path}`
      return (await api.app.inject({ method: 'POST', url, payload, headers: api.key('tasks:work') })).json<
        Record<string, unknown>
      >()
    }
    const listed = await api.app.inject({ url: '/v1/human-tasks', headers: api.key('tasks:work') })
    const { tasks } = listed.json<{ tasks: { id: number; kind: string }[] }>()
    expect(tasks).toMatchObject([{ kind: 'read_reply' }])
    expect(listed.body).not.toContain(text)
    const id = tasks[0]?.id ?? 0
    expect(await post(`${id}/claim`, { agent: 'ann' })).toMatchObject({ text, claimedBy: 'ann' })
    expect(await post(`${id}/resolve`, { agent: 'ann', resolution: 'done' })).toMatchObject({
      code: 'bad_resolution',
    })
    expect(await post(`${id}/resolve`, { agent: 'ann', resolution: 'other' })).toMatchObject({
      resolution: 'other',
    })
    const facts = await api.database.db.query(`select body from fact where kind = 'task.resolved'`)
    expect(facts).toMatchObject([
      { body: { reply: 'i4', kind: 'read_reply', answer: 'other', agent: 'ann' } },
    ])
  })

  it('a text from a number that nobody has is kept without the number and the text', async () => {
    const strange = { ...inbound('hello'), from: '+12025550199' }
    expect(await send(strange, { id: 'i3' })).toEqual([202, { outcome: 'parked' }])
    const rows = await api.database.db.query(`select detail from audit where detail ->> 'id' = 'i3'`)
    expect(rows).toEqual([{ detail: { id: 'i3', why: 'unknown_number', reference: null } }])
  })
})

describe('a provider that cannot sign', () => {
  it('the provider needs a key with the scope callbacks', async () => {
    const unsigned = await testApi((database) => ({ ...recorder(database), callbackSecrets: [] }))
    const post = (headers: Record<string, string>): Promise<LightMyRequestResponse> =>
      unsigned.app.inject({
        method: 'POST',
        url: '/v1/callbacks/sms',
        payload: inbound('hello'),
        headers: { 'webhook-id': 'u1', ...headers },
      })
    const statuses = [
      (await post({})).statusCode,
      (await post(unsigned.key('cases:read'))).statusCode,
      (await post(unsigned.key('callbacks'))).statusCode,
    ]
    await unsigned.close()
    expect(statuses).toEqual([401, 403, 202])
  })
})

describe('a callback that cannot be kept', () => {
  const spoilt = { ...inbound('STOP'), id: 'in\u0000' }
  const holds = () =>
    api.database.db.query(
      `select p.external_id as debtor, account_id as account, lifted_at as lifted from hold h
       join person p on p.id = h.person_id where reason = 'data_refused'`,
    )

  it('the callback is refused with its code, at each repeat, and whoever wrote is not contacted', async () => {
    for (const id of ['spoilt', 'spoilt'])
      expect(await send(spoilt, { id })).toMatchObject([
        422,
        { code: 'not_recorded', problems: [{ code: 'bad_text', path: 'id' }] },
      ])
    expect(await holds()).toEqual([{ debtor: 'D2', account: null, lifted: null }])
    expect(await send({ ...inbound('hi'), at: '0001-01-01T00:00:00+14:00' }, { id: 'old' })).toMatchObject([
      422,
      { problems: [{ code: 'bad_instant' }] },
    ])
  })

  it('the callback keeps the others of its batch out of nothing', async () => {
    const batch = [inbound('one'), spoilt, inbound('two'), { type: 'none' }]
    expect(await send(batch, { id: 'many' })).toMatchObject([
      207,
      {
        outcomes: [
          { outcome: 'stored' },
          { outcome: 'refused', code: 'bad_text' },
          { outcome: 'stored' },
          { outcome: 'refused', code: 'bad_callback' },
        ],
      },
    ])
    expect(await send(batch, { id: 'many' })).toMatchObject([
      207,
      {
        outcomes: [{ outcome: 'seen' }, { outcome: 'refused' }, { outcome: 'seen' }, { outcome: 'refused' }],
      },
    ])
  })

  it('the callback in a batch is told by 207, also where the store alone cannot keep it', async () => {
    const spoils = await testApi((database) => {
      const { vault, record } = recorder(database)
      return {
        vault,
        record: async (rows) => {
          const recorded = await record(rows)
          return { ...recorded, rejected: [{ code: 'not_stored', line: 1, message: 'spoilt by this test' }] }
        },
      }
    })
    await openAccounts(spoils)
    await sentContact(spoils, 'A2')
    const answer = await sendCallback(spoils, [inbound('one'), inbound('two')], { id: 'pair' })
    await spoils.close()
    expect(answer).toEqual([207, { outcomes: [{ outcome: 'stored' }, { outcome: 'not_stored' }] }])
  })
})
