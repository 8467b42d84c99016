import type { Instant } from '../../core/base/time.ts'
import { dayOfFile } from '../../core/model/feed-file.ts'
import { advancePage, notedCreditors, setApart, takeFirsts } from '../pg/feed/known.ts'
import { textApart } from '../pg/feed/known-text.ts'
import { type KnownLines, opened } from './known-lines.ts'
import { type Merge, type Merged, tell } from './merge.ts'
import { recordLines } from './record-lines.ts'
import { LINES, pagesOf, type StagedLine, stagePages } from './stage.ts'
import { linesAgain, type ToldAgain, toldAgain } from './told-again.ts'

export interface Advance extends ToldAgain {
  at: Instant
  merge: Merge
  pages: KnownLines['pages']
}

/** Pages in hand at once. */
const HANDS = 2

/** Known lines make their accounts' figures as of the file, page by page; a line that is not as it was when it was looked up, or whose order counts, is staged and told as any other. The answer names the creditors of the former, and says whether there are any of the latter. */
export async function advanceKnown(advance: Advance, merged: Merged): Promise<Advanced> {
  const { db, run, at, pages } = advance
  if (pages.length === 0) return { creditors: [], apart: false }
  await setApart(db, run)
  const state: Noted = { tried: [], noted: await notedCreditors(db, dayOfFile(at)), creditors: new Set() }
  const left = pages.values()
  const hand = async (): Promise<void> => {
    for (const page of left) await advanceOne(advance, merged, page, state)
  }
  await Promise.all(Array.from({ length: HANDS }, hand))
  const told = { apart: false }
  await stagePages(db, paged(run, apart(advance), told))
  return { creditors: [...state.creditors], ...told }
}

export interface Advanced {
  creditors: string[]
  /** Known lines were staged after the others. */
  apart: boolean
}

interface Noted {
  noted: string[]
  tried: string[]
  /** All whose lines were known. */
  creditors: Set<string>
}

async function advanceOne(
  advance: Advance,
  merged: Merged,
  { page, known }: KnownLines['pages'][number],
  state: Noted,
): Promise<void> {
  const { db, run, at, merge } = advance
  for (;;) {
    const { noted, tried } = state
    const { facts, creditors, unnoted } = await advancePage(db, { run, page }, { noted, tried, at })
    for (const creditor of [...creditors, ...unnoted]) state.creditors.add(creditor)
    if (unnoted.length === 0) {
      merged.same += facts
      return merge.onPage(known)
    }
    // A file of a day is noted with the first of its lines, as any other line is told.
    for (const line of await takeFirsts(db, { run, page }, unnoted))
      await tell(merge, merged, {
        recorded: await recordLines(merge, await toldAgain(advance, line)),
        unread: [],
      })
    state.tried.push(...unnoted)
    state.noted = await notedCreditors(db, dayOfFile(at))
  }
}

async function* apart(advance: Advance): AsyncIterable<StagedLine> {
  const { db, vault, run } = advance
  for (let text = await textApart(db, run, 0); text; text = await textApart(db, run, text.first))
    yield* linesAgain(advance, opened(vault, text, text.lines))
}

async function* paged(
  run: number,
  lines: AsyncIterable<StagedLine>,
  told: { apart: boolean },
): AsyncIterable<string> {
  let page: StagedLine[] = []
  for await (const line of lines) {
    told.apart = true
    page.push(line)
    if (page.length < LINES) continue
    yield* pagesOf(run, page)
    page = []
  }
  yield* pagesOf(run, page)
}
