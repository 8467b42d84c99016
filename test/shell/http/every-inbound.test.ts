import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Post } from '../../../demo/vendor/vendor.ts'
import { messageKind } from '../../../src/core/channel/channel.ts'
import { humanTaskStore } from '../../../src/shell/pg/task/human-task.ts'
import { type Hearing, HEARINGS, readerOf } from '../../providers/every-inbound.ts'
import { MACHINE_NOW, testApi, type TestApi } from './api.ts'
import { sentContact } from './provider.ts'
import { recorder } from './recorder.ts'

let api: TestApi
beforeAll(async () => {
  const readers = new Map(HEARINGS.map((hearing) => [hearing.provider, readerOf(hearing)]))
  api = await testApi((database) => {
    const recording = recorder(database)
    const humanTasks = humanTaskStore(database.db, () => recording.vault)
    return { ...recording, humanTasks, readerOf: async (provider) => readers.get(provider) ?? null }
  })
})
afterAll(() => api.close())

const NUMBER = 11
const STRANGE = 22
let messages = 0

async function post({ channel, provider }: Hearing, { path, headers, body }: Post): Promise<unknown> {
  const url = `/v1/callbacks/${channel}/${provider}${path}`
  const answer = await api.app.inject({ method: 'POST', url, headers, payload: body })
  if (answer.statusCode === 401) return answer.statusCode
  if (!answer.body.includes('outcomes')) return 'thanks'
  return answer.json<{ outcomes: { outcome: string }[] }>().outcomes[0]?.outcome
}

function written(hearing: Hearing, from: string, text: string): Post {
  const id = `m-${++messages}`
  return hearing.post({ id, from, text, now: MACHINE_NOW - messages * 1000 })
}

/** Two debtors with one number or address, of whom the second was written to last, and one with another. */
async function people(hearing: Hearing): Promise<void> {
  const { provider, channel } = hearing
  const [kind] = messageKind(channel).points
  const born = '2026-01-02T00:00:00Z'
  const facts = ['a', 'b'].flatMap((name) => [
    {
      type: 'account.opened',
      at: born,
      account: `${provider}-${name}`,
      debtor: `${provider}-${name}`,
      creditor: 'acme',
      currency: 'USD',
      region: 'US-NY',
    },
    { type: 'point.added', at: born, debtor: `${provider}-${name}`, kind, value: hearing.at(NUMBER) },
  ])
  const headers = api.key('facts:write')
  await api.app.inject({ method: 'POST', url: '/v1/facts', headers, payload: facts })
  await sentContact(api, `${provider}-b`, { channel, kind })
}

const inboundOf = (debtor: string) =>
  api.database.db.query<{ at: string; disposition: string; channel: string }>(
    `select to_char(c.at at time zone 'UTC', 'HH24:MI:SS') as at, c.disposition, c.channel from contact c
     join person p on p.id = c.person_id where p.external_id = $1 and c.direction = 'in' order by c.id`,
    [debtor],
  )
const optedOut = async (hearing: Hearing) =>
  (
    await api.database.db.query<{ held: number }>(
      `select count(distinct p.id)::int as held from hold h
       join contact_point cp on cp.number_id = h.number_id join person p on p.id = cp.person_id
       where h.kind = 'optout' and h.channel is null and h.lifted_at is null and p.external_id like $1 || '-%'`,
      [hearing.provider],
    )
  )[0]?.held
const openTasks = () =>
  api.database.db.query<{ id: number; kind: string; reply: string }>(
    'select id, kind, reply from human_task where resolved_at is null order by id',
  )

test.each(HEARINGS.map((hearing) => [hearing.provider, hearing] as const))(
  'what people write to %s is verified, stored once, and of whom it is from or for a human',
  async (_name, hearing) => {
    await people(hearing)
    const { provider } = hearing
    const hello = written(hearing, hearing.at(NUMBER), 'I pay on Friday')
    expect(await post(hearing, hearing.forged(hello))).toBe(401)
    const stale = hearing.post({ id: 'm-old', from: hearing.at(NUMBER), text: 'old', now: 0 })
    if (hearing.dated) expect(await post(hearing, stale)).toBe(401)
    expect(await inboundOf(`${provider}-b`)).toEqual([])

    const twice = await Promise.all([post(hearing, hello), post(hearing, hello)])
    const said = [...twice, await post(hearing, hello)]
    // A vendor hears its own thanks, whatever became of it.
    const stored = said.filter((one) => one === 'stored').length
    expect([stored, said.includes('refused')]).toEqual([said.includes('thanks') ? 0 : 1, false])
    expect(await inboundOf(`${provider}-b`)).toMatchObject([{ disposition: 'replied' }])
    expect(await inboundOf(`${provider}-a`)).toEqual([])

    for (const text of ['', 'I pay. '.repeat(1400)])
      await post(hearing, written(hearing, hearing.at(NUMBER), text))
    expect(await inboundOf(`${provider}-b`)).toHaveLength(3)
    expect(await optedOut(hearing)).toBe(0)

    const strange = written(hearing, hearing.at(STRANGE), 'who are you')
    expect(['parked', 'thanks']).toContain(await post(hearing, strange))
    expect(['seen', 'thanks']).toContain(await post(hearing, strange))
    const [task, more] = (await openTasks()).filter(({ kind }) => kind === 'unknown_sender')
    expect([task?.reply.startsWith(`${provider}/`), more]).toEqual([true, undefined])
    const url = `/v1/human-tasks/${task?.id}/match`
    const payload = { agent: 'ann', debtor: `${provider}-a` }
    const headers = api.key('tasks:work')
    expect((await api.app.inject({ method: 'POST', url, payload, headers })).statusCode).toBe(200)
    expect(await inboundOf(`${provider}-a`)).toMatchObject([{ channel: hearing.channel }])
    expect(await openTasks()).toEqual([])

    await post(hearing, written(hearing, hearing.at(STRANGE), 'ＳＴＯＰ!'))
    expect(await inboundOf(`${provider}-a`)).toMatchObject([
      { disposition: 'replied' },
      { disposition: 'replied_stop' },
    ])
    expect(await optedOut(hearing)).toBe(1)
    await post(hearing, written(hearing, hearing.at(NUMBER), '退订'))
    expect(await optedOut(hearing)).toBe(2)
  },
)

test('a STOP from an address that the channel is not written to at is of whoever has that address', async () => {
  const [sms, mail] = [
    HEARINGS.find(({ channel }) => channel === 'sms'),
    HEARINGS.find((one) => one.channel === 'email'),
  ]
  if (!sms || !mail) throw new Error('nobody hears of texts or e-mails')
  const from = 'Ann.Who@mail.example'
  const born = '2026-01-02T00:00:00Z'
  const payload = { type: 'point.added', at: born, debtor: 'ann', kind: 'email', value: from }
  await api.app.inject({ method: 'POST', url: '/v1/facts', headers: api.key('facts:write'), payload })
  expect(await post(sms, written(sms, from, 'stop'))).toBe('stored')
  expect(await inboundOf('ann')).toMatchObject([{ channel: 'sms', disposition: 'replied_stop' }])
})
