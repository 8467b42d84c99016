import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PreparedFact } from '../../src/core/fact/prepared.ts'
import { type AccountLine, factsOfAccount } from '../../src/shell/feed/account/account-line.ts'
import { readAccount } from '../../src/shell/feed/account/read-account.ts'
import { COLUMNS } from '../../src/shell/feed/column.ts'
import { prepareWith } from '../../src/shell/feed/prepare.ts'
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
    ['USD', 'EUR', 'JPY'],
    ['', 'usd', 'XXY'],
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
    ['Mars/Base', 'Europe/Berlin|'],
  ],
  locale: [
    ['', 'en', 'zh-CN', 'pt_BR'],
    ['e', 'not a locale', 'x'.repeat(36)],
  ],
  household: [['', 'H1'], ['\u0007']],
  name: [
    ['', 'Pat Example', '张 "三"', "O'Neil \\ sons"],
    ['\ud800', 'n'.repeat(201)],
  ],
  phone: [
    ['', '+12025550123', '030 901820', '2025550123', '004930901820'],
    ['abc', '12', '+'],
  ],
  email: [['', 'a@example.org', 'Mailto:B@Example.org'], ['not one']],
  address: [['', '1 Main St'], ['y'.repeat(501)]],
  score: [
    ['', '0.25', '1', '0.10', '0'],
    ['1.5', '1e-3', 'high', '.5'],
  ],
  opened_at: [
    ['', '2025-01-31', '2025-01-31T10:00:00+02:00', '2025-01-31T24:00Z'],
    ['31.01.2025', '1800-01-01'],
  ],
  past_due: [
    ['', '0', '12.50', '0.00', '1000'],
    ['-1', '01', '1,5', '1'.repeat(41)],
  ],
  oldest_due_on: [
    ['', '2026-05-01'],
    ['2026-02-30', '9999-12-31'],
  ],
  balance: [['', '99.00', '0'], ['1e3']],
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
        const long = (described: string | null) => {
          const read = readWritten(written)
          if ('trailer' in read) return null
          return tellLine(read, { mark: 'ab', described }, HOW)
        }
        const first = long(null)?.facts[0]
        const described = known && first && 'fact' in first ? first.digest : null
        const told = readAccount({ vault, asOf: AS_OF }, written, { mark: 'ab', described })
        if (told === null) return
        short++
        const other = long(described)
        expect(other).toMatchObject({ problems: [], warnings: [] })
        const staged = JSON.parse(JSON.stringify(other?.facts.map(toStaged))) as unknown[]
        const back = JSON.parse(JSON.stringify(told)) as AccountLine
        expect(factsOfAccount(back).map(inTheClear)).toEqual(
          staged.map((one) => inTheClear(fromStaged(one) as PreparedFact)),
        )
      }),
      drawn(400),
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
