import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Dialect } from '../../../src/shell/feed/read/dialect.ts'
import { pgStage } from '../record/pg-stage.ts'
import type { PgStage } from '../record/pg-stage.ts'
import { ACCOUNTS, importText } from './import-stage.ts'

let stage: PgStage
beforeEach(async () => void (stage = await pgStage()))
afterEach(() => stage.close())

const GERMAN: Dialect = { delimiter: 'auto', decimal: ',' }
const OBLIGATIONS = 'account;obligation;due_on;amount\nA1;R1;2026-02-01;1234,56\n'
const inSemicolons = (text: string): string =>
  text
    .replaceAll('"Example, Bo"', '"Example~ Bo"')
    .replaceAll(',', ';')
    .replaceAll('.', ',')
    .replaceAll('~', ',')

test('a file with semicolons and decimal commas says what it says with commas and points', async () => {
  const first = await importText(stage, {
    kind: 'accounts',
    content: inSemicolons(ACCOUNTS),
    dialect: GERMAN,
  })
  expect(first).toMatchObject({ refused: [], rejected: [], imported: { rows: 3, taken: 5 } })
  const seen = await stage.see()
  expect(seen.accounts).toMatchObject({ A1: { pastDue: 12000, balance: 90000, score: 0.3 } })
  const again = await importText(stage, { kind: 'accounts', content: ACCOUNTS })
  expect(again.imported).toMatchObject({ rows: 3, taken: 0 })
  expect(await stage.see()).toEqual(seen)
})

test('a known line of such a file is told again as it was read', async () => {
  const content = inSemicolons(ACCOUNTS)
  await importText(stage, { kind: 'accounts', content, dialect: GERMAN })
  const asOf = Date.parse('2026-03-02T02:00:00Z')
  const changed = content.replace('120,00;', '60,00;')
  const next = await importText(stage, { kind: 'accounts', content: changed, dialect: GERMAN, asOf })
  expect(next).toMatchObject({ refused: [], rejected: [], imported: { rows: 3, taken: 1 } })
  expect((await stage.see()).accounts['A1']).toMatchObject({ pastDue: 6000 })
})

test('decimal commas that were not announced are refused by their lines, and semicolons are found', async () => {
  await importText(stage, {
    kind: 'accounts',
    content: 'account;debtor;creditor;currency;zone\nA1;D1;acme;EUR;Europe/Berlin\n',
  })
  const plain = await importText(stage, { kind: 'obligations', content: OBLIGATIONS })
  expect(plain).toMatchObject({
    refused: [],
    imported: { taken: 0, rejected: 1 },
    rejected: [
      { line: 2, column: 'amount', code: 'bad_amount', suggestion: expect.stringContaining('--decimal ,') },
    ],
  })
  const told = await importText(stage, { kind: 'obligations', content: OBLIGATIONS, dialect: GERMAN })
  expect(told).toMatchObject({ rejected: [], imported: { taken: 1 } })
})

test('NDJSON has no delimiter: whoever names one is told', async () => {
  const content = '{"account":"A1","obligation":"R1","due_on":"2026-02-01","amount":"1.00"}\n'
  const { refused } = await importText(stage, { kind: 'obligations', content, dialect: GERMAN })
  expect(refused).toMatchObject([{ code: 'not_csv' }])
})

test('lines of JSON are told again day after day', async () => {
  const day = (past_due: string) =>
    [1, 2, 3]
      .map((n) => ({
        account: `A${n}`,
        debtor: `D${n}`,
        creditor: 'acme',
        currency: 'USD',
        zone: 'UTC',
        past_due,
        oldest_due_on: '2026-02-10',
      }))
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('')
  for (const [date, content, taken] of [
    ['2026-03-01', day('100.00'), 6],
    ['2026-03-02', day('100.00'), 0],
    ['2026-03-03', day('100.00').replace('100.00', '90.00'), 1],
  ] as const) {
    const asOf = Date.parse(`${date}T02:00:00Z`)
    await stage.at(`${date}T03:00:00Z`)
    const told = await importText(stage, { kind: 'accounts', content, asOf, maxShare: 1 })
    expect(told).toMatchObject({ refused: [], rejected: [], imported: { rows: 3, taken } })
  }
})
