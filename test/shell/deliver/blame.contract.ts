import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ParkedRow } from '../../../src/core/base/parked.ts'
import { redeemBatch, sendPermitted, settleAndRedeem } from '../../../src/flow/deliver.ts'
import type { DeliverStore } from '../../../src/flow/ports/deliver.ts'
import { accepted, toldProvider } from './deliver.contract.ts'
import { type Depot, depotOf, refOf, type Stage } from './stage.ts'

export function blameContract(name: string, open: () => Promise<Stage>): void {
  describe(`who is blamed for a page that fails, on ${name}`, () => {
    let stage: Stage
    let depot: Depot
    let parked: ParkedRow[]
    beforeEach(async () => {
      stage = await open()
      parked = []
      const made = depotOf(stage, { provider: toldProvider(() => accepted) })
      const tellParked = (rows: readonly ParkedRow[]): void => void parked.push(...rows)
      depot = { ...made, deliver: { ...made.deliver, tellParked } }
      await stage.contacts([
        { id: 1, account: 11 },
        { id: 2, account: 31 },
      ])
    })
    afterEach(() => stage.close())

    const unread = (): Depot['deliver'] => ({
      ...depot.deliver,
      config: { ...depot.deliver.config, active: () => Promise.reject(new Error('nothing is published')) },
    })

    test('schedules that cannot be read are no fault of the contacts that wait', async () => {
      const page = [refOf(1, 11), refOf(2, 31)]
      await expect(redeemBatch(unread(), page)).rejects.toThrow('nothing is published')
      await expect(redeemBatch(unread(), page.slice(0, 1))).rejects.toThrow('nothing is published')
      expect(parked).toEqual([])
      expect(await stage.contact(1)).toMatchObject({ state: 'queued' })
      expect((await redeemBatch(depot.deliver, page)).map(({ answer }) => answer)).toEqual(['send', 'send'])
    })

    test('schedules that cannot be read are no fault of those whose answers are settled with the page either', async () => {
      const [first] = await redeemBatch(depot.deliver, [refOf(1, 11)])
      if (first?.answer !== 'send') throw new Error('it was not permitted')
      const { permitted } = first
      const answers = [{ permitted, answer: await sendPermitted(depot.deliver, permitted) }]
      const { settled, redeemed } = settleAndRedeem(unread(), answers, [refOf(2, 31)])
      await expect(redeemed).rejects.toThrow('nothing is published')
      await settled
      expect(parked).toEqual([])
      expect(await stage.contact(1)).toMatchObject({ state: 'sent' })
    })

    test('a rate that is as good as none holds up nobody', async () => {
      const provider = toldProvider(() => accepted)
      const { deliver } = depotOf(stage, { provider, perHour: 10_000_000_000 })
      const redeemed = await redeemBatch(deliver, [refOf(1, 11), refOf(2, 31)])
      expect(redeemed.map(({ answer }) => answer)).toEqual(['send', 'send'])
    })

    test('a contact that is in other hands is not put aside where its person cannot be read', async () => {
      await redeemBatch(depot.deliver, [refOf(1, 11)])
      const transaction: DeliverStore['transaction'] = (work) =>
        depot.deliver.store.transaction((tx) =>
          work({ ...tx, loadDossiers: () => Promise.reject(new RangeError('no such day')) }),
        )
      const again = await redeemBatch({ ...depot.deliver, store: { transaction } }, [refOf(1, 11)])
      expect(again).toEqual([{ answer: 'gone' }])
      expect(parked).toEqual([])
    })
  })
}
