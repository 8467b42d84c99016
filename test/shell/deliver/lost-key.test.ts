import { afterEach, beforeEach, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../../src/core/base/time.ts'
import { redeemBatch } from '../../../src/flow/deliver.ts'
import { offerBatch } from '../../../src/flow/offer.ts'
import { sweep, type SweepDeps } from '../../../src/flow/sweep.ts'
import { claimTask } from '../../../src/flow/task.ts'
import type { ParkedRow } from '../../../src/core/base/parked.ts'
import { closedVault } from '../../../src/shell/pg/base/vault.ts'
import { sweepStore } from '../../../src/shell/pg/sweep/sweep.ts'
import { accepted, toldProvider } from './deliver.contract.ts'
import { pgStage } from './pg-stage.ts'
import { type Account, type Depot, depotOf, NOW, refOf } from './stage.ts'

let stage: Awaited<ReturnType<typeof pgStage>>
let depot: Depot
let told: ParkedRow[]

beforeEach(async () => {
  stage = await pgStage()
  told = []
  const tellParked = (parked: readonly ParkedRow[]) => void told.push(...parked.filter((row) => row.told))
  const made = depotOf(stage, { provider: toldProvider(() => accepted) })
  depot = { ...made, deliver: { ...made.deliver, tellParked }, task: { ...made.task, tellParked } }
})
afterEach(() => stage.close())

/** The values stay sealed by a key that is not there any more. */
async function loseKey(...accounts: Account[]): Promise<void> {
  for (const account of accounts)
    await stage.db.query(`update contact_point set key_id = 'k0' where person_id = $1`, [
      refOf(1, account).person,
    ])
}

async function breakBytes(...accounts: Account[]): Promise<void> {
  for (const account of accounts)
    await stage.db.query(`update contact_point set value_sealed = '\\x00' where person_id = $1`, [
      refOf(1, account).person,
    ])
}

const rows = () =>
  stage.db.query<{ loop: string; kind: string; id: string }>(
    'select loop, kind, id from parked where cleared_at is null order by loop, id',
  )
const tasks = () =>
  stage.db.query<{ role: string; reason: string }>(
    `select role, reason from human_task where kind = 'parked' and resolved_at is null order by id`,
  )
const sweepOf = (knows = (_key: string): boolean => false): SweepDeps => ({
  ...depot.sweep,
  store: sweepStore(stage.db, { ...closedVault([]), knows }),
})

const CALLS: [number, Account][] = [
  [1, 11],
  [2, 31],
  [3, 41],
]

async function queued(channel: 'sms' | 'call'): Promise<ReturnType<typeof refOf>[]> {
  await stage.contacts(CALLS.map(([id, account]) => ({ id, account, channel })))
  const refs = CALLS.map(([id, account]) => refOf(id, account))
  if (channel === 'call') await offerBatch(stage.task, 'call', refs)
  return refs
}

test('a call whose number nobody can open is put aside, and the agent has the next one', async () => {
  await queued('call')
  await loseKey(11)
  expect(await claimTask(depot.task, { kind: 'call', agent: 'amy' })).toMatchObject({
    ok: true,
    task: { contact: 2 },
  })
  expect(told).toMatchObject([{ loop: 'claim', kind: 'contact', id: '1', code: 'key_missing', attempts: 1 }])
  expect(await tasks()).toMatchObject([{ role: 'operations' }])
  expect(await stage.contact(1)).toMatchObject({ state: 'queued' })
  expect(await claimTask(depot.task, { kind: 'call', agent: 'bob' })).toMatchObject({ task: { contact: 3 } })
  expect(await claimTask(depot.task, { kind: 'call', agent: 'eve' })).toEqual({ ok: true, task: null })
  expect(
    await claimTask(depot.task, { kind: 'call', agent: 'eve', contact: refOf(1, 11).contact }),
  ).toMatchObject({
    ok: false,
    code: 'put_aside',
  })
  expect(told).toHaveLength(1)
})

test('a second value of the key is a fault of the key: one alarm, one task, no flood', async () => {
  await queued('call')
  await loseKey(11, 31, 41)
  for (const agent of ['amy', 'bob', 'eve'])
    expect(await claimTask(depot.task, { kind: 'call', agent })).toEqual({ ok: true, task: null })
  expect(told.map(({ loop, id }) => `${loop} ${id}`)).toEqual(['claim 1', 'key k0'])
  expect(await rows()).toEqual([{ loop: 'key', kind: 'key', id: 'k0' }])
  expect(await tasks()).toEqual([{ role: 'operations', reason: expect.stringContaining('the key k0') }])

  await stage.setNow(NOW + 2 * HOUR)
  expect(await claimTask(depot.task, { kind: 'call', agent: 'amy' })).toEqual({ ok: true, task: null })
  expect(told).toHaveLength(2)

  // The key is back.
  await stage.db.query(`update contact_point set key_id = 'k1'`)
  expect((await sweep(sweepOf((key) => key === 'k0'))).aside).toBe(0)
  expect(await tasks()).toEqual([])
  expect(await claimTask(depot.task, { kind: 'call', agent: 'amy' })).toMatchObject({
    ok: true,
    task: { contact: 1 },
  })
})

test('a text that nobody can open is not tried at every wake; the others go', async () => {
  const refs = await queued('sms')
  await breakBytes(31)
  const answers = (await redeemBatch(depot.deliver, refs)).map(({ answer }) => answer)
  expect(answers).toEqual(['send', 'parked', 'send'])
  expect(told).toMatchObject([{ loop: 'redeem', id: '2', code: 'sealed_broken' }])
  await stage.setNow(NOW + 2 * MINUTE)
  const rung = async () => (await sweep(sweepOf())).rung
  expect(await rung()).toBe(0)
  await stage.setNow(NOW + 6 * MINUTE)
  expect(await rung()).toBe(1)
  await redeemBatch(depot.deliver, refs)
  expect(told).toMatchObject([{ attempts: 1 }, { attempts: 2, id: '2' }])
  await stage.setNow(NOW + 12 * MINUTE)
  expect(await rung()).toBe(0)
})

test('the key alone is told of texts under a key that is not there, and none is enqueued', async () => {
  const refs = await queued('sms')
  await loseKey(11, 31, 41)
  for (let ring = 0; ring < 5; ring++)
    expect((await redeemBatch(depot.deliver, refs)).map(({ answer }) => answer)).toEqual([
      'parked',
      'parked',
      'parked',
    ])
  expect(told.map(({ loop, id }) => `${loop} ${id}`)).toEqual(['redeem 1', 'key k0'])
  await stage.setNow(NOW + 60 * MINUTE)
  expect((await sweep(sweepOf())).rung).toBe(0)
  expect(await rows()).toEqual([{ loop: 'key', kind: 'key', id: 'k0' }])
  expect(await tasks()).toHaveLength(1)
})
