import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ImportKind } from '../../../src/shell/feed/column.ts'
import { type PgStage, pgStage } from '../record/pg-stage.ts'
import { importText } from './import-stage.ts'

let stage: PgStage
beforeEach(async () => void (stage = await pgStage()))
afterEach(() => stage.close())

test.each([
  ['unknown_column', 'account,payment,amount,paid_at,\nA1,p1,1.00,2026-02-01,\n'],
  ['packed_file', gzipSync('account,payment,amount,paid_at\nA1,p1,1.00,2026-02-01\n')],
  ['packed_file', Buffer.from('PK\x03\x04\x14\x00')],
  ['not_ndjson', '[{"account":"A1","payment":"p1","amount":"1","paid_at":"2026-02-01"}]'],
] as const)('a file is refused as a whole by what is wrong with it: %s %#', async (code, content) => {
  const given = typeof content === 'string' ? content : Buffer.from(content)
  const { refused } = await importText(stage, { kind: 'payments', content: given })
  expect(refused[0]).toMatchObject({ code, file: 'book.csv', suggestion: expect.any(String) as string })
})

test('a header that stands once more is one bad line with one fault, and what JSON does not know is named', async () => {
  const head = 'account,debtor,creditor,currency'
  const rows = `${head}\nA1,D1,acme,USD\n${head}\nA2,D2,acme,USD\n`
  const { imported, rejected } = await importText(stage, { kind: 'accounts', content: rows })
  expect(imported).toMatchObject({ rows: 3, rejected: 1 })
  expect(rejected).toMatchObject([{ line: 3, code: 'header_again' }])
  const owed = { debtor: 'D3', creditor: 'acme', currency: 'USD' }
  const json = [
    { account: 'A3', ...owed, colour: 'red' },
    { account: 'A4', ...owed, score: '2' },
  ]
  const content = json.map((line) => `${JSON.stringify(line)}\n`).join('')
  const again = await importText(stage, { kind: 'accounts', content })
  expect(again.rejected).toMatchObject([
    { line: 1, code: 'unknown_column', message: 'unknown column: colour' },
    { line: 2, code: 'bad_value', column: 'score' },
  ])
})

test('a number of JSON is no name and no amount: its last digits may be lost; what is counted with is one', async () => {
  const owed = { creditor: 'acme', currency: 'USD' }
  const accounts = [
    { account: 'A1', debtor: 'D1', ...owed, score: 0.25 },
    { account: 'LONG', debtor: 'D2', ...owed },
    { account: 'A3', debtor: 'D3', ...owed, past_due: 'LARGE', oldest_due_on: '2026-02-01' },
    { account: 'A4', debtor: 'D4', ...owed, past_due: '70368744177664.01', oldest_due_on: '2026-02-01' },
  ]
  const written = accounts.map((line) => `${JSON.stringify(line)}\n`).join('')
  const content = written.replace('"LONG"', '12345678901234567890').replace('"LARGE"', '70368744177664.01')
  const { imported, rejected } = await importText(stage, { kind: 'accounts', content, force: true })
  expect(rejected).toMatchObject([
    { line: 2, column: 'account', code: 'bad_value', suggestion: expect.any(String) as string },
    { line: 3, column: 'past_due', code: 'bad_amount', suggestion: expect.any(String) as string },
  ])
  expect(imported).toMatchObject({ rows: 4, rejected: 2 })
  const seen = await stage.see()
  expect(seen.accounts).toMatchObject({ A1: { score: 0.25 }, A4: { pastDue: 7036874417766401 } })
})

const OPENED = { account: 'A1', debtor: 'D1', creditor: 'acme', currency: 'USD', zone: 'UTC' }
const AT = '2026-02-01T10:00:00Z'
const lineOf = (row: object): string => `${JSON.stringify(row)}\n`

/** The names in them as numbers of JSON, and their rows. */
const NAMED_BY_NUMBER: [ImportKind, string, object][] = [
  ['payments', 'payment', { account: 'A1', amount: '10.00', paid_at: AT }],
  ['obligations', 'obligation', { account: 'A1', amount: '10.00', due_on: '2026-02-20' }],
  ['promises', 'promise', { account: 'A1', amount: '10.00', by: '2026-03-20', made_at: AT }],
  [
    'plans',
    'plan',
    { account: 'A1', sum: '10.00', first: '2026-03-20', rate: '10.00', every: 'month', agreed_at: AT },
  ],
  [
    'settlements',
    'settlement',
    { account: 'A1', amount: '5.00', until: '2026-03-20', offered_at: AT, by: 'desk' },
  ],
  ['contacts', 'point', { account: 'A1', channel: 'call', at: AT, disposition: 'no_answer' }],
  ['evidence', 'evidence', { account: 'A1', at: AT }],
]

test.each(NAMED_BY_NUMBER)(
  'a line of %s whose %s is a number is lifted by the same line with quotes',
  async (kind, column, row) => {
    const holds = async (): Promise<string[]> =>
      (await stage.see()).holds.filter((hold) => hold.includes('refused:') && hold.endsWith(' on'))
    await importText(stage, { kind: 'accounts', content: lineOf(OPENED) })
    const number = column === 'point' ? 4915112345671 : 555
    const refused = await importText(stage, { kind, content: lineOf({ ...row, [column]: number }) })
    expect(refused.rejected).toMatchObject([{ column, message: `${column} is not written as text` }])
    expect(await holds()).toHaveLength(1)
    expect(JSON.stringify(await holds())).not.toContain('4915112345671')
    const mended = await importText(stage, { kind, content: lineOf({ ...row, [column]: String(number) }) })
    expect(mended.rejected).toEqual([])
    expect(await holds()).toEqual([])
  },
)

test('a number that is counted with is taken as it came: tiny, below nothing, or beyond what digits write', async () => {
  const lines = [
    { ...OPENED, score: 5e-7 },
    { ...OPENED, account: 'A2', score: -1 },
  ]
  const content = lines.map(lineOf).join('')
  const accounts = await importText(stage, { kind: 'accounts', content, force: true })
  expect(accounts.rejected).toMatchObject([{ line: 2, column: 'score', code: 'bad_value' }])
  expect((await stage.see()).accounts).toMatchObject({ A1: { score: 5e-7 } })
  const values = [-5, 1e21, 5e-7, true, 'true', '7', 'word']
  const said = values.map((value, n) => lineOf({ account: 'A1', evidence: `e${n}`, at: AT, value }))
  const evidence = await importText(stage, { kind: 'evidence', content: said.join('') })
  expect(evidence.rejected).toEqual([])
  const kept = await stage.db.query<{ value: unknown }>('select value from evidence order by key')
  expect(kept.map(({ value }) => value)).toEqual([-5, 1e21, 5e-7, true, true, 7, 'word'])
})

test('only whoever sends a table is told of decimal commas', async () => {
  const paid = { account: 'A1', payment: 'p1', amount: '1,50', paid_at: AT }
  const json = await importText(stage, { kind: 'payments', content: lineOf(paid) })
  expect(json.rejected).toMatchObject([{ column: 'amount', code: 'bad_amount' }])
  expect(JSON.stringify(json.rejected)).not.toContain('--decimal')
  const table = `account,payment,amount,paid_at\nA1,p1,"1,50",${AT}\n`
  const { rejected } = await importText(stage, { kind: 'payments', content: table })
  expect(rejected).toMatchObject([{ suggestion: expect.stringContaining('--decimal ,') as string }])
})

test('digits that a currency has not are told with a comma to senders of tables alone', async () => {
  await importText(stage, { kind: 'accounts', content: lineOf(OPENED) })
  const paid = { account: 'A1', payment: 'p1', amount: '1.234', paid_at: AT }
  const json = await importText(stage, { kind: 'payments', content: lineOf(paid) })
  expect(json.rejected).toMatchObject([{ column: 'amount', code: 'bad_amount' }])
  expect(JSON.stringify(json.rejected)).not.toContain('--decimal')
  const table = `account,payment,amount,paid_at\nA1,p2,1.234,${AT}\n`
  const { rejected } = await importText(stage, { kind: 'payments', content: table })
  expect(rejected).toMatchObject([{ suggestion: expect.stringContaining('--decimal ,') as string }])
})
