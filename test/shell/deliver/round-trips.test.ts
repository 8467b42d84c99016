import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { redeemBatch, sendPermitted, settleAndRedeem, settleBatch } from '../../../src/flow/deliver.ts'
import type { Database } from '../../../src/shell/pg/base/database.ts'
import { accepted, toldProvider } from './deliver.contract.ts'
import { pgStage } from './pg-stage.ts'
import { type Depot, depotOf, refOf, type Stage } from './stage.ts'

interface Told {
  /** How often something was asked while no answer was awaited: a wait for the network each time. */
  trips: number
  statements: string[]
}

type Asked = string | { name?: string; text: string }

/** Everything that goes to Postgres in a transaction is counted; what is asked before the last answer came goes in the same trip. */
function counted({ pool }: Database): Told {
  const told: Told = { trips: 0, statements: [] }
  const known = new WeakSet<pg.PoolClient>()
  pool.on('acquire', (client) => {
    if (known.has(client)) return
    known.add(client)
    const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>
    let awaited = 0
    const counting = (asked: Asked, ...more: unknown[]): Promise<unknown> => {
      // The pool itself asks with a function to call: for the stage.
      if (more.length > 0) return query(asked, ...more)
      if (awaited++ === 0) told.trips++
      told.statements.push(typeof asked === 'string' ? asked : (asked.name ?? asked.text))
      return query(asked).finally(() => awaited--)
    }
    Object.assign(client, { query: counting })
  })
  return told
}

let stage: Stage & { db: Database }
let depot: Depot
let told: Told
beforeEach(async () => {
  stage = await pgStage()
  told = counted(stage.db)
  depot = depotOf(stage, { provider: toldProvider(() => accepted) })
  await stage.contacts([
    { id: 1, account: 11 },
    { id: 2, account: 21 },
    { id: 3, account: 31 },
  ])
})
afterEach(() => stage.close())

async function during<T>(work: () => Promise<T>): Promise<Told & { result: T }> {
  const before = { trips: told.trips, statements: told.statements.length }
  const result = await work()
  return { result, trips: told.trips - before.trips, statements: told.statements.slice(before.statements) }
}

const BEGIN = ['begin', 'begun']
const REDEEM = ['deliver-load', 'dossiers', 'deliver-save', 'commit']

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
