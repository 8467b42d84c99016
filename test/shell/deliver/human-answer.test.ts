import { afterEach, beforeEach, expect, test } from 'vitest'
import { HOUR } from '../../../src/core/base/time.ts'
import { offerBatch } from '../../../src/flow/offer.ts'
import { sweep } from '../../../src/flow/sweep.ts'
import { claimTask, startTask } from '../../../src/flow/task.ts'
import { accepted, toldProvider } from './deliver.contract.ts'
import { pgStage } from './pg-stage.ts'
import { type Depot, depotOf, NOW, refOf } from './stage.ts'

let stage: Awaited<ReturnType<typeof pgStage>>
let depot: Depot

beforeEach(async () => {
  stage = await pgStage()
  depot = depotOf(stage, { provider: toldProvider(() => accepted) })
  await stage.contacts([{ id: 1, account: 11, channel: 'call', expiresAt: NOW + 30 * HOUR }])
  await offerBatch(stage.task, 'call', [refOf(1, 11)])
  await claimTask(depot.task, { kind: 'call', agent: 'amy' })
  await startTask(depot.task, { ...refOf(1, 11), agent: 'amy' })
  await stage.setNow(NOW + 13 * HOUR)
  await sweep(depot.sweep)
})
afterEach(() => stage.close())

async function resolve(resolution: string): Promise<void> {
  await stage.db.query('update human_task set resolved_at = business_now(), resolution = $1', [resolution])
  await stage.setNow(NOW + 14 * HOUR)
}

test('nobody is asked twice about one contact, and nothing moves before the answer', async () => {
  await stage.setNow(NOW + 15 * HOUR)
  expect(await sweep(depot.sweep)).toMatchObject({ resolved: 0, failed: [] })
  expect(await stage.humanTasks()).toEqual(['unknown_contact'])
  expect(await stage.contact(1)).toMatchObject({ state: 'unknown' })
})

test('a contact that did get to the debtor counts', async () => {
  await resolve('sent')
  expect(await sweep(depot.sweep)).toMatchObject({ resolved: 1, failed: [] })
  expect(await stage.contact(1)).toMatchObject({ state: 'sent', at: NOW })
})

test('it did not: it is done again', async () => {
  await resolve('not_sent')
  expect(await sweep(depot.sweep)).toMatchObject({ resolved: 1, failed: [] })
  expect(await stage.contact(1)).toMatchObject({ state: 'queued', at: null, ring: 1 })
  await stage.setNow(NOW + 24 * HOUR)
  await stage.db.query(`update contact set expires_at = business_now() + interval '1 hour'`)
  await offerBatch(stage.task, 'call', [refOf(1, 11)])
  expect(await claimTask(depot.task, { kind: 'call', agent: 'bob' })).toMatchObject({
    ok: true,
    task: { contact: 1 },
  })
})

test('an answer is for one send: when it is unknown again, a human is asked again', async () => {
  await resolve('not_sent')
  await sweep(depot.sweep)
  await stage.db.query(`update contact set state = 'unknown', changed_at = business_now() where id = 1`)
  await stage.setNow(NOW + 15 * HOUR)
  expect(await sweep(depot.sweep)).toMatchObject({ resolved: 0, failed: [] })
  expect(await stage.contact(1)).toMatchObject({ state: 'unknown' })
  expect(await stage.humanTasks()).toEqual(['unknown_contact', 'unknown_contact'])
})
