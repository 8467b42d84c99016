import { afterAll, beforeAll, expect, test } from 'vitest'
import { MINUTE } from '../../../src/core/base/time.ts'
import { sweep } from '../../../src/flow/sweep.ts'
import { ask } from '../../../src/shell/pg/base/statement.ts'
import { SHUT_PROVIDERS } from '../../../src/shell/pg/watch/alarm.ts'
import { accepted, answered, sendAll, toldProvider } from './deliver.contract.ts'
import { pgStage } from './pg-stage.ts'
import { depotOf, NOW } from './stage.ts'

let stage: Awaited<ReturnType<typeof pgStage>>
beforeAll(async () => void (stage = await pgStage()))
afterAll(() => stage.close())

/** The minutes for which the provider has been shut, at a minute of the test. */
async function shutAt(minutes: number): Promise<number[]> {
  await stage.setNow(NOW + minutes * MINUTE)
  return (await ask(stage.db, SHUT_PROVIDERS)).map(({ seconds }) => seconds / 60)
}

test('a provider that opens its breaker anew after each pause has been shut since the first, and one that does not is forgotten', async () => {
  const provider = toldProvider(() => answered(401))
  const depot = depotOf(stage, { provider })
  await stage.contacts([
    { id: 1, account: 11 },
    { id: 2, account: 31 },
    { id: 3, account: 41 },
  ])
  await sendAll(depot, [[1, 11]])
  expect(await shutAt(4)).toEqual([4])
  // Its pause of five minutes is over, and nobody has asked it since.
  expect(await shutAt(6)).toEqual([5])
  await sweep(depot.sweep)
  await sendAll(depot, [[2, 31]])
  expect(provider.sent).toHaveLength(2)
  expect(await shutAt(10)).toEqual([10])
  expect(await shutAt(22)).toEqual([11])
  // Nobody has swept it away: it is the beginning of another time all the same.
  expect(await shutAt(23)).toEqual([])
  await sendAll(depot, [[3, 41]])
  expect(await shutAt(25)).toEqual([2])
  await stage.setNow(NOW + 40 * MINUTE)
  expect(await sweep(depot.sweep)).toMatchObject({ breakers: 1, failed: [] })
})

test('a provider that took a message after its pause is not shut, and is from then on where it falls silent anew', async () => {
  let answer = answered(401)
  const depot = depotOf(stage, { provider: toldProvider(() => answer) })
  const ids = [11, 12, 13, 14]
  const day = 24 * 60
  await stage.setNow(NOW + day * MINUTE)
  await stage.contacts(
    ids.map((id) => ({
      id,
      account: ([11, 31, 41, 21] as const)[id - 11] ?? 11,
      notBefore: NOW,
      expiresAt: NOW + 2 * day * MINUTE,
    })),
  )
  await sendAll(depot, [[11, 11]])
  expect(await shutAt(day + 3)).toEqual([3])
  expect(await shutAt(day + 6)).toEqual([5])
  answer = accepted
  await sendAll(depot, [[12, 31]])
  expect(await stage.contact(12)).toMatchObject({ state: 'sent' })
  expect(await shutAt(day + 8)).toEqual([])
  answer = answered(401)
  await sendAll(depot, [[13, 41]])
  expect(await shutAt(day + 10)).toEqual([2])
})
