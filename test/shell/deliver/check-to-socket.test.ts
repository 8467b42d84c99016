import { expect, test } from 'vitest'
import { redeemBatch, sendPermitted, settleBatch } from '../../../src/flow/deliver.ts'
import { readCheckToSocket } from '../../../src/shell/pg/watch/metrics.ts'
import { accepted, toldProvider } from './deliver.contract.ts'
import { pgStage } from './pg-stage.ts'
import { depotOf, refOf } from './stage.ts'

test('the time between the last check and the request is kept with the contact and told by quantile', async () => {
  const stage = await pgStage()
  const depot = depotOf(stage, { provider: toldProvider(() => accepted) })
  await stage.contacts([
    { id: 1, account: 11 },
    { id: 2, account: 31 },
  ])
  for (const [ref, waited] of [
    [refOf(1, 11), 40],
    [refOf(2, 31), 900],
  ] as const) {
    const [redeemed] = await redeemBatch(depot.deliver, [ref])
    if (redeemed?.answer !== 'send') throw new Error('not sent')
    depot.machine.now += waited
    const answer = await sendPermitted(depot.deliver, redeemed.permitted)
    depot.machine.now += 5_000
    await settleBatch(depot.deliver, [{ permitted: redeemed.permitted, answer }])
  }
  const told = await readCheckToSocket(stage.db, 30)
  expect(told.map(({ quantile, seconds }) => [quantile, seconds])).toEqual([
    ['0.5', 0.04],
    ['0.99', 0.9],
    ['1.0', 0.9],
  ])
  await stage.close()
})
