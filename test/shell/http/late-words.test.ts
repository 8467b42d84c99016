import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { taskStage } from './task-stage.ts'

let api: Awaited<ReturnType<typeof taskStage>>['api']
let task: Awaited<ReturnType<typeof taskStage>>['task']
let post: Awaited<ReturnType<typeof taskStage>>['post']
beforeAll(async () => {
  ;({ api, task, post } = await taskStage())
})
afterAll(() => api.close())

describe('what an agent says of a call after it was told of, or taken back', () => {
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

  it.each([
    ['failed', { state: 'sent', disposition: 'rpc_refused' }, 0],
    ['cancelled', { state: 'cancelled', disposition: 'rpc_refused' }, 1],
  ])(
    'a talk in a call that was started counts for the law, whatever became of its task (%s), once',
    async (state, after, beside) => {
      const contact = await task({ state: 'withdrawn', withdrawn_why: 'superseded' })
      const { db } = api.database
      await db.query('update contact set state = $2 where id = $1', [contact, state])
      const talks = async () =>
        (
          await db.query(
            `select from contact where channel = 'call' and outcome = 'conversation' and at = '2026-03-10T14:55:00Z'`,
          )
        ).length
      const before = await talks()
      const told = { agent: 'ann', disposition: 'rpc_refused' }
      for (let times = 0; times < 2; times++)
        expect(await post(`/v1/tasks/${contact}/disposition`, told)).toEqual([
          200,
          { at: '2026-03-10T14:55:00Z' },
        ])
      expect(await db.query('select state, disposition from contact where id = $1', [contact])).toEqual([
        after,
      ])
      expect((await talks()) - before).toBe(1)
      const asked = `select from human_task where kind = 'sent_after_end' and reason like $1`
      expect(await db.query(asked, [`contact ${contact} was %`])).toHaveLength(beside)
    },
  )

  it('an agent who had a call in hand, and dialled after it was taken from him, is heard', async () => {
    const contact = await task({ state: 'withdrawn', withdrawn_why: 'superseded', started_at: null })
    const { db } = api.database
    await db.query(`update call_task set claimed_at = '2026-03-10T14:50:00Z' where contact_id = $1`, [
      contact,
    ])
    const told = (agent: string) =>
      post(`/v1/tasks/${contact}/disposition`, { agent, disposition: 'rpc_refused' })
    expect(await told('bob')).toMatchObject([409, { code: 'not_yours' }])
    expect(await told('ann')).toEqual([200, { at: '2026-03-10T14:52:00Z' }])
    expect(await told('ann')).toEqual([200, { at: '2026-03-10T14:52:00Z' }])
    const beside = `select state, outcome from contact where at = '2026-03-10T14:52:00Z'`
    expect(await db.query(beside)).toEqual([{ state: 'sent', outcome: 'conversation' }])
  })

  it('nobody is told to start a call whose task was taken back before it was started', async () => {
    const contact = await task({ state: 'withdrawn', withdrawn_why: 'superseded', started_at: null })
    const told = { agent: 'ann', disposition: 'rpc_attorney' }
    expect(await post(`/v1/tasks/${contact}/disposition`, told)).toMatchObject([409, { code: 'superseded' }])
  })
})
