import { afterEach, beforeEach, expect, test } from 'vitest'
import { chainHash } from '../../../src/shell/pg/chain.ts'
import { connect } from '../../../src/shell/pg/database.ts'
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

test('payments, looks and opt-outs side by side do not lose each other, and every chain holds', async () => {
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

test('a fact that is changed, cut out or cut off is missed by its chain', async () => {
  await stage.record(opened('A1'), billed('A1', 'o', '2026-02-01'), paid('A1', 'p1', '1.00'))
  await stage.record(fact('preference.set', '2026-03-01T11:00:00Z', { debtor: 'D1', closed: [] }))
  expect(await brokenChains(stage)).toEqual([])
  await expect(stage.db.query(`update fact set digest = ''`)).rejects.toThrow(/permission denied/)
  const owner = connect({ url: stage.ownerUrl, max: 1, applicationName: 'test' })
  const tampered = async (statement: string): Promise<string[]> => {
    await owner.query(`create table kept as select * from fact; ${statement}`)
    const broken = await brokenChains(stage)
    await owner.query(
      `delete from fact; insert into fact overriding system value select * from kept order by id; drop table kept`,
    )
    return broken
  }
  try {
    expect(await tampered(`update fact set digest = '' where kind = 'obligation.billed'`)).not.toEqual([])
    expect(await tampered(`delete from fact where kind = 'obligation.billed'`)).not.toEqual([])
    expect(await tampered(`delete from fact where kind = 'account.rolled'`)).not.toEqual([])
    expect(await tampered(`delete from fact where kind = 'preference.set'`)).not.toEqual([])
    expect(await tampered('')).toEqual([])
  } finally {
    await owner.close()
  }
})

/** Walks every chain from its start to the head on its row. */
async function brokenChains({ db }: PgStage): Promise<string[]> {
  const facts = await db.query<Parameters<typeof chainHash>[1] & { chain: string; hash: Buffer }>(
    `select case when account_id is null then 'p' || person_id else 'a' || account_id end as chain, kind,
       happened_at as "happenedAt", recorded_at as "recordedAt", source, key, digest, hash from fact order by id`,
  )
  const heads = new Map<string, Buffer>()
  const broken: string[] = []
  for (const { chain, hash, ...each } of facts) {
    if (!chainHash(heads.get(chain) ?? null, each).equals(hash)) broken.push(`${chain} ${each.kind}`)
    heads.set(chain, hash)
  }
  const rows = await db.query<{ chain: string; head: Buffer }>(
    `select 'p' || id as chain, chain_head as head from person where chain_head is not null
     union all select 'a' || id, chain_head from account where chain_head is not null`,
  )
  for (const { chain, head } of rows) if (!heads.get(chain)?.equals(head)) broken.push(`${chain} head`)
  if (rows.length !== heads.size) broken.push('a chain has no head')
  return broken
}
