import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HttpReply as ProviderReply } from '../../../src/providers/adapter.ts'
import { HOUR, MINUTE } from '../../../src/core/base/time.ts'
import { redeemBatch, sendPermitted, settleBatch } from '../../../src/flow/deliver.ts'
import type { Provider } from '../../../src/flow/ports/deliver.ts'
import { relayPage } from '../../../src/flow/relay.ts'
import { playedGateway } from '../../support/played-gateway.ts'
import { type Account, type Depot, depotOf, NOW, refOf, type Stage } from './stage.ts'

/** A provider that answers as it is told, and remembers what it was asked. */
export function toldProvider(reply: () => ProviderReply): Provider & { sent: string[] } {
  const sent: string[] = []
  const provider = playedGateway(({ body }) => {
    if (body['reference'] !== undefined) sent.push(body['reference'])
    return reply()
  })
  return { ...provider, sent }
}

export const accepted: ProviderReply = {
  kind: 'answered',
  status: 202,
  retryAfterMs: null,
  body: { id: 'p-1' },
}
export const answered = (status: number, code?: string): ProviderReply => ({
  kind: 'answered',
  status,
  retryAfterMs: null,
  body: code ? { code } : null,
})

export async function sendAll(depot: Depot, refs: [number, Account][]): Promise<string[]> {
  const redeemed = await redeemBatch(
    depot.deliver,
    refs.map(([id, account]) => refOf(id, account)),
  )
  const permitted = redeemed.flatMap((one) => (one.answer === 'send' ? [one.permitted] : []))
  const answers = await Promise.all(
    permitted.map(async (one) => ({ permitted: one, answer: await sendPermitted(depot.deliver, one) })),
  )
  if (answers.length > 0) await settleBatch(depot.deliver, answers)
  return redeemed.map((one) => one.answer)
}

export function deliverContract(name: string, open: () => Promise<Stage>): void {
  describe(`deliver on ${name}`, () => {
    let stage: Stage
    beforeEach(async () => void (stage = await open()))
    afterEach(() => stage.close())

    test('a due contact is relayed, redeemed, sent once and settled', async () => {
      const provider = toldProvider(() => accepted)
      const depot = depotOf(stage, { provider })
      await stage.contacts([{ id: 1, account: 11, state: 'planned' }])
      await stage.contacts([{ id: 2, account: 31, state: 'planned', notBefore: NOW + MINUTE }])
      const enqueuer = { enqueueContacts: async (rings: Depot['rings']) => void depot.rings.push(...rings) }
      expect(await relayPage({ store: stage.relay, enqueuer })).toEqual({ queued: 1, more: false })
      expect(depot.rings).toEqual([{ contact: 1, person: 1, case: 111, channel: 'sms', ring: 0 }])
      expect(await sendAll(depot, [[1, 11]])).toEqual(['send'])
      expect(await stage.contact(1)).toMatchObject({ state: 'sent', at: NOW, tries: 1, providerRef: 'p-1' })
      expect(await sendAll(depot, [[1, 11]])).toEqual(['gone'])
      expect(provider.sent).toHaveLength(1)
      expect(await stage.contact(2)).toMatchObject({ state: 'planned' })
    })

    test('the provider gets the number and the text, with the end of the window', async () => {
      const bodies: unknown[] = []
      const provider = playedGateway(({ body }) => {
        bodies.push(body)
        return accepted
      })
      await stage.contacts([{ id: 1, account: 11 }])
      await sendAll(depotOf(stage, { provider }), [[1, 11]])
      expect(bodies).toEqual([
        {
          reference: '00000000-0000-4000-8000-000000000001',
          to: '+12025550900',
          text: 'acme: 55.94 USD is past due. Reply STOP to opt out.',
          validUntil: '2026-03-02T18:00:00Z',
        },
      ])
    })

    test('two accounts of one person and two persons behind one number share the cap, within one batch', async () => {
      const provider = toldProvider(() => accepted)
      await stage.contacts([
        { id: 1, account: 11 },
        { id: 2, account: 12 },
        { id: 3, account: 21 },
        { id: 4, account: 31 },
      ])
      const answers = await sendAll(depotOf(stage, { provider }), [
        [4, 31],
        [3, 21],
        [2, 12],
        [1, 11],
      ])
      expect(answers).toEqual(['send', 'ended', 'ended', 'send'])
      expect(await stage.contact(2)).toMatchObject({ state: 'expired', at: null, rules: ['TEST-CAP'] })
      expect(await stage.nextReview(12)).toBe(NOW)
      expect(await stage.nextReview(31)).toBeGreaterThan(NOW)
      expect(await stage.decisions()).toEqual([
        { kind: 'refused', to: 'expired', rules: ['TEST-CAP'] },
        { kind: 'refused', to: 'expired', rules: ['TEST-CAP'] },
      ])
    })

    test('what was planned before a payment is cancelled', async () => {
      const provider = toldProvider(() => accepted)
      await stage.contacts([{ id: 1, account: 11 }])
      await stage.raiseEpoch(11)
      expect(await sendAll(depotOf(stage, { provider }), [[1, 11]])).toEqual(['ended'])
      expect(await stage.contact(1)).toMatchObject({ state: 'cancelled', rules: ['superseded'] })
      expect(provider.sent).toEqual([])
    })

    test('a deferred contact goes back with a later time and a new wake', async () => {
      const provider = toldProvider(() => accepted)
      await stage.setNow(Date.parse('2026-03-02T06:00:00Z'))
      await stage.contacts([{ id: 1, account: 11, notBefore: Date.parse('2026-03-02T06:00:00Z') }])
      expect(await sendAll(depotOf(stage, { provider }), [[1, 11]])).toEqual(['handed_back'])
      const eight = Date.parse('2026-03-02T08:00:00Z')
      expect(await stage.contact(1)).toMatchObject({ state: 'planned', notBefore: eight, ring: 1, at: null })
    })

    test('a contact past the end of its window expires and the case is reviewed', async () => {
      const provider = toldProvider(() => accepted)
      await stage.contacts([{ id: 1, account: 11, expiresAt: NOW }])
      expect(await sendAll(depotOf(stage, { provider }), [[1, 11]])).toEqual(['ended'])
      expect(await stage.contact(1)).toMatchObject({ state: 'expired', rules: ['too_late'] })
      expect(await stage.nextReview(11)).toBe(NOW)
    })

    test('a brake hands back and a resumed channel sends', async () => {
      const provider = toldProvider(() => accepted)
      const depot = depotOf(stage, { provider })
      await stage.contacts([{ id: 1, account: 11 }])
      await stage.brake('sms')
      expect(await sendAll(depot, [[1, 11]])).toEqual(['handed_back'])
      expect(await stage.contact(1)).toMatchObject({ state: 'planned', rules: ['stopped'], ring: 1 })
      await stage.resume()
      await stage.setNow(NOW + 5 * MINUTE)
      await relayPage({ store: stage.relay, enqueuer: { enqueueContacts: async () => {} } })
      expect(await sendAll(depot, [[1, 11]])).toEqual(['send'])
      expect(await stage.decisions()).toEqual([])
    })

    test('no hour takes more than the planned rate', async () => {
      const provider = toldProvider(() => accepted)
      const depot = depotOf(stage, { provider, perHour: 1 })
      await stage.contacts([
        { id: 1, account: 11 },
        { id: 2, account: 31 },
      ])
      expect(
        await sendAll(depot, [
          [1, 11],
          [2, 31],
        ]),
      ).toEqual(['send', 'handed_back'])
      expect(await stage.contact(2)).toMatchObject({ state: 'planned', notBefore: NOW + HOUR })
      await stage.setNow(NOW + HOUR)
      await relayPage({ store: stage.relay, enqueuer: { enqueueContacts: async () => {} } })
      expect(await sendAll(depot, [[2, 31]])).toEqual(['send'])
    })

    test.each([
      [answered(422, 'refused_content'), 'failed', 'refused_content'],
      [answered(400), 'failed', 'http_400'],
      [answered(500), 'unknown', 'http_500'],
      [answered(409), 'unknown', 'http_409'],
      [{ kind: 'ambiguous', code: 'timeout' } as const, 'unknown', 'timeout'],
      [{ kind: 'not_reached', code: 'econnrefused' } as const, 'planned', 'econnrefused'],
      [answered(429), 'planned', 'http_429'],
    ])('%j becomes %s', async (reply, state, code) => {
      await stage.contacts([{ id: 1, account: 11 }])
      await sendAll(depotOf(stage, { provider: toldProvider(() => reply) }), [[1, 11]])
      const seen = await stage.contact(1)
      expect(seen).toMatchObject({ state, providerCode: code })
      expect(seen.at).toBe(state === 'planned' ? null : NOW)
      expect(seen.ring).toBe(state === 'planned' ? 1 : 0)
      if (state === 'failed') expect(await stage.nextReview(11)).toBe(NOW)
    })

    test('what stands with us to be handed over goes on being sent, and nobody else takes it', async () => {
      const provider: Provider = { ...toldProvider(() => accepted), send: async () => ({ kind: 'kept' }) }
      const depot = depotOf(stage, { provider })
      await stage.contacts([{ id: 1, account: 11 }])
      expect(await sendAll(depot, [[1, 11]])).toEqual(['send'])
      expect(await stage.contact(1)).toMatchObject({ state: 'sending', at: NOW })
      expect(await sendAll(depot, [[1, 11]])).toEqual(['gone'])
    })

    test.for([
      ['invalid_number', 'point.invalid', 'invalid-1'],
      ['opted_out', 'optout.received', 'optout-1'],
    ] as const)('a number that the provider calls %s is a fact', async ([code, type, key]) => {
      const depot = depotOf(stage, { provider: toldProvider(() => answered(422, code)) })
      await stage.contacts([{ id: 1, account: 11 }])
      await sendAll(depot, [[1, 11]])
      expect(depot.recorded.map((row) => 'fact' in row && row.fact)).toEqual([
        { type, at: '2026-03-02T10:00:00Z', account: 'A11', key, point: 1001 },
      ])
    })

    test('a refused key opens the breaker: the others wait without a request', async () => {
      const provider = toldProvider(() => answered(401))
      const depot = depotOf(stage, { provider })
      await stage.contacts([
        { id: 1, account: 11 },
        { id: 2, account: 31 },
      ])
      expect(await sendAll(depot, [[1, 11]])).toEqual(['send'])
      expect(await sendAll(depot, [[2, 31]])).toEqual(['handed_back'])
      expect(await stage.contact(2)).toMatchObject({ state: 'planned', rules: ['breaker_open'] })
      expect(provider.sent).toHaveLength(1)
    })

    test('whoever comes back after the lease is gone changes nothing', async () => {
      const depot = depotOf(stage, { provider: toldProvider(() => accepted) })
      await stage.contacts([{ id: 1, account: 11 }])
      const [redeemed] = await redeemBatch(depot.deliver, [refOf(1, 11)])
      if (redeemed?.answer !== 'send') throw new Error('not sent')
      const stranger = { ...redeemed.permitted, token: '00000000-0000-4000-8000-00000000ffff' }
      const answer = { kind: 'ambiguous', code: 'timeout' } as const
      await settleBatch(depot.deliver, [{ permitted: stranger, answer }])
      expect(await stage.contact(1)).toMatchObject({ state: 'sending' })
    })

    test('nothing is sent with too little of the lease left', async () => {
      const provider = toldProvider(() => accepted)
      const depot = depotOf(stage, { provider })
      await stage.contacts([{ id: 1, account: 11 }])
      const [redeemed] = await redeemBatch(depot.deliver, [refOf(1, 11)])
      if (redeemed?.answer !== 'send') throw new Error('not sent')
      depot.machine.now += 20_000
      const answer = await sendPermitted(depot.deliver, redeemed.permitted)
      expect(answer).toEqual({ kind: 'not_tried', code: 'lease_short' })
      await settleBatch(depot.deliver, [{ permitted: redeemed.permitted, answer }])
      expect(await stage.contact(1)).toMatchObject({ state: 'planned', at: null })
      expect(provider.sent).toEqual([])
    })
  })
}
