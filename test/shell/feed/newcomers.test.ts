import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyChains } from '../../../src/shell/audit/verify.ts'
import { connect, type Database } from '../../../src/shell/pg/base/database.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import { drawn, LONG_ENOUGH } from '../../property/drawn.ts'
import { fact } from '../record/facts.ts'
import { type PgStage, pgStage } from '../record/pg-stage.ts'
import { type ImportResult, importText } from './import-stage.ts'
import { wholeBook } from './whole-book.ts'

/** One stores newcomers together, the other tells every line as facts. Both are connected as the command line connects. */
const vault = openVault(newVaultKeys())
const START = Date.parse('2026-03-01T02:00:00Z')
const COLUMNS =
  'account,debtor,creditor,currency,actor,collector,product,region,zone,locale,household,name,phone,email,score,opened_at,past_due,oldest_due_on,balance'

/** Mostly plain, and odd in each of the ways that count. */
const often = <T>(good: readonly T[], odd: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constantFrom(...good), weight: 12 }, fc.constantFrom(...odd))

const line = fc.record({
  n: fc.nat(15),
  debtor: often([null], ['D0', 'D1', 'Ü/2']),
  creditor: often(['acme', 'acme', 'other'], ['']),
  currency: often(['USD', 'USD', 'JPY', 'KWD'], ['HRK', 'XXY']),
  actor: fc.constantFrom('', 'first_party', 'debt_buyer'),
  collector: fc.constantFrom('', '', 'inkasso'),
  product: fc.constantFrom('', 'invoice'),
  region: fc.constantFrom('', 'US-NY', 'US', 'de|us-ca', 'DE-BE|DE', 'Berlin'),
  zone: fc.constantFrom('', 'America/New_York', 'Europe/Berlin|America/New_York', 'Mars/Base'),
  locale: fc.constantFrom('', 'en', 'zh-CN'),
  household: often([''], ['H1']),
  name: fc.constantFrom('', 'Ann Example', 'Zoë \\ "B"'),
  phone: often<number | string>([0, 1, 2, 3, '+4930901820', ''], ['030901820', '2025550101', 'call me']),
  email: often(['', '', 'a@example.org'], ['not one', 'A@Example.org']),
  score: fc.constantFrom('', '0.3', '0.3', '1'),
  openedAt: often([''], ['2026-01-05', '2026-03-02', '2026-03-20', '1926-03-20']),
  figures: often(
    ['100,2026-02-10,900', '100,2026-02-10,900', '60,2025-12-24,', '7,2026-02-28,7', ',,'],
    [
      '0,,500',
      '0,2026-02-10,',
      '1.005,2026-02-10,1',
      '5,2026-03-09,9',
      '5,1926-03-09,9',
      'x,2026-02-10,',
      '9007199254740993,2026-02-01,',
    ],
  ),
})
const file = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 16 }),
  /** Days since the last one; a late file is of a day before. */
  days: fc.constantFrom(0, 1, 1, 9),
  asOf: fc.constantFrom(0, 0, 0, -30, 30),
  looked: fc.boolean(),
})
const early = fc.record({ n: fc.nat(15), kind: fc.nat(4) })

type Line = typeof line extends fc.Arbitrary<infer L> ? L : never
type File = typeof file extends fc.Arbitrary<infer F> ? F : never

const quoted = (cell: string): string => (/["\\]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** Names end with the mark of their series, and its numbers are its own. */
interface Series {
  mark: string
  numberOf: (n: number) => string
}

let series = 0

function nextSeries(): Series {
  const number = 1000 + 4 * (series++ % 2000)
  return { mark: `~${series}`, numberOf: (n) => `+1202555${number + (n % 4)}` }
}

function textOf(lines: readonly Line[], { mark, numberOf }: Series): string {
  const rows = lines.map((one) => {
    const { n, debtor, creditor, currency, actor, collector, product, region, zone, locale } = one
    const { household, name, phone, email, score, openedAt, figures } = one
    const whose = [`A${n}${mark}`, `${debtor ?? `D${n}`}${mark}`, creditor && `${creditor}${mark}`]
    const number = typeof phone === 'number' ? numberOf(phone) : phone
    const cells = [...whose, currency, actor, collector, product, region, zone]
    return [...cells, locale, household, quoted(name), number, email, score, openedAt, figures].join()
  })
  return `${[COLUMNS, ...rows].join('\n')}\n`
}

/** What is said before anybody is known, and of somebody who is. */
function saidEarly(
  { n, kind }: { n: number; kind: number },
  { mark, numberOf }: Series,
): Record<string, unknown> {
  const at = '2026-02-20T10:00:00Z'
  const [account, debtor, number] = [`A${n}${mark}`, `D${n}${mark}`, numberOf(n)]
  switch (kind) {
    case 0:
      return fact('optout.received', at, { account, point: number })
    case 1:
      return fact('optout.received', at, { debtor, point: number, channel: 'sms' })
    case 2:
      return fact('optout.received', at, { point: number })
    case 3:
      return fact('account.opened', at, {
        account,
        debtor,
        creditor: `acme${mark}`,
        currency: 'USD',
        phone: number,
      })
    default:
      return fact('point.invalid', at, { account, point: number })
  }
}

interface Side {
  stage: PgStage
  many: number
  /** How many times persons were copied. */
  copies: number
  open: () => Promise<void>
}

function sideOf(many: number): Side {
  const side = { many, copies: 0 } as Side
  side.open = async () => {
    const stage = await pgStage(vault)
    const db = connect({ url: stage.ownerUrl, max: 4, applicationName: 'test' })
    const counting: Database = {
      ...db,
      transaction: (work) =>
        db.transaction((tx) => {
          const copy: typeof tx.copy = (text, rows) => {
            if (text.startsWith('copy person ')) side.copies++
            return tx.copy?.(text, rows) ?? Promise.resolve()
          }
          return work(Object.create(tx, { copy: { value: copy } }) as typeof tx)
        }),
    }
    const close = async (): Promise<void> => {
      await db.close()
      await stage.close()
    }
    side.stage = { ...stage, db: counting, close }
  }
  return side
}

const together = sideOf(1)
const apart = sideOf(Number.POSITIVE_INFINITY)
const SIDES = [together, apart]

beforeAll(() => Promise.all(SIDES.map((side) => side.open())))
afterAll(() => Promise.all(SIDES.map(({ stage }) => stage.close())))

test(
  'newcomers that are stored together come to the book that their facts come to, line by line',
  async () => {
    const scenario = fc.record({
      before: fc.array(early, { maxLength: 3 }),
      files: fc.array(file, { minLength: 1, maxLength: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(scenario, async ({ before, files }) => {
        const of = nextSeries()
        const [one, other] = await Promise.all(SIDES.map((side) => lived(side, of, { before, files })))
        expect(one).toEqual(other)
      }),
      // A busy machine takes minutes to find a smaller example.
      { ...drawn(12), endOnFailure: true },
    )
    const audits = await Promise.all(SIDES.map(({ stage }) => audited(stage)))
    expect(audits[0]).toEqual(audits[1])
    expect(apart.copies).toBe(0)
    expect(together.copies).toBeGreaterThan(0)
  },
  4 * LONG_ENOUGH,
)

async function audited({ db }: PgStage): Promise<unknown> {
  const broken: unknown[] = []
  const options = { only: null, since: null, onBroken: (one: unknown) => broken.push(one) }
  const { facts } = await verifyChains(db, options)
  expect(broken).toEqual([])
  return facts
}

async function lived(
  { stage, many }: Side,
  of: Series,
  { before, files }: { before: readonly { n: number; kind: number }[]; files: readonly File[] },
): Promise<unknown> {
  const told: unknown[] = []
  const hours = 3_600_000
  let day = START
  await stage.at(new Date(day + 8 * hours).toISOString())
  for (const one of before) told.push(await stage.record(saidEarly(one, of)))
  for (const { lines, days, asOf, looked } of files) {
    day += days * 24 * hours
    await stage.at(new Date(day + 8 * hours).toISOString())
    const result = await importText(stage, {
      kind: 'accounts',
      content: textOf(lines, of),
      asOf: day + asOf * hours,
      maxShare: 1,
      force: true,
      many,
    })
    told.push(namedIn(result))
    if (looked) await stage.detect()
    told.push(await wholeBook(stage.db, { vault, mark: of.mark }))
  }
  return told
}

/** Those whom a file leaves out are told by their number. */
function namedIn({ imported, ...result }: ImportResult): unknown {
  return { ...result, imported: imported && { ...imported, missing: imported.missing.length } }
}
