import type { AccountId, PersonId } from '../../core/base/id.ts'
import type { Instant } from '../../core/base/time.ts'
import { dayOfFile } from '../../core/model/feed-file.ts'
import { advancePage, notedCreditors, type Place, setApart, takeFirsts } from '../pg/feed/known.ts'
import { textApart, textOf } from '../pg/feed/known-text.ts'
import type { Vault } from '../pg/base/vault.ts'
import type { Database } from '../pg/base/database.ts'
import { opened } from './known-lines.ts'
import { lineMarks } from './line-marks.ts'
import { type Merge, type Merged, mergeLines } from './merge.ts'
import { readAgain, type ReadCount, type ReadLines } from './read/lines.ts'
import { type StagedLine, stageLines } from './stage.ts'

export interface Advance {
  db: Database
  vault: Vault
  run: number
  at: Instant
  reading: Pick<ReadLines, 'file' | 'format' | 'how' | 'reject'>
  count: ReadCount
  merge: Merge
}

const START: Place = { person: 0 as PersonId, account: 0 as AccountId }

/** Known lines make their accounts' figures as of the file, page by page; a line that is not as it was when it was looked up, or whose order counts, is staged and told as any other. The answer names the creditors of the former. */
export async function advanceKnown(advance: Advance, merged: Merged): Promise<string[]> {
  const { db, run, at, merge } = advance
  await setApart(db, run)
  const day = dayOfFile(at)
  const creditors = new Set<string>()
  const tried: string[] = []
  let noted = await notedCreditors(db, day)
  for (let after = START; ; ) {
    const page = await advancePage(db, run, { after, noted, tried, at })
    const { last, unnoted } = page
    if (!last) break
    if (unnoted.length > 0) {
      // A file of a day is noted with the first of its lines, as any other line is told.
      for (const line of await takeFirsts(db, run, { after, last, creditors: unnoted }))
        await mergeLines(merge, merged, await toldAgain(advance, line))
      tried.push(...unnoted)
      for (const creditor of unnoted) creditors.add(creditor)
      noted = await notedCreditors(db, day)
      continue
    }
    merged.same += page.facts
    for (const creditor of page.creditors) creditors.add(creditor)
    after = last
    merge.onPage(page.lines)
  }
  await stageLines(db, run, apart(advance))
  return [...creditors]
}

async function toldAgain(advance: Advance, line: number): Promise<StagedLine[]> {
  const { db, vault, run } = advance
  const text = await textOf(db, run, line)
  if (!text) throw new Error(`line ${line} was not kept`)
  const told: StagedLine[] = []
  for await (const one of again(advance, opened(vault, text, [line]))) told.push(one)
  return told
}

async function* apart(advance: Advance): AsyncIterable<StagedLine> {
  const { db, vault, run } = advance
  for (let text = await textApart(db, run, 0); text; text = await textApart(db, run, text.first))
    yield* again(advance, opened(vault, text, text.lines))
}

function again(
  { vault, count, reading }: Advance,
  lines: ReturnType<typeof opened>,
): AsyncIterable<StagedLine> {
  return readAgain(lines, count, { ...reading, markOf: lineMarks(vault) })
}
