import { afterEach, beforeEach, expect, test } from 'vitest'
import { redeemBatch } from '../../../src/flow/deliver.ts'
import { offerBatch } from '../../../src/flow/offer.ts'
import { claimTask } from '../../../src/flow/task.ts'
import { accepted, toldProvider } from './deliver.contract.ts'
import { pgStage } from './pg-stage.ts'
import { type Depot, depotOf, refOf } from './stage.ts'

let stage: Awaited<ReturnType<typeof pgStage>>
let depot: Depot
beforeEach(async () => {
  stage = await pgStage()
  depot = depotOf(stage, { provider: toldProvider(() => accepted) })
})
afterEach(() => stage.close())

const lawOf = (id: number) =>
  stage.db.query(
    `select c.state, l.content ->> 'tzdata' as tzdata from contact c
     left join law_used l on l.hash = c.law_hash where c.id = $1`,
    [id],
  )

test('a message keeps under what it was let pass, one that was not keeps it in the decision', async () => {
  await stage.contacts([
    { id: 1, account: 11 },
    { id: 2, account: 21 },
  ])
  await redeemBatch(depot.deliver, [refOf(1, 11), refOf(2, 21)])
  const tzdata = process.versions['tz']
  expect(await lawOf(1)).toEqual([{ state: 'sending', tzdata }])
  const [second] = await lawOf(2)
  expect(second).toMatchObject({ tzdata: null })
  const told = `select l.content ->> 'tzdata' as tzdata from decision d
    left join law_used l on l.hash = d.law_hash where d.contact_id = 2`
  expect(await stage.db.query(told)).toEqual([{ tzdata }])
})

test('a call keeps under what it was let pass when it is claimed', async () => {
  await stage.contacts([{ id: 1, account: 11, channel: 'call' }])
  await offerBatch(stage.task, 'call', [refOf(1, 11)])
  expect(await claimTask(depot.task, { kind: 'call', agent: 'amy' })).toMatchObject({ ok: true })
  expect(await lawOf(1)).toEqual([{ state: 'sending', tzdata: process.versions['tz'] }])
})
