import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../../src/core/base/time.ts'
import {
  type Answered,
  type DeliverDeps,
  redeemBatch,
  sendPermitted,
  settleAndRedeem,
} from '../../../src/flow/deliver.ts'
import type { PermitContact } from '../../../src/core/deliver/ask.ts'
import { accepted, toldProvider } from './deliver.contract.ts'
import { type Account, type Depot, depotOf, NOW, refOf, type Stage } from './stage.ts'

const always: PermitContact = () => ({ answer: 'permit', until: NOW + HOUR, duties: [], warnings: [] })

async function sent(depot: Depot, refs: [number, Account][]): Promise<Answered[]> {
  const redeemed = await redeemBatch(
    depot.deliver,
    refs.map(([id, account]) => refOf(id, account)),
  )
  return Promise.all(
    redeemed.flatMap((one) =>
      one.answer === 'send'
        ? [
            sendPermitted(depot.deliver, one.permitted).then((answer) => ({
              permitted: one.permitted,
              answer,
            })),
          ]
        : [],
    ),
  )
}

async function both(deps: DeliverDeps, answers: Answered[], refs: [number, Account][]): Promise<string[]> {
  const { settled, redeemed } = settleAndRedeem(
    deps,
    answers,
    refs.map(([id, account]) => refOf(id, account)),
  )
  await settled
  return (await redeemed).map(({ answer }) => answer)
}

export function bothContract(name: string, open: () => Promise<Stage>): void {
  describe(`a page that is settled with the next one, on ${name}`, () => {
    let stage: Stage
    beforeEach(async () => void (stage = await open()))
    afterEach(() => stage.close())

    test('one is settled, the other redeemed, and what was settled counts for what is redeemed', async () => {
      const depot = depotOf(stage, { provider: toldProvider(() => accepted) })
      await stage.contacts([
        { id: 1, account: 11 },
        { id: 2, account: 31 },
        { id: 3, account: 11, attempt: 2 },
      ])
      const answers = await sent(depot, [[1, 11]])
      const redeemed = await both(depot.deliver, answers, [
        [2, 31],
        [3, 11],
      ])
      expect(redeemed).toEqual(['send', 'ended'])
      expect(await stage.contact(1)).toMatchObject({ state: 'sent', providerRef: 'p-1' })
      expect(await stage.contact(2)).toMatchObject({ state: 'sending', tries: 1 })
      expect(await stage.contact(3)).toMatchObject({ state: 'expired', rules: ['TEST-CAP'] })
    })

    test('a number that the provider refuses ends its case, is recorded, and holds up nobody', async () => {
      const body = { code: 'invalid_number' }
      const reply = { kind: 'answered' as const, status: 422, retryAfterMs: null, body }
      const depot = depotOf(stage, { provider: toldProvider(() => reply) })
      await stage.contacts([
        { id: 1, account: 11 },
        { id: 2, account: 31 },
      ])
      const answers = await sent(depot, [[1, 11]])
      expect(await both(depot.deliver, answers, [[2, 31]])).toEqual(['send'])
      expect(await stage.contact(1)).toMatchObject({ state: 'failed', providerCode: 'invalid_number' })
      expect(depot.recorded).toMatchObject([{ fact: { type: 'point.invalid', account: 'A11' } }])
    })

    test('one that came late is enqueued again, and one that was not reached waits', async () => {
      const depot = depotOf(stage, {
        provider: toldProvider(() => ({ kind: 'not_reached', code: 'econnrefused' })),
      })
      await stage.contacts([
        { id: 1, account: 11 },
        { id: 2, account: 31 },
      ])
      const [late] = await redeemBatch(depot.deliver, [refOf(1, 11)])
      if (late?.answer !== 'send') throw new Error('it was not permitted')
      depot.machine.now += MINUTE / 4
      const answer = await sendPermitted(depot.deliver, late.permitted)
      expect(await both(depot.deliver, [{ permitted: late.permitted, answer }], [[2, 31]])).toEqual(['send'])
      expect(depot.rings.map(({ contact, ring }) => [contact, ring])).toEqual([[1, 1]])
      expect(await stage.contact(1)).toMatchObject({ state: 'queued', tries: 0 })
      const refused = await sent(depot, [[1, 11]])
      expect(await both(depot.deliver, refused, [])).toEqual([])
      expect(await stage.contact(1)).toMatchObject({ state: 'planned', providerCode: 'econnrefused' })
    })

    test('a rate with too little room lets through as many as it has, and the answers are settled once', async () => {
      const depot = depotOf(stage, { provider: toldProvider(() => accepted), perHour: 2, permit: always })
      await stage.contacts([
        { id: 1, account: 11 },
        { id: 2, account: 21 },
        { id: 3, account: 31 },
      ])
      const answers = await sent(depot, [[1, 11]])
      const redeemed = await both(depot.deliver, answers, [
        [2, 21],
        [3, 31],
      ])
      expect(redeemed.toSorted()).toEqual(['handed_back', 'send'])
      expect(await stage.contact(1)).toMatchObject({ state: 'sent' })
    })

    test('a contact that stands twice in a page is asked about, sent and settled once', async () => {
      const depot = depotOf(stage, { provider: toldProvider(() => accepted) })
      await stage.contacts([{ id: 1, account: 11 }])
      const answers = await sent(depot, [
        [1, 11],
        [1, 11],
      ])
      expect(answers).toHaveLength(1)
      await both(depot.deliver, answers, [])
      expect(await stage.contact(1)).toMatchObject({ state: 'sent' })
    })

    test('where they cannot be one, each is done alone', async () => {
      const provider = toldProvider(() => accepted)
      const depot = depotOf(stage, { provider })
      await stage.contacts([
        { id: 1, account: 11 },
        { id: 2, account: 31 },
      ])
      const answers = await sent(depot, [[1, 11]])
      let begun = 0
      const { store } = depot.deliver
      const transaction: typeof store.transaction = (work) =>
        ++begun === 1 ? Promise.reject(new Error('the connection is gone')) : store.transaction(work)
      const deps = { ...depot.deliver, store: { transaction } }
      expect(await both(deps, answers, [[2, 31]])).toEqual(['send'])
      expect(await stage.contact(1)).toMatchObject({ state: 'sent' })
      expect(await stage.contact(2)).toMatchObject({ state: 'sending' })
    })
  })
}
