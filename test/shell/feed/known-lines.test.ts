import fc from 'fast-check'
import type { AccountLine } from '../../../src/shell/feed/account/account-line.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import { AS_OF_BLOCK } from '../../../src/shell/pg/row/as-of-block.ts'
import { drawn, LONG_ENOUGH } from '../../property/drawn.ts'
import { opened, snapshot } from '../record/facts.ts'
import { type PgStage, pgStage } from '../record/pg-stage.ts'
import { erase } from './erase.ts'
import { type ImportResult, importText, stageWith } from './import-stage.ts'
import { bookOf, brokenBlocks } from './known-lines-book.ts'
import { DEBTOR, type FileLine, type Name, NAMES, textOf } from './known-lines-file.ts'

/** One takes the short way where a line is known, the other tells every line. */
let short: PgStage
let long: PgStage
beforeAll(async () => {
  const vault = openVault(newVaultKeys())
  ;[short, long] = await Promise.all([pgStage(vault), pgStage(vault)])
})
afterAll(() => Promise.all([short.close(), long.close()]))

const START = Date.parse('2026-03-01T02:00:00Z')
const isoOf = (day: number, hours = 0): string =>
  new Date(START + day * 86_400_000 + hours * 3_600_000).toISOString()

const line = fc.record<FileLine>({
  name: fc.constantFrom(...NAMES),
  figures: fc.constantFrom(
    '100.00,2026-02-10,900.00',
    '100.00,2026-02-10,900.00',
    '60.00,2026-02-20,800.00',
    '0,,500.00',
    ',,',
    'x,2026-02-10,',
  ),
  score: fc.constantFrom('0.3', '0.3', '0.7', ''),
  phone: fc.constantFrom('+12025550101', '+12025550101', '"+12025550102"', '2025550103'),
  openedAt: fc.constantFrom('', '', '', '2026-01-05'),
})

const file = fc.record({
  what: fc.constant('file' as const),
  /** The lines of the last file, with these in the places of some; more at the end. */
  changed: fc.array(line, { maxLength: 2 }),
  more: fc.array(line, { maxLength: 1 }),
  left: fc.array(fc.nat(3), { maxLength: 1 }),
  shuffled: fc.boolean(),
  asOf: fc.constantFrom(0, 0, 0, -24, -1),
  days: fc.constantFrom(0, 1, 1, 1, 2, 9),
  /** What another door says before its lines are stored. */
  between: fc.option(
    fc.nat(9).map((n) => n),
    { freq: 4, nil: undefined },
  ),
  on: fc.constantFrom(...NAMES),
})
const door = fc.record({
  what: fc.constant('door' as const),
  says: fc.nat(9),
  on: fc.constantFrom(...NAMES),
  hours: fc.constantFrom(-30, -3, 1, 3),
})
const detect = fc.record({ what: fc.constant('detect' as const) })
type Event =
  | { what: 'detect' }
  | (typeof file extends fc.Arbitrary<infer F> ? F : never)
  | (typeof door extends fc.Arbitrary<infer D> ? D : never)

/** What other doors say of an account. */
async function said(
  stage: PgStage,
  { says, on, at, series }: { says: number; on: Name; at: string; series: string },
): Promise<void> {
  const account = `${on}${series}`
  const debtor = `${DEBTOR[on]}${series}`
  const creditor = `${on.startsWith('A') ? 'acme' : 'other'}${series}`
  const rows: unknown[] = [
    snapshot(account, at, '60.00', '2026-02-20'),
    snapshot(account, at, '100.00', '2026-02-10'),
    opened(account, { at, debtor, creditor, phone: '+12025550102' }),
    { type: 'score.changed', at, account, score: 0.7 },
    { type: 'account.closed', at, account, reason: 'settled' },
    { type: 'account.snapshot', at, account, pastDue: 'x', oldestDueOn: null },
    { type: 'dispute.opened', at, account, dispute: `X${at}` },
    { type: 'point.added', at, debtor, kind: 'phone', value: '+12025550104' },
    { type: 'account.opened', at, debtor, account: '', creditor, currency: 'USD' },
  ]
  if (says < rows.length) await stage.door(rows[says])
  else await erase(stage, debtor)
}

let series = 0

async function lived(
  stage: PgStage,
  events: readonly Event[],
  { mark, everyLine }: { mark: string; everyLine: boolean },
): Promise<unknown> {
  const told: unknown[] = []
  let day = 0
  let lines: FileLine[] = NAMES.slice(0, 3).map((name) => ({
    name,
    figures: '100.00,2026-02-10,900.00',
    score: '0.3',
    phone: '+12025550101',
    openedAt: '',
  }))
  await stage.at(isoOf(0, 10))
  for (const event of events) {
    if (event.what === 'detect') await stage.detect()
    else if (event.what === 'door') await said(stage, { ...event, at: isoOf(day, event.hours), series: mark })
    else {
      day += event.days
      await stage.at(isoOf(day, 10))
      const kept = lines.filter((_, index) => !event.left.includes(index))
      lines = [
        ...kept.map((one) => event.changed.find(({ name }) => name === one.name) ?? one),
        ...event.more,
      ]
      const inFile = event.shuffled ? lines.toReversed() : lines
      const { between, on } = event
      const meanwhile = async (): Promise<void> => {
        if (between !== undefined) await said(stage, { says: between, on, at: isoOf(day, 1), series: mark })
      }
      const result = await importText(stageWith(stage, meanwhile), {
        kind: 'accounts',
        content: textOf(inFile, mark),
        asOf: START + day * 86_400_000 + event.asOf * 3_600_000,
        force: true,
        everyLine,
        enough: 1,
      })
      told.push(resultOf(result))
    }
  }
  return { told, book: await bookOf(stage.db, mark) }
}

function resultOf({ imported, refused, rejected }: ImportResult): unknown {
  const counts = imported && {
    rows: imported.rows,
    taken: imported.taken,
    same: imported.same,
    rejected: imported.rejected,
    missing: imported.missing,
  }
  return { counts, refused, rejected: rejected.map(({ line, code }) => `${line} ${code}`).sort() }
}

test(
  'known lines end where lines that are all told end, whatever other doors say meanwhile',
  { timeout: LONG_ENOUGH },
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ arbitrary: file, weight: 5 }, { arbitrary: door, weight: 2 }, detect), {
          minLength: 3,
          maxLength: 9,
        }),
        async (events) => {
          const mark = `-${++series}`
          const [one, all] = await Promise.all([
            lived(short, events, { mark, everyLine: false }),
            lived(long, events, { mark, everyLine: true }),
          ])
          expect(one).toEqual(all)
          expect(await brokenBlocks(short.db)).toEqual([])
        },
      ),
      drawn(25),
    ),
)

test('a line that says what is known is staged no further, makes no fact, and its figures are of its day', async () => {
  const mark = '-known'
  const lines: FileLine[] = NAMES.map((name) => ({
    name,
    figures: '100.00,2026-02-10,900.00',
    score: '0.3',
    phone: '+12025550101',
    openedAt: '',
  }))
  const content = textOf(lines, mark)
  await short.at(isoOf(0, 10))
  await importText(short, { kind: 'accounts', content, asOf: START })
  await short.at(isoOf(1, 10))
  const seen: unknown[] = []
  const look = async (): Promise<void> => {
    for (const table of ['import_staging', 'import_known', 'import_text'])
      seen.push(...(await short.db.query(`select count(*)::int as "${table}" from ${table}`)))
  }
  const asOf = START + 86_400_000
  const { imported } = await importText(stageWith(short, look), { kind: 'accounts', content, asOf })
  expect(seen).toEqual([{ import_staging: 0 }, { import_known: 1 }, { import_text: 1 }])
  expect(imported).toMatchObject({ rows: 4, taken: 0, same: 12, rejected: 0, missing: [] })
  expect(
    await short.db.query(
      `select distinct ${AS_OF_BLOCK.snapshot_at('a')} as at, ${AS_OF_BLOCK.score_at('a')} as score, ${AS_OF_BLOCK.line_at('a')} as line
       from account a where external_id like '%-known'`,
    ),
  ).toEqual([{ at: asOf, score: asOf, line: asOf }])
  expect(
    await short.db.query(`select lines[1]::text as day from creditor_feed where creditor like '%-known'`),
  ).toEqual([{ day: '2026-03-02' }, { day: '2026-03-02' }])
  await look()
  expect(seen.slice(3)).toEqual([{ import_staging: 0 }, { import_known: 0 }, { import_text: 0 }])
})

test('nothing personal of a line whose figures alone changed is read, hashed or staged again', async () => {
  const mark = '-figures'
  const line = { name: 'A1' as const, score: '0.3', phone: '+12025550101', openedAt: '' }
  const contentOf = (figures: string): string => textOf([{ ...line, figures }], mark)
  const imported = (content: string, day: number, meanwhile: () => Promise<void>) =>
    importText(stageWith(short, meanwhile), {
      kind: 'accounts',
      content,
      asOf: START + day * 86_400_000,
      force: true,
    })
  await short.at(isoOf(0, 10))
  await imported(contentOf('100.00,2026-02-10,900.00'), 0, async () => {})
  await short.at(isoOf(1, 10))
  const staged: { facts: string }[] = []
  const look = async (): Promise<void> => {
    staged.push(...(await short.db.query<{ facts: string }>('select facts from import_staging')))
  }
  expect(await imported(contentOf('60.00,2026-02-20,800.00'), 1, look)).toMatchObject({
    imported: { taken: 1, same: 2, rejected: 0 },
  })
  const [bare] = JSON.parse(staged[0]?.facts ?? '[]') as AccountLine[]
  expect(bare?.at(-1)).toBeNull()
  const [row] = await short.db.query(
    `select a.past_due as "pastDue", a.line_at as "lineAt", a.line_mark is not null as known from account a where external_id = 'A1-figures'`,
  )
  expect(row).toEqual({ pastDue: 6000, lineAt: START + 86_400_000, known: true })
})
