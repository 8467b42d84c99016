import { expect } from 'vitest'
import { bill } from '../support/story-facts.ts'
import { type Canary, canaryOf, disguisesOf, valuesOf } from './canary.ts'
import type { Watched } from './watched.ts'

export const accepted = canaryOf('accepted', 31)
export const refused = canaryOf('refused', 32)
export const crashed = canaryOf('crashed', 33)
export const cut = canaryOf('cut', 34)
export const spoilt = canaryOf('spoilt', 35)
export const called = canaryOf('called', 36)
export const stranger = canaryOf('stranger', 37)
/** The person whom the bad rows name, who is left alone for it. */
export const muddled = canaryOf('muddled', 38)
/** The person whose number nobody ever named. */
export const passerby = canaryOf('passerby', 39)
/** The person whose first text the provider takes, and who never answers. */
export const reached = canaryOf('reached', 40)
export const texted = [accepted, reached, refused, crashed, cut, spoilt]
export const everybody = [...texted, called, muddled, stranger, passerby]

/** Who owes, with every personal value where it belongs. */
export async function openAccounts(engine: Watched): Promise<void> {
  const facts = [...texted, called, muddled].flatMap((one) => [
    opened(one),
    bill(
      one.account,
      'first',
      one === called ? '2026-02-25' : '2026-03-01',
      '200.00',
      '2026-01-05T09:00:00Z',
    ),
    {
      type: 'dispute.opened',
      at: '2026-01-06T09:00:00Z',
      account: one.account,
      dispute: 'x',
      reason: one.note,
    },
    {
      type: 'dispute.resolved',
      at: '2026-01-07T09:00:00Z',
      account: one.account,
      dispute: 'x',
      outcome: 'rejected',
    },
    {
      type: 'contact.recorded',
      at: '2026-01-08T09:00:00Z',
      debtor: `D-${one.account}`,
      point: one.phone,
      channel: 'sms',
      direction: 'in',
      disposition: 'replied',
      text: one.note,
    },
    {
      type: 'consent.given',
      at: '2026-01-08T10:00:00Z',
      debtor: `D-${one.account}`,
      point: one.phone,
      consent: 'sms',
    },
  ])
  const answer = await engine.post('/v1/facts', facts)
  expect([answer.status, answer.text]).toEqual([200, expect.stringContaining(`"taken":${facts.length}`)])
  // A number that cannot be opened any more: whoever sends to it throws.
  await engine.database.db.query(
    `update contact_point set value_sealed = '\\x00' where kind = 'phone'
       and person_id = (select person_id from account where external_id = $1)`,
    [spoilt.account],
  )
}

function opened(one: Canary): Record<string, unknown> {
  return {
    type: 'account.opened',
    at: '2026-01-05T09:00:00Z',
    account: one.account,
    debtor: `D-${one.account}`,
    creditor: 'acme',
    actor: 'first_party',
    product: 'consumer_loan',
    currency: 'USD',
    region: 'US-NY',
    zone: 'UTC',
    locale: 'en',
    score: 0.3,
    name: one.name,
    phone: one.phone,
    points: [
      { kind: 'address', value: one.address },
      { kind: 'email', value: one.email },
    ],
  }
}

/** Personal values in every wrong place. */
export async function sendBadFacts(engine: Watched): Promise<void> {
  for (const value of valuesOf(stranger)) {
    const bad = badFacts(value)
    for (const fact of bad) {
      const { status } = await engine.post('/v1/facts', fact)
      expect([JSON.stringify(fact), [200, 422].includes(status)]).toEqual([JSON.stringify(fact), true])
    }
    const raw = bad.map((fact) => JSON.stringify(fact)).join('\n')
    await engine.post('/v1/facts', null, { raw: `${raw}\n{"name": ${value}`, type: 'application/x-ndjson' })
    expect((await engine.post('/v1/facts', null, { raw: `{"name": ${value}` })).status).toBe(400)
    expect((await engine.post('/v1/tasks/claim', { kind: value, agent: value, [value]: 1 })).status).toBe(400)
    expect((await engine.post('/v1/human-tasks/1/resolve', { agent: 'a', resolution: value })).status).toBe(
      400,
    )
    for (const path of [
      '/v1/cases',
      '/v1/cases/x/',
      '/v1/none/',
      '/v1/cases?state=',
      '/v1/cases?open=',
      '/v1/%zz',
    ]) {
      await engine.get(`${path}${encodeURIComponent(value)}`)
    }
  }
}

/** The same in every disguise, a file of them at a time: each row is refused, or taken for what it is. */
export async function sendDisguised(engine: Watched): Promise<void> {
  for (const value of valuesOf(stranger).flatMap(disguisesOf)) {
    const raw = badFacts(value)
      .map((fact) => JSON.stringify(fact))
      .join('\n')
    const { status } = await engine.post('/v1/facts', null, { raw, type: 'application/x-ndjson' })
    expect([value, [207, 422].includes(status)]).toEqual([value, true])
    await engine.post('/v1/tasks/claim', { kind: value, agent: value, [value]: 1 })
    await engine.get(`/v1/cases/${encodeURIComponent(value)}`)
  }
}

function badFacts(value: string): unknown[] {
  const good = opened(stranger)
  const at = '2026-01-09T09:00:00Z'
  return [
    { ...good, [value]: 1 },
    { ...good, type: value },
    { ...good, at: value },
    { ...good, currency: value },
    { ...good, zone: value },
    { ...good, actor: value },
    { ...good, score: value },
    { ...good, points: [{ kind: value, value }] },
    { ...good, points: [{ kind: 'address', value, [value]: 1 }] },
    { type: 'payment.received', at, account: muddled.account, payment: 'p', amount: value },
    { type: 'optout.received', at, debtor: `D-${muddled.account}`, point: value },
    { type: 'optout.received', at, account: 'nobody', point: value },
    { type: 'point.invalid', at, debtor: `D-${muddled.account}`, point: value },
    {
      type: 'contact.outcome',
      at,
      account: muddled.account,
      step: 'none',
      disposition: 'met',
      note: value,
    },
    {
      type: 'contact.recorded',
      at,
      account: muddled.account,
      channel: value,
      disposition: value,
      text: value,
    },
    { ...opened(muddled), name: value },
    value,
  ]
}
