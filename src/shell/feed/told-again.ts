import { textOf } from '../pg/feed/known-text.ts'
import type { Database } from '../pg/base/database.ts'
import type { Vault } from '../pg/base/vault.ts'
import { opened } from './known-lines.ts'
import { lineMarks } from './line-marks.ts'
import { readAgain, type ReadCount, type ReadLines } from './read/lines.ts'
import type { StagedLine } from './stage.ts'

export interface ToldAgain {
  db: Database
  vault: Vault
  run: number
  reading: Pick<ReadLines, 'file' | 'format' | 'how' | 'reject'>
  count: ReadCount
}

/** A line that was kept, as any other line is told. */
export async function toldAgain(again: ToldAgain, line: number): Promise<StagedLine[]> {
  const text = await textOf(again.db, again.run, line)
  if (!text) throw new Error(`line ${line} was not kept`)
  const told: StagedLine[] = []
  for await (const one of linesAgain(again, opened(again.vault, text, [line]))) told.push(one)
  return told
}

export function linesAgain(
  { vault, count, reading }: ToldAgain,
  lines: ReturnType<typeof opened>,
): AsyncIterable<StagedLine> {
  return readAgain(lines, count, { ...reading, markOf: lineMarks(vault) })
}
