import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Sql } from '../../../src/shell/pg/base/database.ts'
import { clearRaw } from '../../../src/shell/pg/retention/save.ts'
import { snapshot } from '../record/facts.ts'
import type { PgStage } from '../record/pg-stage.ts'
import { type BlockStages, blockStages, DAY, fileOf, isoOf, KNOWN, seen, START } from './block-stages.ts'
import { erase } from './erase.ts'
import { importText, stageWith } from './import-stage.ts'
import { DEBTOR, textOf } from './known-lines-file.ts'

let stages: BlockStages
beforeAll(async () => {
  stages = await blockStages()
})
afterAll(() => Promise.all([stages.short.close(), stages.long.close()]))

const CHANGED = { figures: '60.00,2026-02-20,800.00' }

test('a file that says what is known writes no account that stands in a block, and all are as of its day', async () => {
  const mark = await stages.inBlocks('-moved')
  const versions = (): Promise<unknown> =>
    stages.short.db.query(
      `select id, xmin::text from account where block is not null and external_id like '%-moved' order by id`,
    )
  const before = await versions()
  const [result] = await stages.onBoth(3, (stage) => stages.told(stage, { day: 3, content: fileOf(mark) }))
  expect(result?.imported).toMatchObject({ rows: 4, taken: 0, same: 12, rejected: 0, missing: [] })
  expect(await versions()).toEqual(before)
  expect((await seen(stages.short.db, 'A3-moved')).at).toBe(START + 3 * DAY)
  await stages.booksAreOne(mark)
})

test('an account that changed leaves its block for a new one, and its next line is known there', async () => {
  const mark = await stages.inBlocks('-changed')
  const content = fileOf(mark, { A3: CHANGED })
  const blockOf = (): Promise<{ block: number }[]> =>
    stages.short.db.query('select block from account where external_id = $1', [`A3${mark}`])
  const before = await blockOf()
  await stages.onBoth(3, (stage) => stages.told(stage, { day: 3, content }))
  expect(await stages.standing(mark)).toEqual(['A2', 'A3'])
  const after = await blockOf()
  expect(after).not.toEqual(before)
  await stages.booksAreOne(mark)
  const [result] = await stages.onBoth(4, (stage) => stages.told(stage, { day: 4, content }))
  expect(result?.imported).toMatchObject({ taken: 0, rejected: 0 })
  expect(await blockOf()).toEqual(after)
  expect((await seen(stages.short.db, `A3${mark}`)).at).toBe(START + 4 * DAY)
  await stages.booksAreOne(mark)
})

test('accounts that a file leaves out stand alone, as of the last file that named them, and are told as missing', async () => {
  const mark = await stages.inBlocks('-out')
  const content = textOf(
    [
      { name: 'A2', ...KNOWN },
      { name: 'B1', ...KNOWN },
    ],
    mark,
  )
  const results = await stages.onBoth(3, (stage) => stages.told(stage, { day: 3, content }))
  for (const { imported } of results)
    expect(imported?.missing).toEqual([{ creditor: `acme${mark}`, lastFile: '2026-03-03', accounts: 2 }])
  expect((await seen(stages.short.db, 'A3-out')).at).toBe(START + 2 * DAY)
  await stages.booksAreOne(mark)
})

test('a file that is older than a block, and the same file again, end where every line is told', async () => {
  const mark = await stages.inBlocks('-late')
  for (const late of [
    { day: 1, hours: 3, content: fileOf(mark, { A3: CHANGED }) },
    { day: 2, content: fileOf(mark) },
    { day: 2, hours: -1, content: fileOf(mark) },
  ]) {
    await stages.onBoth(2, (stage) => stages.told(stage, late))
    await stages.booksAreOne(mark)
  }
})

test.each(['figures', 'settled', 'charged_off', 'score', 'erased', 'refused'])(
  'what another door says of an account in a block, before a file, while it is read, and after: %s',
  async (what) => {
    const mark = await stages.inBlocks(`-door-${what}`)
    const account = `A3${mark}`
    const says = async (stage: PgStage, at: string): Promise<void> => {
      if (what === 'erased') await erase(stage, `${DEBTOR.A3}${mark}`)
      else if (what === 'figures') await stage.door(snapshot(account, at, '60.00', '2026-02-20'))
      else if (what === 'refused') await stage.door(snapshot(account, at, 'x', null))
      else if (what === 'score') await stage.door({ type: 'score.changed', at, account, score: 0.7 })
      else await stage.door({ type: 'account.closed', at, account, reason: what })
    }
    await stages.onBoth(3, async (stage) => {
      await says(stage, isoOf(2, 1))
      const meanwhile = (): Promise<void> => says(stage, isoOf(3, -1))
      await stages.told(stageWith(stage, meanwhile), { day: 3, content: fileOf(mark) })
    })
    await stages.booksAreOne(mark)
    await stages.onBoth(4, async (stage) => {
      await says(stage, isoOf(4, -3))
      await stages.told(stage, { day: 4, content: fileOf(mark) })
      await stage.detect()
      await stage.decide()
    })
    await stages.booksAreOne(mark)
  },
)

test('an import that ends between moving blocks and telling lines is made good by the next run', async () => {
  const mark = await stages.inBlocks('-crash')
  const content = fileOf(mark, { A3: CHANGED })
  await stages.onBoth(3, async (stage) => {
    const query: Sql['query'] = async (text, params, name) => {
      if (text.includes('import_known.apart || excluded.apart')) throw new Error('ended')
      return stage.db.query(text, params, name)
    }
    const broken = { ...stage, db: { ...stage.db, query } }
    if (stage === stages.short)
      await expect(
        importText(
          stageWith(
            broken,
            async () => void (await stage.door(snapshot(`A2${mark}`, isoOf(3, -1), '60.00', '2026-02-20'))),
          ),
          {
            kind: 'accounts',
            content,
            asOf: START + 3 * DAY,
            force: true,
            enough: 1,
          },
        ),
      ).rejects.toThrow('ended')
    else await stage.door(snapshot(`A2${mark}`, isoOf(3, -1), '60.00', '2026-02-20'))
    await stages.told(stage, { day: 3, content })
  })
  await stages.booksAreOne(mark)
})

test('an import that ends between storing changed lines and moving blocks is made good by the next run', async () => {
  const mark = await stages.inBlocks('-halfway')
  const content = fileOf(mark, { A3: CHANGED })
  await stages.onBoth(3, async (stage) => {
    const query: Sql['query'] = async (text, params, name) => {
      if (name === 'import-blocks-left') throw new Error('ended')
      return stage.db.query(text, params, name)
    }
    const file = { kind: 'accounts', content, asOf: START + 3 * DAY, force: true, enough: 1 } as const
    if (stage === stages.short)
      await expect(importText({ ...stage, db: { ...stage.db, query } }, file)).rejects.toThrow('ended')
    await stages.told(stage, { day: 3, content })
  })
  await stages.booksAreOne(mark)
  expect((await seen(stages.short.db, `A2${mark}`)).at).toBe(START + 3 * DAY)
})

test('a changed line writes its account once, which leaves its block by that and stands in a new one', async () => {
  const mark = await stages.inBlocks('-once')
  const content = fileOf(mark, { A3: CHANGED })
  await stages.short.at(isoOf(3, 10))
  const said: (string | undefined)[] = []
  const transaction: typeof stages.short.db.transaction = (work) =>
    stages.short.db.transaction((tx) => {
      const query: Sql['query'] = (text, params, name) => {
        said.push(text.includes('set block = null') ? 'leaves' : name)
        return tx.query(text, params, name)
      }
      return work({ ...tx, now: tx.now, query })
    })
  await stages.told({ ...stages.short, db: { ...stages.short.db, transaction } }, { day: 3, content })
  expect(said).not.toContain('leaves')
  expect(said.lastIndexOf('record-accounts-join')).toBeLessThan(said.indexOf('import-blocks-move'))
  expect(await stages.standing(mark)).toEqual(['A2', 'A3'])
})

test('a purge clears the blocks of which nobody is left', async () => {
  const mark = await stages.inBlocks('-over')
  const blocks = async (): Promise<number[]> => {
    const rows = await stages.short.db.query<{ id: number }>(
      'select id from account_block where creditor = $1 order by 1',
      [`acme${mark}`],
    )
    return rows.map(({ id }) => id)
  }
  const before = await blocks()
  await stages.onBoth(3, (stage) =>
    stages.told(stage, { day: 3, content: fileOf(mark, { A2: CHANGED, A3: CHANGED }) }),
  )
  const after = await blocks()
  expect(after).toEqual(expect.arrayContaining(before))
  expect(after.length).toBeGreaterThan(before.length)
  const owner = connect({ url: stages.short.ownerUrl, applicationName: 'test' })
  await owner.transaction((tx) => clearRaw(tx, []))
  await owner.close()
  expect(await blocks()).toEqual(after.filter((id) => !before.includes(id)))
  expect(
    await stages.short.db.query(
      'select 1 from account_left l where not exists (select from account_block where id = l.block)',
    ),
  ).toEqual([])
})
