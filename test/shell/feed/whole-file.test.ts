import { afterEach, beforeEach, expect, test } from 'vitest'
import { pgStage } from '../record/pg-stage.ts'
import type { PgStage } from '../record/pg-stage.ts'
import { importText } from './import-stage.ts'

let stage: PgStage
beforeEach(async () => void (stage = await pgStage()))
afterEach(() => stage.close())

const table = async (text: string): Promise<unknown[]> => stage.db.query(text)

const DAILY = `account,debtor,creditor,currency,region,zone,past_due,oldest_due_on
G1,GD1,acme,SGD,SG,Asia/Singapore,120.00,2026-02-20
G3,GD3,acme,SGD,SG,Asia/Singapore,60.00,2026-02-20
H1,HD1,other,SGD,SG,Asia/Singapore,60.00,2026-02-20
`
const withoutG3 = DAILY.replace(/G3.*\n/, '')
const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`)

test('an account of the last file that this one leaves out is told, each time, and by creditor', async () => {
  const day = (content: string, on: string) =>
    importText(stage, { kind: 'accounts', content, asOf: midnight(on), force: true })
  expect((await day(DAILY, '2026-02-26')).imported).toMatchObject({ missing: [], completed: [] })
  const missing = [{ creditor: 'acme', lastFile: '2026-02-26', accounts: 1 }]
  expect((await day(withoutG3, '2026-02-27')).imported).toMatchObject({ missing })
  expect((await day(withoutG3, '2026-02-27')).imported).toMatchObject({ taken: 0, missing })
  expect((await day(withoutG3, '2026-02-28')).imported).toMatchObject({ missing: [] })
  expect((await day(withoutG3, '2026-02-25')).imported).toMatchObject({ missing: [] })
  expect(await table('select creditor, lines::text[] from creditor_feed order by 1')).toEqual([
    { creditor: 'acme', lines: ['2026-02-28', '2026-02-27', '2026-02-26', '2026-02-25'] },
    { creditor: 'other', lines: ['2026-02-28', '2026-02-27', '2026-02-26', '2026-02-25'] },
  ])
})

test('a whole file says so of the creditors that it names, in a fact of nobody, chained and only once', async () => {
  const file = { kind: 'accounts', content: DAILY, asOf: midnight('2026-02-27'), complete: true } as const
  expect((await importText(stage, file)).imported).toMatchObject({ completed: ['acme', 'other'] })
  await importText(stage, file)
  const money = 'account,payment,amount,paid_at\nG9,p1,5.00,2026-02-27\n'
  await importText(stage, { kind: 'payments', content: money, complete: true })
  expect(
    await table(
      `select person_id, account_id, source, body from fact where kind = 'feed.completed' order by body->>'creditor'`,
    ),
  ).toMatchObject([
    { person_id: 0, account_id: null, source: 'ledger', body: { creditor: 'acme' } },
    { person_id: 0, account_id: null, source: 'ledger', body: { creditor: 'other' } },
  ])
  expect(await table('select creditor, completed::text[] from creditor_feed order by 1')).toEqual([
    { creditor: 'acme', completed: ['2026-02-27'] },
    { creditor: 'other', completed: ['2026-02-27'] },
  ])
})

test.each([
  ['together', 1, 2100],
  ['as facts, more than are remembered', 1e9, 2100],
  ['as facts', 1e9, 10],
])('a whole file of newcomers that are stored %s names its creditors', async (_how, many, lines) => {
  const line = (at: number): string =>
    `N${at},ND${at},${at === 7 ? 'other' : 'acme'},SGD,SG,Asia/Singapore,60.00,2026-02-20`
  const head = DAILY.split('\n')[0]
  const content = [head, ...Array.from({ length: lines }, (_, at) => line(at))].join('\n')
  const asOf = midnight('2026-02-27')
  const { imported } = await importText(stage, { kind: 'accounts', content, asOf, complete: true, many })
  expect(imported).toMatchObject({ rows: lines, completed: ['acme', 'other'], rejected: 0 })
})
