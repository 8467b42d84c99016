import { afterEach, beforeEach, expect, test } from 'vitest'
import { listHumanTasks, matchSender } from '../../../src/flow/human-task.ts'
import { verifyChains } from '../../../src/shell/audit/verify.ts'
import { billed, fact, opened, paid } from './facts.ts'
import { pgStage } from './pg-stage.ts'
import type { PgStage } from './pg-stage.ts'
import { strategy } from './stage.ts'

let stage: PgStage
beforeEach(async () => void (stage = await pgStage()))
afterEach(() => stage.close())

const count = (size: number): number[] => Array.from({ length: size }, (_, index) => index)

test('detectors side by side open each case once, and never more than a day allows', async () => {
  stage.strategies([strategy('slow', { open: { dpd: 1, pastDue: '1', perDay: 250 } })])
  await stage.record(
    ...count(400).flatMap((index) => [
      opened(`A${index}`, { debtor: `D${index}`, phone: undefined }),
      billed(`A${index}`, 'o', '2026-02-01'),
    ]),
  )
  const drain = async (): Promise<number> => {
    let sum = 0
    for (let more = true; more; ) {
      const page = await stage.detect(40)
      sum += page.opened
      more = page.more
    }
    return sum
  }
  const sums = await Promise.all(count(4).map(drain))
  expect(sums.reduce((a, b) => a + b, 0)).toBe(250)
  const rows = await stage.db.query('select account_id from collection_case')
  expect(rows).toHaveLength(250)
  expect(await stage.db.query(`select opened from opening_count`)).toEqual([{ opened: 250 }])
  expect(await stage.db.query(`select 1 from fact where kind = 'case.opened'`)).toHaveLength(250)
})

test('a detector that found less than a page, since another one holds the rest, looks again; one that got none does so in a moment', async () => {
  await stage.record(
    ...count(70).flatMap((index) => [
      opened(`A${String(index).padStart(2, '0')}`, { debtor: `D${index}`, phone: undefined }),
      billed(`A${String(index).padStart(2, '0')}`, 'o', '2026-02-01'),
    ]),
  )
  const beside = async (held: number) =>
    stage.db.transaction(async (tx) => {
      await tx.query(`select from account order by external_id limit $1 for update`, [held])
      return stage.detect(40)
    })
  expect(await beside(60)).toMatchObject({ looked: 10, more: true, held: false })
  expect(await beside(60)).toMatchObject({ looked: 0, more: false, held: true })
  expect(await stage.detect(40)).toMatchObject({ looked: 40, more: true })
  expect(await stage.detect(40)).toMatchObject({ looked: 20, more: false, held: false })
})

test('a word about the debtor that answers a refused row of an account goes on with the chain of the account', async () => {
  await stage.record(opened('A1'), billed('A1', 'o', '2026-02-01'))
  const hold = { hold: 'H1', reason: 'hardship' }
  await stage.door(fact('hold.placed', '0001-01-01T00:00:00+14:00', { account: 'A1', ...hold }))
  await stage.door(fact('hold.placed', '2026-02-20T10:00:00Z', { debtor: 'D1', ...hold }))
  const kinds = await stage.db.query(`select kind from fact where kind like 'row.%' order by id`)
  expect(kinds).toEqual([{ kind: 'row.refused' }, { kind: 'row.answered' }])
  const broken: unknown[] = []
  await verifyChains(stage.db, { only: null, since: null, onBroken: (one) => broken.push(one) })
  expect(broken).toEqual([])
})

test('pages that meet the same new people, numbers and accounts side by side end as one after the other', async () => {
  const page = (from: number) =>
    count(60).map((index) =>
      opened(`A${(from + index) % 80}`, { debtor: `D${index % 7}`, phone: '+12025550100' }),
    )
  await stage.record(opened('A0', { debtor: 'D0' }))
  const results = await Promise.all([0, 20, 40, 60].map((from) => stage.record(...page(from).reverse())))
  expect(results.every((each) => each.taken + each.same + each.rejected.length === 60)).toBe(true)
  const [sum] = await stage.db.query<{ persons: number; numbers: number; twice: number }>(
    `select (select count(*) from person) as persons, (select count(*) from shared_number) as numbers,
       (select count(*) from (select from fact group by person_id, source, key having count(*) > 1) t) as twice`,
  )
  expect(sum).toEqual({ persons: 7, numbers: 1, twice: 0 })
})

test('a message of nobody that several people match at once is of one debtor', async () => {
  const debtors = count(4).map((index) => `D${index}`)
  await stage.record(...debtors.map((debtor) => opened(`A-${debtor}`, { debtor, phone: undefined })))
  const said = {
    channel: 'sms',
    direction: 'in',
    disposition: 'replied',
    text: 'STOP',
    point: '+12025550177',
  }
  const wrote = (index: number) =>
    fact('contact.recorded', `2026-03-01T11:0${index}:00Z`, { ...said, key: `m${index}` })
  await stage.record(...count(8).map(wrote))
  const tasks = await listHumanTasks(stage.people.store, { limit: 10 })
  const answers = await Promise.all(
    tasks.flatMap(({ id }) =>
      debtors.map((debtor) => matchSender(stage.people, { id, by: `of-${debtor}`, owner: { debtor } })),
    ),
  )
  expect(answers.filter(({ ok }) => ok)).toHaveLength(8)
  expect(await stage.db.query(`select 1 from fact where key like 'matched-%'`)).toHaveLength(8)
})

test('payments, reviews and opt-outs side by side do not lose each other, and every chain holds', async () => {
  const accounts = count(30).map((index) => `A${index}`)
  await stage.record(
    ...accounts.flatMap((account, index) => [
      opened(account, { debtor: `D${index % 10}`, phone: '+12025550100' }),
      billed(account, 'o', '2026-02-01'),
    ]),
  )
  await Promise.all([
    stage.record(...accounts.map((account) => paid(account, 'p1', '10.00'))),
    stage.record(...[...accounts].reverse().map((account) => paid(account, 'p2', '20.00'))),
    stage.record(fact('optout.received', '2026-03-01T11:00:00Z', { debtor: 'D3', point: '+12025550100' })),
    stage.detect(7),
    stage.detect(7),
  ])
  const seen = await stage.see()
  expect(Object.values(seen.accounts).map((one) => one.pastDue)).toEqual(accounts.map(() => 7000))
  expect(await brokenChains(stage)).toEqual([])
})

async function brokenChains({ db }: PgStage): Promise<string[]> {
  const broken: string[] = []
  const onBroken = ({ chain, why }: { chain: string; why: string }) => void broken.push(`${chain} ${why}`)
  await verifyChains(db, { only: null, since: null, onBroken })
  return broken
}
