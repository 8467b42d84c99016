import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyChains } from '../../../src/shell/audit/verify.ts'
import { connect, type Database } from '../../../src/shell/pg/base/database.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import { type PgStage, pgStage } from '../record/pg-stage.ts'
import { type ImportResult, importText, stageWith } from './import-stage.ts'
import { bookOf } from './known-lines-book.ts'

/** One book is written by two imports at once, the other by the same two one after the other. New rows go in by COPY. */
const vault = openVault(newVaultKeys())
let atOnce: PgStage
let inTurn: PgStage
const plain: Database[] = []
beforeAll(async () => {
  ;[atOnce, inTurn] = await Promise.all([copyingStage(), copyingStage()])
})
afterAll(async () => {
  await Promise.all(plain.map((db) => db.close()))
  await Promise.all([atOnce.close(), inTurn.close()])
})

async function copyingStage(): Promise<PgStage> {
  const stage = await pgStage(vault)
  const db = connect({ url: stage.ownerUrl, max: 8, applicationName: 'test' })
  plain.push(db)
  return { ...stage, db }
}

const LINES = 300
const COLUMNS = 'account,debtor,creditor,currency,region,zone,name,phone,score,past_due,oldest_due_on,balance'

/** Two debtors share each number. The second file brings its lines the other way round, and a few others among them. */
function fileOf(mark: string, which: 'first' | 'second'): string {
  const lines = Array.from({ length: LINES }, (_, n) => {
    const name = which === 'second' && n % 13 === 5 ? `B${n}` : `A${n}`
    const phone = `+1202555${String(1000 + Math.floor(n / 2))}`
    return `${name}${mark},D${name}${mark},acme${mark},USD,US-NY,UTC,Ann ${n},${phone},0.3,100.00,2026-02-10,900.00`
  })
  return `${[COLUMNS, ...(which === 'first' ? lines : lines.toReversed())].join('\n')}\n`
}

function took(stage: PgStage, content: string, many: number): Promise<ImportResult> {
  return importText(stage, { kind: 'accounts', content, maxShare: 1, force: true, many })
}

/** Both files are read before either is stored. */
async function tookBoth(stage: PgStage, files: readonly string[], many: number): Promise<ImportResult[]> {
  let waiting: (() => void)[] = []
  const meet = async (): Promise<void> => {
    const met = new Promise<void>((resolve) => waiting.push(resolve))
    if (waiting.length === files.length) {
      for (const go of waiting) go()
      waiting = []
    }
    await met
  }
  return Promise.all(files.map((content) => took(stageWith(stage, meet), content, many)))
}

test.each([
  ['together', 1],
  ['as facts', Number.POSITIVE_INFINITY],
])(
  'two imports that bring the same newcomers at once, %s, end as one after the other does',
  async (_, many) => {
    for (let round = 0; round < 2; round++) {
      const mark = randomUUID().slice(0, 8)
      const files = [fileOf(mark, 'first'), fileOf(mark, 'second')]
      const both = await tookBoth(atOnce, files, many)
      const turns: ImportResult[] = []
      for (const content of files) turns.push(await took(inTurn, content, many))
      expect(sumOf(both)).toEqual(sumOf(turns))
      const [one, other] = await Promise.all([bookOf(atOnce.db, mark), bookOf(inTurn.db, mark)])
      for (const what of Object.keys(one)) {
        const [some, others] = [one[what], other[what]] as unknown[][]
        expect([what, some?.length]).toEqual([what, others?.length])
        for (const [index, row] of (some ?? []).entries())
          expect([what, row]).toEqual([what, others?.[index]])
      }
    }
    const broken: unknown[] = []
    await verifyChains(atOnce.db, { only: null, since: null, onBroken: (one) => broken.push(one) })
    expect(broken).toEqual([])
  },
  240_000,
)

test('debtors whom a book without accounts knows already are found, and all others of their page are newcomers', async () => {
  const mark = randomUUID().slice(0, 8)
  const known = Array.from({ length: 20 }, (_, n) => `DA${15 * n}${mark}`)
  const stages = await Promise.all([copyingStage(), copyingStage()])
  try {
    const results: ImportResult[] = []
    for (const [place, stage] of stages.entries()) {
      await stage.db.query(
        `insert into person (external_id, locale, regions, zones, zones_from)
         select name, 'fr', '{}', '{}', 0 from unnest($1::text[]) as u (name)`,
        [known],
      )
      results.push(await took(stage, fileOf(mark, 'first'), place === 0 ? 1 : Number.POSITIVE_INFINITY))
    }
    expect(results[0]?.imported).toMatchObject({ rows: LINES, rejected: 0, warnings: [] })
    expect(results[0]).toEqual(results[1])
    const [one, other] = await Promise.all(stages.map(({ db }) => bookOf(db, mark)))
    expect(one).toEqual(other)
    const alone = await stages[0]?.db.query('select from person')
    expect(alone).toHaveLength(LINES)
  } finally {
    await Promise.all(stages.map((stage) => stage.close()))
  }
})

/** Who was first has taken what the other finds known. */
function sumOf(results: readonly ImportResult[]): unknown {
  const sum = (of: 'rows' | 'taken' | 'same' | 'rejected'): number =>
    results.reduce((all, { imported }) => all + (imported?.[of] ?? Number.NaN), 0)
  return { rows: sum('rows'), taken: sum('taken'), same: sum('same'), rejected: sum('rejected') }
}
