import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SqlTransaction } from '../../../src/shell/pg/base/database.ts'
import { type BlockStages, blockStages, DAY, fileOf, isoOf, seen, START } from './block-stages.ts'
import { stageWith } from './import-stage.ts'
import { brokenBlocks } from './known-lines-book.ts'

let stages: BlockStages
beforeAll(async () => {
  stages = await blockStages()
})
afterAll(() => Promise.all([stages.short.close(), stages.long.close()]))

const CHANGED = { figures: '60.00,2026-02-20,800.00' }

test('two files of one creditor at once: the later one counts, whichever is stored first', async () => {
  for (const [outer, inner] of [
    [3, 4],
    [4, 3],
  ] as const) {
    const mark = await stages.inBlocks(`-twice${outer}`)
    await stages.onBoth(4, (stage) =>
      stages.told(
        stageWith(stage, async () => void (await stages.told(stage, { day: inner, content: fileOf(mark) }))),
        { day: outer, content: fileOf(mark, { A3: CHANGED }) },
      ),
    )
    await stages.booksAreOne(mark)
  }
  for (let round = 0; round < 5; round++) {
    const mark = await stages.inBlocks(`-race${round}`)
    await stages.short.at(isoOf(4, 10))
    await Promise.all([
      stages.told(stages.short, { day: 3, content: fileOf(mark, { A3: CHANGED }) }),
      stages.told(stages.short, { day: 4, content: fileOf(mark) }),
    ])
    expect(await seen(stages.short.db, `A3${mark}`)).toEqual({ pastDue: 10_000, at: START + 4 * DAY })
    expect(await seen(stages.short.db, `A2${mark}`)).toEqual({ pastDue: 10_000, at: START + 4 * DAY })
    expect(await brokenBlocks(stages.short.db)).toEqual([])
  }
})

/** What a transaction does that reads how an account stands, and writes it by that. */
const readAndWrite = async (
  tx: SqlTransaction,
  account: string,
  between: () => Promise<void>,
): Promise<number> => {
  const { at } = await seen(tx, account)
  await between()
  await tx.query('update account set past_due = past_due + 1 where external_id = $1', [account])
  return at
}

test('whoever has read how an account stands begins again where a file moved its block on before it writes', async () => {
  const mark = await stages.inBlocks('-again')
  await stages.short.at(isoOf(3, 10))
  const reads: number[] = []
  const file = async (): Promise<void> =>
    void (await stages.told(stages.short, { day: 3, content: fileOf(mark) }))
  const at = await stages.short.db.transaction((tx) =>
    readAndWrite(tx, `A3${mark}`, async () => {
      reads.push(1)
      if (reads.length === 1) await file()
    }),
  )
  expect(reads).toHaveLength(2)
  expect(at).toBe(START + 3 * DAY)
  expect(await seen(stages.short.db, `A3${mark}`)).toEqual({ pastDue: 10_001, at: START + 3 * DAY })
  expect(await brokenBlocks(stages.short.db)).toEqual([])
})

test('a file waits for whoever takes an account out of its block, and then tells its line', async () => {
  const mark = await stages.inBlocks('-waits')
  await stages.short.at(isoOf(3, 10))
  let importing: Promise<unknown> = Promise.resolve()
  await stages.short.db.transaction(async (tx) => {
    await readAndWrite(tx, `A3${mark}`, async () => {})
    importing = stages.told(stages.short, { day: 3, content: fileOf(mark) })
    await waitsForBlock()
  })
  await importing
  expect(await seen(stages.short.db, `A3${mark}`)).toEqual({ pastDue: 10_000, at: START + 3 * DAY })
  expect(await brokenBlocks(stages.short.db)).toEqual([])
})

/** Some session waits for a lock of a block. */
async function waitsForBlock(): Promise<void> {
  for (;;) {
    const [row] = await stages.short.db.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
       where wait_event_type = 'Lock' and query like '%from account_block%' and datname = current_database()`,
    )
    if (row && row.waiting > 0) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
