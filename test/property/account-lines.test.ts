import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PreparedFact } from '../../src/core/fact/prepared.ts'
import { type AccountLine, factsOfAccount } from '../../src/shell/feed/account/account-line.ts'
import { readAccount } from '../../src/shell/feed/account/read-account.ts'
import { COLUMNS } from '../../src/shell/feed/column.ts'
import { prepareWith } from '../../src/shell/feed/prepare.ts'
import { readCsv } from '../../src/shell/feed/read/csv.ts'
import type { WrittenLine } from '../../src/shell/feed/read/read-line.ts'
import { readWritten } from '../../src/shell/feed/read/written.ts'
import { fromStaged, toStaged } from '../../src/shell/feed/staged.ts'
import { tellLine } from '../../src/shell/feed/tell.ts'
import { newVaultKeys, openVault } from '../../src/shell/pg/base/vault.ts'
import { drawn, LONG_ENOUGH } from './drawn.ts'

const vault = openVault(newVaultKeys())
const AS_OF = '2026-06-10T02:00:00Z'
const HOW = {
  kind: 'accounts',
  asOf: AS_OF,
  source: 'ledger',
  prepare: prepareWith(vault),
  holds: true,
} as const

/** Good values of a column, and odd ones. */
const CELLS: Record<string, [good: string[], odd: string[]]> = {
  account: [
    ['A1', 'Konto 7', 'Ä-9', 'a/b@c'],
    ['', ' A1', 'A\u0301', 'A\u200b1', '#rows 2', 'x'.repeat(201)],
  ],
  debtor: [
    ['D1', 'Zoë 2'],
    ['', 'D1 ', 'D\u00001'],
  ],
  creditor: [
    ['acme', 'Bank AG'],
    ['', 'a\u2028'],
  ],
  currency: [
    ['USD', 'EUR', 'JPY', 'KWD'],
    ['', 'usd', 'XXY', 'US', '＄'],
  ],
  actor: [['', 'first_party', 'debt_buyer'], ['nobody']],
  collector: [['', 'inkasso'], ['\u200b']],
  product: [['', 'invoice', 'tax'], ['loan']],
  region: [
    ['', 'US', 'US-NY', 'de|us-ca', 'DE-BE|DE'],
    ['Berlin', 'US|', '|'],
  ],
  zone: [
    ['', 'Europe/Berlin', 'America/New_York|Europe/Berlin', 'UTC'],
    ['Mars/Base', 'Europe/Berlin|', 'europe/berlin', '+02:00'],
  ],
  locale: [
    ['', 'en', 'zh-CN', 'pt_BR'],
    ['e', 'not a locale', 'x'.repeat(36)],
  ],
  household: [['', 'H1'], ['\u0007']],
  name: [
    ['', 'Pat Example', '张 "三"', "O'Neil \\ sons"],
    ['\ud800', 'n'.repeat(201), ' Pat ', '\t', 'Pat\u0000', '\u200bPat', '#rows 1'],
  ],
  phone: [
    ['', '+12025550123', '030 901820', '2025550123', '004930901820'],
    ['abc', '12', '+', '+1202555O123', '١٢٠٢٥٥٥٠١٢٣', '+1 202 555 0123 ext. 4', '2025550123.0'],
  ],
  email: [['', 'a@example.org', 'Mailto:B@Example.org'], ['not one']],
  address: [['', '1 Main St'], ['y'.repeat(501)]],
  score: [
    ['', '0.25', '1', '0.10', '0'],
    ['1.5', '1e-3', 'high', '.5', '00.5', '1.0000000000000001', '٠', '-0', '50%'],
  ],
  opened_at: [
    ['', '2025-01-31', '2025-01-31T10:00:00+02:00', '2025-01-31T24:00Z', '2016-12-31T23:59:60Z'],
    ['31.01.2025', '1800-01-01', '2025-02-29', '2025-01-31T10:00', '2025-01-31T10:00:00.1239Z', '9999-12-31'],
  ],
  past_due: [
    ['', '0', '12.50', '0.00', '1000'],
    ['-1', '+1', '01', '1,5', '1.', '.5', '1 000', '1e3', '١٢', '１２', '0x1f', '1'.repeat(41), '0.00001'],
  ],
  oldest_due_on: [
    ['', '2026-05-01'],
    ['2026-02-30', '9999-12-31', '2026-5-1', '01.05.2026', '2026-05-01T00:00:00Z', '1899-12-31'],
  ],
  balance: [
    ['', '99.00', '0'],
    ['1e3', '-0', '1,000.00', 'NaN'],
  ],
}
const NAMES = COLUMNS.accounts.map(({ name }) => name)

const cellOf = (name: string): fc.Arbitrary<string> => {
  const [good, odd] = CELLS[name] ?? [[''], ['']]
  return fc.oneof({ arbitrary: fc.constantFrom(...good), weight: 40 }, fc.constantFrom(...odd))
}
const row = fc.tuple(...NAMES.map(cellOf))
const columns = fc
  .tuple(fc.shuffledSubarray(NAMES.slice(4)), fc.boolean())
  .map(([some, all]) => (all ? NAMES : [...NAMES.slice(0, 4), ...some]))
const drawnFile = fc.record({
  rows: fc.array(fc.record({ row, quoted: fc.nat(30), space: fc.nat(99) }), { minLength: 1, maxLength: 6 }),
  columns: columns.chain((names) => fc.shuffledSubarray(names, { minLength: names.length })),
  end: fc.constantFrom('\n', '\r\n', '\r'),
  bom: fc.boolean(),
  piece: fc.integer({ min: 5, max: 400 }),
  known: fc.boolean(),
})
const OPTIONS = { file: 'f', columns: COLUMNS.accounts, doubt: () => {}, endsWithNewline: () => true }
const drawnLine = fc.record({ row, columns, known: fc.boolean(), parted: fc.boolean(), short: fc.nat(19) })

test('every column of an accounts file is drawn', () => {
  expect(Object.keys(CELLS).toSorted()).toEqual(NAMES.toSorted())
})

test(
  'a line that goes the short way says what it says on the long way',
  () => {
    let short = 0
    fc.assert(
      fc.property(drawnLine, ({ row: all, columns: names, known, parted, short: wrong }) => {
        const cells = names.map((name) => all[NAMES.indexOf(name)] ?? '')
        if (wrong === 0) cells.pop()
        const written = {
          line: 7,
          head: names.join(','),
          text: cells.join(','),
          cells: parted ? cells : null,
        }
        if (saysTheSame(written, known)) short++
      }),
      drawn(400),
    )
    expect(short).toBeGreaterThan(0)
  },
  LONG_ENOUGH,
)

test(
  'a line of a file goes the short way as it stands in its file: quotes, line ends, marks and blanks',
  async () => {
    let short = 0
    await fc.assert(
      fc.asyncProperty(drawnFile, async ({ rows, columns: names, end, bom, piece, known }) => {
        const lines = rows.map(({ row: all, quoted, space }) =>
          names
            .map((name, index) => {
              const cell = all[NAMES.indexOf(name)] ?? ''
              const inQuotes = quoted === index || /[",\n]/.test(cell)
              return inQuotes ? `"${cell.replaceAll('"', '""')}"` : cell
            })
            .map((cell, index) =>
              space === index ? ` ${cell}${cell.endsWith('"') ? '\t' : '\u00a0'}` : cell,
            )
            .join(),
        )
        const text = `${bom ? '\uFEFF' : ''}${names.join()}${end}${lines.join(end)}`
        for await (const page of readCsv(piecesOf(text, piece), OPTIONS))
          for (const line of page) {
            expect(readWritten(line)).toEqual(line.read())
            if (saysTheSame(line, known)) short++
          }
      }),
      drawn(150),
    )
    expect(short).toBeGreaterThan(0)
  },
  LONG_ENOUGH,
)

test('a plain line goes the short way', () => {
  const line =
    'A1,D1,acme,USD,invoice,US-NY,America/New_York,Pat Example,+12025550123,0.5,12.50,2026-05-01,99.00'
  const head =
    'account,debtor,creditor,currency,product,region,zone,name,phone,score,past_due,oldest_due_on,balance'
  expect(
    readAccount(
      { vault, asOf: AS_OF },
      { line: 2, head, text: line, cells: null },
      { mark: null, described: null },
    ),
  ).not.toBeNull()
})

/** False = the line goes the long way. */
function saysTheSame(written: WrittenLine, known: boolean): boolean {
  const long = (described: string | null) => {
    const read = readWritten(written)
    if ('trailer' in read) return null
    return tellLine(read, { mark: 'ab', described }, HOW)
  }
  const first = long(null)?.facts[0]
  const described = known && first && 'fact' in first ? first.digest : null
  const told = readAccount({ vault, asOf: AS_OF }, written, { mark: 'ab', described })
  if (told === null) return false
  const other = long(described)
  expect(other).toMatchObject({ problems: [], warnings: [] })
  const staged = JSON.parse(JSON.stringify(other?.facts.map(toStaged))) as unknown[]
  const back = JSON.parse(JSON.stringify(told)) as AccountLine
  expect(factsOfAccount(back).map(withoutBlock).map(inTheClear)).toEqual(
    staged.map((one) => inTheClear(fromStaged(one) as PreparedFact)),
  )
  return true
}

async function* piecesOf(text: string, piece: number): AsyncIterable<string> {
  for (let from = 0; from < text.length; from += piece) yield text.slice(from, from + piece)
}

/** Only a line that went the short way says that its account may join a block at once, which changes nothing that is known of it. */
function withoutBlock({ ends, ...fact }: PreparedFact): PreparedFact {
  if (!ends) return fact
  const { daily: _, ...end } = ends
  return { ...fact, ends: end }
}

/** What is sealed is never the same twice. */
function inTheClear({ name, points, ...fact }: PreparedFact): unknown {
  const open = ({ value, keyId }: { value: Uint8Array; keyId: string }): string =>
    vault.open(Buffer.from(value), keyId)
  return {
    ...fact,
    name: name && open(name),
    points: points.map(({ readings, ...point }) => ({
      ...point,
      readings: readings.map(({ value, ...reading }) => ({ ...reading, value: open(value) })),
    })),
  }
}
