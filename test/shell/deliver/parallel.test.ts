import { afterEach, beforeEach, expect, test } from 'vitest'
import { redeemBatch } from '../../../src/flow/deliver.ts'
import { offerBatch } from '../../../src/flow/offer.ts'
import { claimTask } from '../../../src/flow/task.ts'
import { accepted, toldProvider } from './deliver.contract.ts'
import { pgStage } from './pg-stage.ts'
import { type Account, type ContactSeed, depotOf, refOf, type Stage } from './stage.ts'

let stage: Stage
beforeEach(async () => void (stage = await pgStage()))
afterEach(() => stage.close())

/** Every worker takes its own share at once. */
async function redeemAtOnce(shares: [number, Account][][], perHour?: number): Promise<number> {
  const answers = await Promise.all(
    shares.map((share) => {
      const provider = toldProvider(() => accepted)
      const depot = depotOf(stage, { provider, ...(perHour !== undefined && { perHour }) })
      return redeemBatch(
        depot.deliver,
        share.map(([id, account]) => refOf(id, account)),
      )
    }),
  )
  return answers.flat().filter((one) => one.answer === 'send').length
}

test('one contact, many workers: one of them gets it', async () => {
  await stage.contacts([{ id: 1, account: 11 }])
  expect(await redeemAtOnce(Array.from({ length: 5 }, () => [[1, 11]]))).toBe(1)
  expect(await stage.contact(1)).toMatchObject({ state: 'sending', tries: 1 })
})

test('two accounts of one person in two workers share the cap', async () => {
  await stage.contacts([
    { id: 1, account: 11 },
    { id: 2, account: 12 },
  ])
  expect(await redeemAtOnce([[[1, 11]], [[2, 12]]])).toBe(1)
})

test('two persons behind one number in two workers share the cap', async () => {
  await stage.contacts([
    { id: 1, account: 11 },
    { id: 3, account: 21 },
  ])
  expect(await redeemAtOnce([[[1, 11]], [[3, 21]]])).toBe(1)
})

test('overlapping batches in opposite orders neither hang nor exceed the cap', async () => {
  const seeds: ContactSeed[] = Array.from({ length: 8 }, (_, index) => ({
    id: index + 1,
    account: ([11, 12, 21, 31] as const)[index % 4] ?? 11,
  }))
  await stage.contacts(seeds)
  const share = seeds.map((seed): [number, Account] => [seed.id, seed.account])
  expect(await redeemAtOnce([share, share.toReversed(), share, share.toReversed()])).toBe(2)
})

test('two workers at once do not exceed the hourly rate', async () => {
  await stage.contacts([
    { id: 1, account: 11 },
    { id: 2, account: 31 },
  ])
  expect(await redeemAtOnce([[[1, 11]], [[2, 31]]], 1)).toBe(1)
})

test('many agents, one task: one of them has it', async () => {
  await stage.contacts([{ id: 1, account: 11, channel: 'call' }])
  await offerBatch(stage.task, 'call', [refOf(1, 11)])
  const depot = depotOf(stage, { provider: toldProvider(() => accepted) })
  const answers = await Promise.all(
    ['a', 'b', 'c', 'd', 'e'].map((agent) => claimTask(depot.task, { kind: 'call', agent })),
  )
  expect(answers.filter((one) => one.ok && one.task !== null)).toHaveLength(1)
})
