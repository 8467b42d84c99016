import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { exportHeads, verifyHeads } from '../../../src/shell/audit/heads.ts'
import { type BrokenChain, verifyChains } from '../../../src/shell/audit/verify.ts'
import { bareChainHash, type Linked } from '../../../src/shell/pg/base/chain.ts'
import { connect, type Database } from '../../../src/shell/pg/base/database.ts'
import { billed, fact, opened, paid } from '../record/facts.ts'
import { type PgStage, pgStage } from '../record/pg-stage.ts'

let stage: PgStage
let owner: Database
let folder: string

beforeAll(async () => {
  stage = await pgStage()
  owner = connect({ url: stage.ownerUrl, max: 1, applicationName: 'test' })
  folder = mkdtempSync(join(tmpdir(), 'arrears-audit-test-'))
  await stage.record(opened('A1'), billed('A1', 'o', '2026-02-01'), opened('A2', { debtor: 'D2' }))
  await stage.record(
    fact('evidence.recorded', '2026-03-01T09:00:00Z', { agent: 'amy', evidence: 'agent.certified' }),
  )
  await stage.at('2026-03-02T12:00:00Z')
  await stage.record(paid('A1', 'p1', '1.00'), paid('A1', 'p2', '2.00', { at: '2026-03-01T11:00:00Z' }))
  await stage.record(fact('preference.set', '2026-03-01T11:00:00Z', { debtor: 'D1', closed: [] }))
  await stage.record(
    fact('evidence.recorded', '2026-03-01T10:00:00Z', { agent: 'bob', evidence: 'agent.certified' }),
  )
  await stage.detect()
  await owner.query('create table kept as select * from fact')
})
afterEach(async () => {
  await owner.query('delete from fact')
  await owner.query('insert into fact overriding system value select * from kept order by id')
})
afterAll(async () => {
  await owner.close()
  await stage.close()
  rmSync(folder, { recursive: true })
})

async function broken(options: { since?: string; heads?: string } = {}): Promise<BrokenChain[]> {
  const found: BrokenChain[] = []
  const all = { only: null, onBroken: (one: BrokenChain) => void found.push(one) }
  await verifyChains(stage.db, { ...all, since: options.since ?? null })
  if (options.heads) await verifyHeads(stage.db, { ...all, file: options.heads })
  return found
}

const told = async (options?: { since?: string; heads?: string }): Promise<string[]> =>
  (await broken(options)).map(({ name, why }) => `${name ?? '?'} ${why}`)

async function headsFile(): Promise<string> {
  const lines: string[] = []
  for await (const line of exportHeads(stage.db)) lines.push(JSON.stringify(line))
  const file = join(folder, 'heads.ndjson')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

test('every chain of an untouched book holds, agents too, and every fact is checked', async () => {
  const found: BrokenChain[] = []
  const sum = await verifyChains(stage.db, {
    only: null,
    since: null,
    onBroken: (one) => void found.push(one),
  })
  const [row] = await stage.db.query<{ count: number }>('select count(*) from fact')
  expect(found).toEqual([])
  expect(sum).toEqual({ facts: row?.count, chains: 4, bare: 0 })
})

test('the engine itself may change nothing of it', async () => {
  await expect(stage.db.query(`update fact set body = '{}'`)).rejects.toThrow(/permission denied/)
  await expect(stage.db.query('delete from fact')).rejects.toThrow(/permission denied/)
})

test.each([
  ['the body of a fact', `update fact set body = body || '{"amount": "9.00"}' where key like '%p1'`],
  [
    'when it happened',
    `update fact set happened_at = happened_at + interval '1 second' where key like '%p1'`,
  ],
  [
    'when it was learnt',
    `update fact set recorded_at = recorded_at - interval '1 second' where key like '%p1'`,
  ],
  ['its digest', `update fact set digest = '' where kind = 'obligation.billed'`],
  ['its place: two change places', `update fact f set id = 2000000 - f.id where key like '%p_'`],
  ['a fact in the middle, taken away', `delete from fact where kind = 'obligation.billed'`],
  [
    'the first fact, taken away',
    `delete from fact where id = (select min(id) from fact where account_id = 1)`,
  ],
])('a change is found: %s', async (_, tampering) => {
  await owner.query(`alter table fact alter column id drop identity if exists`)
  await owner.query(tampering)
  expect(await told()).toEqual(['A1 link'])
})

test('the last fact, or all facts, of a chain cut off: the head on the row says so', async () => {
  await owner.query(`delete from fact where kind = 'preference.set'`)
  await owner.query(`delete from fact where account_id = (select id from account where external_id = 'A2')`)
  expect(await told()).toEqual(['D1 head', 'A2 head'])
})

test('a fact about an agent is in a chain too', async () => {
  await owner.query(`delete from fact where person_id = 0 and body->>'agent' = 'amy'`)
  expect(await told()).toEqual(['agents link'])
})

test('a tail that was cut off together with its head shows in the heads that were exported before', async () => {
  const heads = await headsFile()
  expect(await told({ heads })).toEqual([])
  await owner.query(`create table heads as select id, chain_head from account`)
  try {
    await owner.query('delete from fact where id = (select max(id) from fact where account_id = 1)')
    await owner.query(`update account a set chain_head =
      (select hash from fact f where f.account_id = a.id order by f.id desc limit 1)`)
    expect(await told()).toEqual([])
    expect((await broken({ heads })).map(({ chain, why }) => `${chain} ${why}`)).toEqual(['a1 exported'])
  } finally {
    await owner.query(`update account a set chain_head = h.chain_head from heads h where h.id = a.id`)
    await owner.query('drop table heads')
  }
})

test('only the first broken link of a chain is told, with the fact at which it was noticed', async () => {
  await owner.query(`update fact set digest = '' where account_id = 1`)
  const [first] = await stage.db.query<{ id: number }>('select min(id) as id from fact where account_id = 1')
  expect(await broken()).toEqual([
    { chain: 'a1', person: 1, name: 'A1', fact: first?.id, recordedAt: '2026-03-01T12:00:00Z', why: 'link' },
  ])
})

test('what came before the given day is taken unchecked, what came after is not', async () => {
  const since = '2026-03-02T00:00:00Z'
  expect(await told({ since })).toEqual([])
  await owner.query(`update fact set body = '{}' where kind = 'obligation.billed'`)
  expect(await told({ since })).toEqual([])
  await owner.query(`update fact set body = '{}' where key like '%p1'`)
  expect(await told({ since })).toEqual(['A1 link'])
  await owner.query(`delete from fact where key like '%p1'`)
  expect(await told({ since })).toEqual(['A1 link'])
})

test('one account alone, one person alone', async () => {
  await owner.query(`update fact set body = '{}' where key like '%p1'`)
  const of = async (only: { person: number; account: number | null }): Promise<string[]> => {
    const found: string[] = []
    await verifyChains(stage.db, { only, since: null, onBroken: ({ chain }) => void found.push(chain) })
    return found
  }
  expect(await of({ person: 1, account: 1 })).toEqual(['a1'])
  expect(await of({ person: 1, account: null })).toEqual(['a1'])
  expect(await of({ person: 2, account: null })).toEqual([])
})

test('links of version 0.1.0 hold, and are counted: they do not cover the bodies', async () => {
  const rows = await stage.db.query<Linked & { id: number }>(
    `select id, person_id as person, account_id as account, kind, happened_at as "happenedAt",
       recorded_at as "recordedAt", source, key, body, digest from fact where account_id = 2 order by id`,
  )
  let before: Buffer | null = null
  for (const row of rows) {
    before = bareChainHash(before, row)
    await owner.query('update fact set hash = $2 where id = $1', [row.id, before])
  }
  await owner.query('create table head as select chain_head from account where id = 2')
  try {
    await owner.query('update account set chain_head = $1 where id = 2', [before])
    expect(await told()).toEqual([])
    const sum = await verifyChains(stage.db, {
      only: { person: 2, account: 2 },
      since: null,
      onBroken: () => {},
    })
    expect(sum).toMatchObject({ bare: rows.length })
  } finally {
    await owner.query('update account set chain_head = h.chain_head from head h where id = 2')
    await owner.query('drop table head')
  }
})

test('a file that is none is said', async () => {
  const file = join(folder, 'none.txt')
  writeFileSync(file, 'hello\n')
  await expect(broken({ heads: file })).rejects.toThrow(/bad_heads/)
  await expect(broken({ heads: join(folder, 'absent') })).rejects.toThrow(/no_file/)
})
