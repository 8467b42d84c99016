import type { Instant } from '../../core/base/time.ts'
import { dayOfFile } from '../../core/model/feed-file.ts'
import { advancePage, notedCreditors, setApart, takeFirsts } from '../pg/feed/known.ts'
import { textApart } from '../pg/feed/known-text.ts'
import { advanceBlocks } from './advance-blocks.ts'
import { type KnownLines, opened } from './known-lines.ts'
import { type Merge, type Merged, tell } from './merge.ts'
import { recordLines } from './record-lines.ts'
import { LINES, pagesOf, type StagedLine, stagePages } from './stage.ts'
import { linesAgain, type ToldAgain, toldAgain } from './told-again.ts'

export interface Advance extends ToldAgain {
  at: Instant
  merge: Merge
  known: Pick<KnownLines, 'pages' | 'blocks'>
  /** Fewer accounts make no block. */
  enough: number
}

/** Pages in hand at once. */
const HANDS = 2

/** Known lines make their accounts' figures as of the file, page by page; a line that is not as it was when it was looked up, or whose order counts, is staged and told as any other. The answer names the creditors of the former, and says whether there are any of the latter. */
export async function advanceKnown(advance: Advance, merged: Merged): Promise<Advanced> {
  const { db, run, at, known } = advance
  const { pages, blocks } = known
  if (pages.length === 0 && blocks.seen.size === 0) return { creditors: [], apart: false }
  await setApart(db, run)
  const state: Noted = { tried: [], noted: await notedCreditors(db, dayOfFile(at)), creditors: new Set() }
  const left = pages.values()
  const hand = async (): Promise<void> => {
    for (const page of left) await advanceOne(advance, merged, page, state)
  }
  await Promise.all(Array.from({ length: HANDS }, hand))
  await advanceSeen(advance, merged, state)
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

/** Accounts in blocks. */
async function advanceSeen(advance: Advance, merged: Merged, state: Noted): Promise<void> {
  const { db, run, at, merge, known, enough } = advance
  const moved = await advanceBlocks({ db, run, at, blocks: known.blocks, enough }, async (firsts) => {
    const told = new Set<number>()
    for (const [creditor, line] of firsts) {
      state.creditors.add(creditor)
      if (state.noted.includes(creditor) || state.tried.includes(creditor)) continue
      told.add(line)
      await tellFirsts(advance, merged, [line])
    }
    return { noted: await notedCreditors(db, dayOfFile(at)), told }
  })
  for (const creditor of moved.creditors) state.creditors.add(creditor)
  merged.same += moved.facts
  merge.onPage(moved.lines)
}

/** A file of a day is noted with the first of its lines, as any other line is told. */
async function tellFirsts(advance: Advance, merged: Merged, lines: readonly number[]): Promise<void> {
  for (const line of lines)
    await tell(advance.merge, merged, {
      recorded: await recordLines(advance.merge, await toldAgain(advance, line)),
      unread: [],
    })
}

async function advanceOne(
  advance: Advance,
  merged: Merged,
  { page, known }: KnownLines['pages'][number],
  state: Noted,
): Promise<void> {
  const { db, run, at, merge, enough } = advance
  for (;;) {
    const { noted, tried } = state
    const { facts, creditors, unnoted } = await advancePage(db, { run, page }, { noted, tried, at, enough })
    for (const creditor of [...creditors, ...unnoted]) state.creditors.add(creditor)
    if (unnoted.length === 0) {
      merged.same += facts
      return merge.onPage(known)
    }
    await tellFirsts(advance, merged, await takeFirsts(db, { run, page }, unnoted))
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
