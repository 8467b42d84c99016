import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
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
