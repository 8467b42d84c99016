import type { PointKind } from '../../../src/core/base/list.ts'
import type { MessageChannel } from '../../../src/core/channel/channel.ts'
import { signBody } from '../../../src/shell/http/signature.ts'
import { MACHINE_NOW, SECRET, type TestApi } from './api.ts'

/** Two people behind one number, A1 and A2. */
export async function openAccounts(api: TestApi): Promise<void> {
  await api.app.inject({
    method: 'POST',
    url: '/v1/facts',
    headers: api.key('facts:write'),
    payload: ['D1', 'D2'].map((debtor, index) => ({
      type: 'account.opened',
      at: '2026-01-02T00:00:00Z',
      account: `A${index + 1}`,
      debtor,
      creditor: 'acme',
      currency: 'USD',
      region: 'US-NY',
      phone: '+12025550101',
    })),
  })
}

/** A message on its way to the person of that account. */
export async function sentContact(
  api: TestApi,
  account: string,
  { channel, kind }: { channel: MessageChannel; kind: PointKind } = { channel: 'sms', kind: 'phone' },
): Promise<{ contact: number; reference: string }> {
  const { db } = api.database
  await db.query(
    `insert into collection_case (person_id, account_id, number, state, snapshot, strategy, strategy_hash, opened_on, opened_at)
     select person_id, id, 1, 'working', '{}', 's', repeat('a', 64), '2026-03-02', '2026-03-02T05:05:00Z'
     from account where external_id = $1 on conflict do nothing`,
    [account],
  )
  const [row] = await db.query<{ contact: number; reference: string }>(
    `insert into contact (person_id, case_id, account_id, accounts, point_id, number_id, channel, creditor, collector, episode,
       step, attempt, state, at, created_at, changed_at)
     select c.person_id, c.id, c.account_id, array[c.account_id], p.id, p.number_id, $2, 'acme', 'acme', '2026-03-01',
       'friendly', (select count(*) + 1 from contact), 'sending', '2026-03-10T14:00:00Z', now(), now()
     from account a join collection_case c on c.account_id = a.id join contact_point p on p.person_id = a.person_id and p.kind = $3
     where a.external_id = $1 returning id as contact, client_ref::text as reference`,
    [account, channel, kind],
  )
  if (!row) throw new Error('no contact')
  return row
}

export interface Sending {
  id: string
  /** The channel at whose door it is told; absent = texts. */
  door?: MessageChannel
  at?: number
  secret?: string
  signed?: string
}

export async function sendCallback(
  api: TestApi,
  body: unknown,
  sending: Sending,
): Promise<[number, Record<string, unknown>]> {
  const raw = typeof body === 'string' ? body : JSON.stringify(body)
  const timestamp = String(Math.floor((sending.at ?? MACHINE_NOW) / 1000))
  const answer = await api.app.inject({
    method: 'POST',
    url: `/v1/callbacks/${sending.door ?? 'sms'}`,
    payload: raw,
    headers: {
      'content-type': 'application/json',
      'webhook-id': sending.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signBody(sending.id, timestamp, sending.signed ?? raw, sending.secret ?? SECRET),
    },
  })
  return [answer.statusCode, answer.json()]
}
