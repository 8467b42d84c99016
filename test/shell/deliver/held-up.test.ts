import { afterEach, beforeEach, expect, test } from 'vitest'
import { redeemBatch, sendPermitted, settleAndRedeem } from '../../../src/flow/deliver.ts'
import { accepted, toldProvider } from './deliver.contract.ts'
import { pgStage } from './pg-stage.ts'
import { depotOf, refOf } from './stage.ts'

let stage: Awaited<ReturnType<typeof pgStage>>
beforeEach(async () => void (stage = await pgStage()))
afterEach(() => stage.close())

test('an answer is settled although somebody holds up the page that it rides with', async () => {
  const depot = depotOf(stage, { provider: toldProvider(() => accepted) })
  await stage.contacts([
    { id: 1, account: 11 },
    { id: 2, account: 31 },
  ])
  const [first] = await redeemBatch(depot.deliver, [refOf(1, 11)])
  if (first?.answer !== 'send') throw new Error('it was not permitted')
  const { permitted } = first
  const answers = [{ permitted, answer: await sendPermitted(depot.deliver, permitted) }]
  let locked = (): void => {}
  const hasLocked = new Promise<void>((resolve) => (locked = resolve))
  let release = (): void => {}
  const holding = stage.db.transaction(async (tx) => {
    await tx.query('select from person where id = $1 for no key update', [refOf(2, 31).person])
    locked()
    await new Promise<void>((resolve) => (release = resolve))
  })
  await hasLocked
  const { settled, redeemed } = settleAndRedeem(depot.deliver, answers, [refOf(2, 31)])
  await settled
  expect(await stage.contact(1)).toMatchObject({ state: 'sent' })
  expect(await stage.contact(2)).toMatchObject({ state: 'queued' })
  release()
  await holding
  expect((await redeemed).map(({ answer }) => answer)).toEqual(['send'])
})
