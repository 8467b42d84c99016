import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HttpReply as ProviderReply } from '../../../src/providers/adapter.ts'
import { HOUR, MINUTE } from '../../../src/core/base/time.ts'
import { redeemBatch, sendPermitted, settleBatch } from '../../../src/flow/deliver.ts'
import type { Provider } from '../../../src/flow/ports/deliver.ts'
import { relayPage } from '../../../src/flow/relay.ts'
import { sweep } from '../../../src/flow/sweep.ts'
import { accepted, sendAll } from './deliver.contract.ts'
import { playedGateway } from '../../support/played-gateway.ts'
import { depotOf, NOW, refOf, type Stage } from './stage.ts'

interface Shelf extends Provider {
  /** References that the provider took. */
  took: string[]
  visible: boolean
  answer: ProviderReply
}

/** The shelf takes every message, answers as told, and shows what it took when it may. */
function shelf(answer: ProviderReply, { takes = true } = {}): Shelf {
  const played = playedGateway(({ method, body, reference }) => {
    if (method === 'POST') {
      if (takes) provider.took.push(body['reference'] ?? '')
      return provider.answer
    }
    const messages = provider.visible && provider.took.includes(reference ?? '') ? [{ id: 'p-9' }] : []
    return { kind: 'answered', status: 200, retryAfterMs: null, body: { messages } }
  })
  const provider: Shelf = { ...played, took: [], visible: true, answer }
  return provider
}

const silence = { kind: 'ambiguous', code: 'timeout' } as const
const QUIET = 10 * MINUTE

export function sweepContract(name: string, open: () => Promise<Stage>): void {
  describe(`sweep on ${name}`, () => {
    let stage: Stage
    beforeEach(async () => void (stage = await open()))
    afterEach(() => stage.close())

    test('a message of a sender that was killed between accept and settle is found under our reference, never sent twice', async () => {
      const provider = shelf(accepted)
      const depot = depotOf(stage, { provider })
      await stage.contacts([{ id: 1, account: 11 }])
      const [redeemed] = await redeemBatch(depot.deliver, [refOf(1, 11)])
      if (redeemed?.answer !== 'send') throw new Error('not sent')
      await sendPermitted(depot.deliver, redeemed.permitted)
      expect(await sweep(depot.sweep)).toMatchObject({ lapsed: 0, failed: [] })
      depot.machine.now += MINUTE
      expect(await sweep(depot.sweep)).toMatchObject({ lapsed: 1, resolved: 0, failed: [] })
      expect(await stage.contact(1)).toMatchObject({ state: 'unknown', at: NOW })
      expect(await sendAll(depot, [[1, 11]])).toEqual(['gone'])
      await stage.setNow(NOW + QUIET)
      expect(await sweep(depot.sweep)).toMatchObject({ resolved: 1 })
      expect(await stage.contact(1)).toMatchObject({ state: 'sent', providerRef: 'p-9', at: NOW })
      expect(provider.took).toHaveLength(1)
      expect(await stage.nextReview(11)).toBe(NOW + QUIET)
    })

    test('a late answer of its own worker resolves it as well', async () => {
      const depot = depotOf(stage, { provider: shelf(accepted) })
      await stage.contacts([{ id: 1, account: 11 }])
      const [redeemed] = await redeemBatch(depot.deliver, [refOf(1, 11)])
      if (redeemed?.answer !== 'send') throw new Error('not sent')
      depot.machine.now += MINUTE
      await sweep(depot.sweep)
      const answer = { kind: 'accepted', providerRef: 'p-1' } as const
      await settleBatch(depot.deliver, [{ permitted: redeemed.permitted, answer }])
      expect(await stage.contact(1)).toMatchObject({ state: 'sent', providerRef: 'p-1' })
    })

    test('a message that was absent twice, a quiet period apart, goes out again under the same reference', async () => {
      const provider = shelf(silence, { takes: false })
      const depot = depotOf(stage, { provider })
      await stage.contacts([{ id: 1, account: 11 }])
      await sendAll(depot, [[1, 11]])
      expect(await stage.contact(1)).toMatchObject({ state: 'unknown' })
      for (const after of [0, QUIET, QUIET + MINUTE]) {
        await stage.setNow(NOW + after)
        expect(await sweep(depot.sweep)).toMatchObject({ resolved: 0, failed: [] })
        expect(await stage.contact(1)).toMatchObject({ state: 'unknown' })
      }
      await stage.setNow(NOW + 2 * QUIET)
      expect(await sweep(depot.sweep)).toMatchObject({ resolved: 1 })
      expect(await stage.contact(1)).toMatchObject({ state: 'queued', ring: 1, at: null })
      expect(depot.rings).toEqual([{ contact: 1, person: 1, case: 111, channel: 'sms', ring: 1 }])
    })

    test('what was answered about an earlier send says nothing about this one', async () => {
      const depot = depotOf(stage, { provider: shelf(silence, { takes: false }) })
      await stage.contacts([{ id: 1, account: 11 }])
      const [redeemed] = await redeemBatch(depot.deliver, [refOf(1, 11)])
      if (redeemed?.answer !== 'send') throw new Error('not sent')
      depot.machine.now += MINUTE
      await sweep(depot.sweep)
      await stage.setNow(NOW + QUIET)
      await sweep(depot.sweep)
      const answer = { kind: 'not_reached', code: 'econnrefused' } as const
      await settleBatch(depot.deliver, [{ permitted: redeemed.permitted, answer }])
      await stage.setNow(NOW + 2 * QUIET)
      await relayPage({ store: stage.relay, enqueuer: depot.sweep.enqueuer })
      await sendAll(depot, [[1, 11]])
      expect(await stage.contact(1)).toMatchObject({ state: 'unknown', tries: 2 })
      await stage.setNow(NOW + 3 * QUIET)
      expect(await sweep(depot.sweep)).toMatchObject({ resolved: 0, failed: [] })
      expect(await stage.contact(1)).toMatchObject({ state: 'unknown' })
    })

    test('a query that sees late does not lead to a second message', async () => {
      const provider = shelf(silence)
      provider.visible = false
      const depot = depotOf(stage, { provider })
      await stage.contacts([{ id: 1, account: 11 }])
      await sendAll(depot, [[1, 11]])
      await stage.setNow(NOW + QUIET)
      await sweep(depot.sweep)
      provider.visible = true
      await stage.setNow(NOW + 2 * QUIET)
      await sweep(depot.sweep)
      expect(await stage.contact(1)).toMatchObject({ state: 'sent' })
      expect(provider.took).toHaveLength(1)
    })

    test('a job that nobody took is enqueued again, under the same id', async () => {
      const depot = depotOf(stage, { provider: shelf(accepted) })
      await stage.contacts([{ id: 1, account: 11 }])
      expect(await sweep(depot.sweep)).toMatchObject({ rung: 0 })
      await stage.setNow(NOW + 2 * MINUTE)
      expect(await sweep(depot.sweep)).toMatchObject({ rung: 1, failed: [] })
      expect(await sweep(depot.sweep)).toMatchObject({ rung: 1, failed: [] })
      expect(depot.rings.map((ring) => ring.ring)).toEqual([0, 0])
    })

    test('a waiting contact past its window expires and its case is reviewed', async () => {
      const depot = depotOf(stage, { provider: shelf(accepted) })
      await stage.contacts([
        { id: 1, account: 11, state: 'planned', expiresAt: NOW + HOUR },
        { id: 2, account: 31, state: 'planned', expiresAt: NOW + 3 * HOUR },
      ])
      await stage.setNow(NOW + 2 * HOUR)
      expect(await sweep(depot.sweep)).toMatchObject({ expired: 1, failed: [] })
      expect(await stage.contact(1)).toMatchObject({ state: 'expired', rules: ['too_late'] })
      expect(await stage.contact(2)).toMatchObject({ state: 'planned' })
      expect(await stage.nextReview(11)).toBe(NOW + 2 * HOUR)
    })

    test('the breaker is tried again', async () => {
      const provider = shelf(
        { kind: 'answered', status: 403, retryAfterMs: null, body: null },
        { takes: false },
      )
      const depot = depotOf(stage, { provider })
      await stage.contacts([{ id: 1, account: 11 }])
      await sendAll(depot, [[1, 11]])
      expect(await sweep(depot.sweep)).toMatchObject({ breakers: 0 })
      await stage.setNow(NOW + 5 * MINUTE)
      expect(await sweep(depot.sweep)).toMatchObject({ breakers: 0 })
      await stage.setNow(NOW + 16 * MINUTE)
      expect(await sweep(depot.sweep)).toMatchObject({ breakers: 0 })
      await stage.setNow(NOW + 17 * MINUTE)
      expect(await sweep(depot.sweep)).toMatchObject({ breakers: 1, failed: [], stuck: 0 })
    })

    test('a step that fails does not keep the others from being done', async () => {
      const depot = depotOf(stage, { provider: shelf(accepted) })
      await stage.contacts([{ id: 1, account: 11, state: 'planned', expiresAt: NOW }])
      const relay = async (): Promise<never> => {
        throw new Error('no redis')
      }
      const report = await sweep({ ...depot.sweep, relay })
      expect(report).toMatchObject({ expired: 1, failed: [{ step: 'relay' }] })
    })
  })
}
