import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type DeliverDeps,
  redeemBatch,
  sendPermitted,
  settleAndRedeem,
  settleBatch,
} from '../../../src/flow/deliver.ts'
import type { PermitContact } from '../../../src/core/deliver/ask.ts'
import type { ActiveConfig } from '../../../src/flow/ports/config.ts'
import type { Database } from '../../../src/shell/pg/base/database.ts'
import { type During, tripsOn } from '../../support/network-trips.ts'
import { accepted, toldProvider } from './deliver.contract.ts'
import { pgStage } from './pg-stage.ts'
import { type Depot, depotOf, refOf, type Stage } from './stage.ts'

let stage: Stage & { db: Database }
let depot: Depot
let during: During
beforeEach(async () => {
  stage = await pgStage()
  during = tripsOn(stage.db)
  depot = depotOf(stage, { provider: toldProvider(() => accepted) })
  await stage.contacts([
    { id: 1, account: 11 },
    { id: 2, account: 21 },
    { id: 3, account: 31 },
  ])
})
afterEach(() => stage.close())

const BEGIN = ['begin', 'begun']
const REDEEM = ['deliver-load', 'dossiers-to-send', 'deliver-save', 'commit']

test('a page waits for the network three times to be redeemed and once to be settled, however long it is', async () => {
  const redeemed = await during(() => redeemBatch(depot.deliver, [refOf(1, 11), refOf(3, 31)]))
  expect(redeemed.result.map(({ answer }) => answer)).toEqual(['send', 'send'])
  expect(redeemed.statements).toEqual([...BEGIN, 'deliver-lock', ...REDEEM])
  expect(redeemed.trips).toBe(3)
  const answers = await Promise.all(
    redeemed.result.flatMap((one) =>
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
  const settled = await during(() => settleBatch(depot.deliver, answers))
  expect(settled.statements).toEqual([...BEGIN, 'deliver-settle', 'commit'])
  expect(settled.trips).toBe(1)
  expect(await stage.contact(1)).toMatchObject({ state: 'sent' })
})

test('a page that rides with the next one costs one statement and no wait', async () => {
  const [first] = await redeemBatch(depot.deliver, [refOf(1, 11)])
  if (first?.answer !== 'send') throw new Error('it was not permitted')
  const { permitted } = first
  const answer = await sendPermitted(depot.deliver, permitted)
  const both = await during(async () => {
    const { settled, redeemed } = settleAndRedeem(depot.deliver, [{ permitted, answer }], [refOf(3, 31)])
    await settled
    return redeemed
  })
  expect(both.result.map((one) => one.answer)).toEqual(['send'])
  expect(both.statements).toEqual([...BEGIN, 'deliver-lock', 'deliver-settle', ...REDEEM])
  expect(both.trips).toBe(3)
})

/** Version 7 is active, and permits everything; another, which may be remembered, permits nothing. */
async function remembering(id: number): Promise<{ deps: DeliverDeps; asked: () => number }> {
  await stage.db.query(
    `insert into config_version (id, hash, content, published_at, published_by, active)
     overriding system value values (7, 'a', '{}', business_now(), 'test', true)`,
  )
  const { config, permit } = depot.deliver
  const any = await config.active()
  let asked = 0
  const active = async (): Promise<ActiveConfig> => {
    asked++
    return { ...any, id: 7 }
  }
  const deps: DeliverDeps = {
    ...depot.deliver,
    config: { ...config, active, remembered: () => ({ ...any, id }) },
    permit: (version) => (version.id === 7 ? permit(version) : never),
  }
  return { deps, asked: () => asked }
}

const never: PermitContact = () => ({ answer: 'deny', reasons: [], review: false, duties: [], warnings: [] })

async function redeemedBeside(deps: DeliverDeps): Promise<string[]> {
  const { settled, redeemed } = settleAndRedeem(deps, [], [refOf(3, 31)])
  await settled
  return (await redeemed).map(({ answer }) => answer)
}

test('schedules that are remembered and still active are not asked for', async () => {
  const { deps, asked } = await remembering(7)
  expect(await redeemedBeside(deps)).toEqual(['send'])
  expect(await redeemBatch(deps, [refOf(1, 11)])).toMatchObject([{ answer: 'send' }])
  expect(asked()).toBe(0)
})

test('where others have become active meanwhile, the page is redeemed under those', async () => {
  const { deps, asked } = await remembering(6)
  expect(await redeemedBeside(deps)).toEqual(['send'])
  expect(asked()).toBe(1)
  expect(await stage.contact(3)).toMatchObject({ state: 'sending', tries: 1 })
  expect(await redeemBatch(deps, [refOf(1, 11)])).toMatchObject([{ answer: 'send' }])
  expect(asked()).toBe(2)
})
