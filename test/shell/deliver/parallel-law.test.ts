import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { askLaw } from '../../../src/core/deliver/ask-law.ts'
import { redeemBatch } from '../../../src/flow/deliver.ts'
import type { DeliverTx } from '../../../src/flow/ports/deliver.ts'
import type { Transactions } from '../../../src/flow/ports/transactions.ts'
import { lawOf } from '../../support/law.ts'
import { accepted, toldProvider } from './deliver.contract.ts'
import { pgStage } from './pg-stage.ts'
import { type Account, type ContactSeed, depotOf, refOf } from './stage.ts'

let stage: Awaited<ReturnType<typeof pgStage>>
beforeEach(async () => void (stage = await pgStage()))
afterEach(() => stage.close())

/** The connections of the test's pool: so many transactions are at work at once. */
const CONNECTIONS = 6

/** A hundred contacts, taking turns among these accounts, each redeemed by itself, all at once, under a law of one contact a day. */
async function hundredAtOnce(accounts: readonly Account[], per: readonly string[]): Promise<string[]> {
  const seeds = Array.from({ length: 100 }, (_, index): ContactSeed => {
    return { id: index + 1, account: accounts[index % accounts.length] ?? 11 }
  })
  await stage.contacts(seeds)
  await stage.db.query(
    'update contact c set household_id = p.household_id from person p where p.id = c.person_id',
  )
  const cap = { max: 1, per, counts: 'attempt', span: { calendar: 'day' } }
  const permit = askLaw(lawOf([{ kind: 'cap', parameters: cap }]))
  const depot = depotOf(stage, { provider: toldProvider(() => accepted), permit })
  const deliver = { ...depot.deliver, store: lingering(depot.deliver.store) }
  const waiting = [...seeds]
  const answers: string[] = []
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [one] = await redeemBatch(deliver, [refOf(next.id, next.account)])
      answers.push(one?.answer ?? 'none')
    }
  }
  const lanes = Array.from({ length: CONNECTIONS })
  // Nobody wins by being the first who is connected.
  await Promise.all(lanes.map(() => stage.db.query('select pg_sleep(0.1)')))
  await Promise.all(lanes.map(worker))
  const rows = await stage.db.query<{ state: string; rules: string[] }>(
    `select state, array(select r ->> 'rule' from jsonb_array_elements(reasons) r) as rules from contact`,
  )
  const refused = rows.filter(({ state }) => state !== 'sending')
  expect(refused.filter(({ rules }) => rules.join() !== 'XX-T1')).toEqual([])
  expect(refused).toHaveLength(100 - sent(answers))
  return answers
}

/** Every worker thinks a while between what it has read and what it writes: without locks all of them would have read the same. */
function lingering(store: Transactions<DeliverTx>): Transactions<DeliverTx> {
  return {
    transaction: (work) =>
      store.transaction((tx) =>
        work({
          ...tx,
          loadDossiers: async (persons) => {
            const dossiers = await tx.loadDossiers(persons)
            await sleep(10)
            return dossiers
          },
        }),
      ),
  }
}

async function liveTogether(...persons: number[]): Promise<void> {
  await stage.db.query(`insert into household (id, external_id) overriding system value values (1, 'H1')`)
  await stage.db.query('update person set household_id = 1 where id = any($1::bigint[])', [persons])
}

const sent = (answers: string[]) => answers.filter((answer) => answer === 'send').length

test('one of a hundred contacts with one person, over two accounts, passes', async () => {
  expect(sent(await hundredAtOnce([11, 12], ['person']))).toBe(1)
})

test('one of a hundred contacts about one account passes, and one each of those about two accounts', async () => {
  expect(sent(await hundredAtOnce([11, 12], ['account']))).toBe(2)
})

test('one of a hundred contacts to one number, of two persons, passes', async () => {
  expect(sent(await hundredAtOnce([11, 21, 12], ['point']))).toBe(1)
})

test('one of a hundred contacts with one household, of two persons with numbers of their own, passes', async () => {
  await liveTogether(1, 3)
  expect(sent(await hundredAtOnce([11, 31, 12], ['household']))).toBe(1)
})

test('one of a hundred contacts for one creditor passes with each person', async () => {
  expect(sent(await hundredAtOnce([11, 21, 12, 31], ['creditor', 'person']))).toBe(3)
})
