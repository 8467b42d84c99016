import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { redeemBatch, sendPermitted, settleBatch } from '../../../src/flow/deliver.ts'
import { accepted, sendAll, toldProvider } from './deliver.contract.ts'
import { depotOf, refOf, type Stage } from './stage.ts'

export function lateContract(name: string, open: () => Promise<Stage>): void {
  describe(`late sends on ${name}`, () => {
    let stage: Stage
    beforeEach(async () => void (stage = await open()))
    afterEach(() => stage.close())

    test('a send that would start too long after its check asks nobody, and is checked again under the next ring', async () => {
      const provider = toldProvider(() => accepted)
      const depot = depotOf(stage, { provider })
      await stage.contacts([{ id: 1, account: 11 }])
      const [redeemed] = await redeemBatch(depot.deliver, [refOf(1, 11)])
      if (redeemed?.answer !== 'send') throw new Error('not sent')
      depot.machine.now += 2_001
      const answer = await sendPermitted(depot.deliver, redeemed.permitted)
      expect(answer).toEqual({ kind: 'late' })
      await stage.raiseEpoch(11)
      await settleBatch(depot.deliver, [{ permitted: redeemed.permitted, answer }])
      expect(provider.sent).toEqual([])
      expect(await stage.contact(1)).toMatchObject({
        state: 'queued',
        ring: 1,
        tries: 0,
        at: null,
        providerCode: 'late_after_check',
      })
      expect(depot.rings).toEqual([{ contact: 1, person: 1, case: 111, channel: 'sms', ring: 1 }])
      expect(await sendAll(depot, [[1, 11]])).toEqual(['ended'])
      expect(await stage.contact(1)).toMatchObject({ state: 'cancelled', rules: ['superseded'] })
    })
  })
}
