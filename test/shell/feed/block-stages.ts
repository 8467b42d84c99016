import { expect } from 'vitest'
import type { Sql } from '../../../src/shell/pg/base/database.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import { AS_OF_BLOCK } from '../../../src/shell/pg/row/as-of-block.ts'
import { type PgStage, pgStage } from '../record/pg-stage.ts'
import { type ImportResult, importText } from './import-stage.ts'
import { bookOf, brokenBlocks } from './known-lines-book.ts'
import { type FileLine, type Name, NAMES, textOf } from './known-lines-file.ts'

/** Two stages: one lets accounts stand in blocks, the other tells every line. */
export interface BlockStages {
  short: PgStage
  long: PgStage
  told(stage: PgStage, file: ToldFile): Promise<ImportResult>
  inBlocks(mark: string): Promise<string>
  onBoth<T>(day: number, work: (stage: PgStage) => Promise<T>): Promise<T[]>
  standing(mark: string): Promise<string[]>
  booksAreOne(mark: string): Promise<void>
}

export const DAY = 86_400_000
export const START = Date.parse('2026-03-01T02:00:00Z')
export const isoOf = (day: number, hours = 0): string =>
  new Date(START + day * DAY + hours * 3_600_000).toISOString()

export const KNOWN = {
  figures: '100.00,2026-02-10,900.00',
  score: '0.3',
  phone: '+12025550101',
  openedAt: '',
}

/** The file of every account, which says what is known but for these lines. */
export function fileOf(mark: string, changed: Partial<Record<Name, Partial<FileLine>>> = {}): string {
  return textOf(
    NAMES.map((name) => ({ name, ...KNOWN, ...changed[name] })),
    mark,
  )
}

export interface ToldFile {
  day: number
  hours?: number
  content: string
}

export async function blockStages(): Promise<BlockStages> {
  const vault = openVault(newVaultKeys())
  const [short, long] = await Promise.all([pgStage(vault), pgStage(vault)])
  function told(stage: PgStage, { day, hours = 0, content }: ToldFile): Promise<ImportResult> {
    return importText(stage, {
      kind: 'accounts',
      content,
      asOf: START + day * DAY + hours * 3_600_000,
      force: true,
      everyLine: stage.db === long.db,
      enough: 1,
    })
  }

  /** Three days of one file bring accounts into blocks, but for the first line of each creditor. */
  async function inBlocks(mark: string): Promise<string> {
    for (const day of [0, 1, 2]) await onBoth(day, (stage) => told(stage, { day, content: fileOf(mark) }))
    expect(await standing(mark)).toEqual(['A2', 'A3'])
    return mark
  }

  async function onBoth<T>(day: number, work: (stage: PgStage) => Promise<T>): Promise<T[]> {
    return Promise.all(
      [short, long].map(async (stage) => {
        await stage.at(isoOf(day, 10))
        return work(stage)
      }),
    )
  }

  async function standing(mark: string): Promise<string[]> {
    const rows = await short.db.query<{ name: string }>(
      'select external_id as name from account where external_id like $1 and block is not null order by 1',
      [`%${mark}`],
    )
    return rows.map(({ name }) => name.slice(0, 2))
  }

  async function booksAreOne(mark: string): Promise<void> {
    expect(await bookOf(short.db, mark)).toEqual(await bookOf(long.db, mark))
    expect(await brokenBlocks(short.db)).toEqual([])
  }

  return { short, long, told, inBlocks, onBoth, standing, booksAreOne }
}

/** How an account stands, and as of when. */
export async function seen(sql: Sql, account: string): Promise<{ pastDue: number; at: number }> {
  const [row] = await sql.query<{ pastDue: number; at: number }>(
    `select a.past_due as "pastDue", ${AS_OF_BLOCK.snapshot_at('a')} as at from account a where external_id = $1`,
    [account],
  )
  if (!row) throw new Error(`no account ${account}`)
  return row
}
