import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MessageChannel, MESSAGE_CHANNELS, messageKind } from '../../../src/core/channel/channel.ts'
import { type Disposition, meaningOf, receiptsTo } from '../../../src/core/channel/disposition.ts'
import type { PointKind } from '../../../src/core/base/list.ts'
import { takeReceiptFile } from '../../../src/shell/feed/receipt-file.ts'
import { signBody } from '../../../src/shell/http/signature.ts'
import { takeCallbacks } from '../../../src/shell/http/take-callbacks.ts'
import { MACHINE_NOW, SECRET, testApi, type TestApi } from './api.ts'
import { sentContact } from './provider.ts'
import { recorder } from './recorder.ts'

let api: TestApi
let recording: ReturnType<typeof recorder>
let debtors = 0
beforeAll(async () => {
  api = await testApi((database) => (recording = recorder(database)))
})
afterAll(() => api.close())

const VALUES: Record<PointKind, (debtor: number) => string> = {
  phone: (debtor) => `+1202555${String(1000 + debtor)}`,
  email: (debtor) => `lin${debtor}@mail.example`,
  address: (debtor) => `${debtor} Long Street, Albany NY 12207`,
  handle: (debtor) => `lin${debtor}`,
}

interface Sent {
  channel: MessageChannel
  account: string
  contact: number
  reference: string
}

/** A message that left, to somebody who has one number or address of the kind. */
async function sentOn(channel: MessageChannel): Promise<Sent> {
  const [debtor, account, at] = [`D${++debtors}`, `A${debtors}`, '2026-01-02T00:00:00Z']
  const [kind] = messageKind(channel).points
  const place = { creditor: 'acme', currency: 'USD', region: 'US-NY' }
  const payload = [
    { type: 'account.opened', at, account, debtor, ...place },
    { type: 'point.added', at, debtor, kind, value: VALUES[kind](debtors) },
  ]
  await api.app.inject({ method: 'POST', url: '/v1/facts', headers: api.key('facts:write'), payload })
  return { channel, account, ...(await sentContact(api, account, { channel, kind })) }
}

const receipt = ({ reference }: Sent, status: string, minute: number) => ({
  type: 'receipt',
  reference,
  id: `m-${reference}`,
  status,
  at: `2026-03-10T14:0${minute}:00Z`,
})

async function post({ channel }: Sent, id: string, body: unknown): Promise<void> {
  const raw = JSON.stringify(body)
  const timestamp = String(Math.floor(MACHINE_NOW / 1000))
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signBody(id, timestamp, raw, SECRET),
  }
  const answer = await api.app.inject({
    method: 'POST',
    url: `/v1/callbacks/${channel}`,
    payload: raw,
    headers,
  })
  expect([answer.statusCode, JSON.stringify(answer.json())]).toEqual([200, expect.stringContaining('stored')])
}

async function filed({ channel, reference }: Sent, statuses: string[]): Promise<void> {
  const take = takeCallbacks({ db: api.database.db, ...recording })
  const csv = `reference,status\n${statuses.map((status) => `${reference},${status}\n`).join('')}`
  const asOf = Date.parse('2026-03-10T14:10:00Z')
  const told = { channel, input: Readable.from([csv]), file: 'back.csv', asOf, reject: async () => {} }
  expect(await takeReceiptFile(take, told)).toMatchObject({ taken: statuses.length, rejected: 0 })
}

async function fact({ account, contact }: Sent, disposition: string, minute: number): Promise<void> {
  const at = `2026-03-10T14:0${minute}:00Z`
  const payload = [{ type: 'contact.outcome', at, account, contact, disposition }]
  const headers = api.key('facts:write')
  expect((await api.app.inject({ method: 'POST', url: '/v1/facts', headers, payload })).statusCode).toBe(200)
}

/** Every door by which something is told of a message that was sent. */
const DOORS: Record<string, (sent: Sent, word: string) => Promise<void>> = {
  'one by one': async (sent, word) => {
    await post(sent, `${sent.reference}-1`, receipt(sent, 'delivered', 1))
    await post(sent, `${sent.reference}-2`, receipt(sent, word, 2))
  },
  'in one list': (sent, word) =>
    post(sent, sent.reference, [receipt(sent, 'delivered', 1), receipt(sent, word, 2)]),
  'in one file': (sent, word) => filed(sent, ['delivered', word]),
  'in two files': async (sent, word) => {
    await filed(sent, ['delivered'])
    await filed(sent, [word])
  },
  'as facts': async (sent, word) => {
    await fact(sent, 'delivered', 1)
    await fact(sent, word, 2)
  },
}

async function leftOf({ contact }: Sent): Promise<Record<string, unknown> | undefined> {
  const rows = await api.database.db.query<Record<string, unknown>>(
    `select c.state, c.outcome, c.disposition, p.valid,
       (select string_agg(h.kind || ' ' || coalesce(h.reason, '') || case when h.number_id = c.number_id then 'here' else '' end, ',')
        from hold h where h.person_id = c.person_id) as holds
     from contact c join contact_point p on p.id = c.point_id where c.id = $1`,
    [contact],
  )
  return rows[0]
}

/** What a word leaves that acts, beside `delivered`. */
function meant(word: Disposition): Record<string, unknown> {
  const { effect } = meaningOf(word)
  const holds = effect === 'optout' ? 'optout here' : effect === 'deceased' ? 'hold deceased' : null
  return {
    state: 'delivered',
    outcome: 'delivered',
    disposition: word,
    valid: effect !== 'point_invalid',
    holds,
  }
}

describe.each(MESSAGE_CHANNELS.map((channel) => [channel] as const))(
  'what is told of a message of %s that was delivered',
  (channel) => {
    const words = receiptsTo(messageKind(channel).points).filter((one) => meaningOf(one).effect !== undefined)
    it.each(words.flatMap((word) => Object.keys(DOORS).map((door) => [word, door] as const)))(
      '%s acts and is shown beside, told %s',
      async (word, door) => {
        const sent = await sentOn(channel)
        await DOORS[door]?.(sent, word)
        expect(await leftOf(sent)).toEqual(meant(word))
      },
    )
  },
)
