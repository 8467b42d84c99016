import type { Instant } from '../../core/base/time.ts'
import { dayOfFile } from '../../core/model/feed-file.ts'
import { clearApart, placesAside, setLinesApart } from '../pg/feed/blocks.ts'
import { personsNamed, setApart } from '../pg/feed/beside.ts'
import { advancePage, notedCreditors, takeFirsts } from '../pg/feed/known.ts'
import { textApart } from '../pg/feed/known-text.ts'
import { advanceBlocks, chooseBlocks, type ChosenBlocks, NO_CHOICES } from './advance-blocks.ts'
import { type KnownLines, opened } from './known-lines.ts'
import { type Merge, type Merged, tell } from './merge.ts'
import { recordLines } from './record-lines.ts'
import { inHand } from './staged-lines.ts'
import { copyToStaging } from '../pg/feed/staging.ts'
import { LINES, pagesOf, type StagedLine } from './stage.ts'
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

/** Before the staged lines are stored: known lines of accounts that stand alone make their figures as of the file, page by page; a line that is not as it was when it was looked up, or whose order counts, is staged and told as any other. */
export async function advanceKnown(advance: Advance, merged: Merged): Promise<Advanced> {
  const { db, run, at, known } = advance
  const { pages, blocks } = known
  const creditors = new Set<string>()
  if (pages.length === 0 && blocks.seen.size === 0) return { creditors, apart: false, chosen: NO_CHOICES }
  const named = await personsNamed(db, run)
  if (pages.length > 0) await setApart(db, run, named)
  const state: Noted = { tried: [], noted: await notedCreditors(db, dayOfFile(at)), creditors }
  const left = pages.values()
  const hand = async (): Promise<void> => {
    for (const page of left) await advanceOne(advance, merged, page, state)
  }
  await Promise.all(Array.from({ length: HANDS }, hand))
  const chosen = await chooseSeen(advance, merged, { state, named })
  await setLinesApart(db, run, chosen.told)
  const isAnyApart = (await textApart(db, run, 0)) !== null
  if (isAnyApart) await copyToStaging(db, paged(run, apart(advance)))
  return { creditors, apart: isAnyApart, chosen }
}

export interface Advanced {
  /** The creditors of known lines. */
  creditors: Set<string>
  /** Known lines were staged after the others. */
  apart: boolean
  /** The blocks that move on once the staged lines are stored. */
  chosen: ChosenBlocks
}

interface Noted {
  noted: string[]
  tried: string[]
  /** All whose lines were known. */
  creditors: Set<string>
}

/** Accounts in blocks. */
async function chooseSeen(
  advance: Advance,
  merged: Merged,
  { state, named }: { state: Noted; named: readonly number[] },
): Promise<ChosenBlocks> {
  const { db, at, known, enough } = advance
  if (known.blocks.seen.size === 0) return NO_CHOICES
  const aside = await placesAside(db, named)
  return chooseBlocks({ blocks: known.blocks, enough }, aside, async (firsts) => {
    const told = new Set<number>()
    for (const [creditor, line] of firsts) {
      state.creditors.add(creditor)
      if (state.noted.includes(creditor) || state.tried.includes(creditor)) continue
      told.add(line)
      await tellFirsts(advance, merged, [line])
    }
    return { noted: await notedCreditors(db, dayOfFile(at)), told }
  })
}

/** The blocks move on once the staged lines are stored, and lines whose accounts have left them meanwhile are told after all others. */
export async function advanceSeen(
  advance: Advance,
  merged: Merged,
  { creditors, chosen }: Advanced,
): Promise<void> {
  const { db, run, at, merge } = advance
  if (chosen.choices.length === 0) return
  const moved = await advanceBlocks({ db, at }, chosen)
  for (const creditor of moved.creditors) creditors.add(creditor)
  merged.same += moved.facts
  merge.onPage(moved.lines)
  if (moved.untold.length === 0) return
  await clearApart(db, run)
  await setLinesApart(db, run, moved.untold)
  for await (const page of inPages(apart(advance))) {
    await tell(merge, merged, {
      recorded: await recordLines(
        merge,
        inHand(page, () => page),
      ),
      unread: [],
    })
    merge.onPage(page.length)
  }
}

/** A file of a day is noted with the first of its lines, as any other line is told. */
async function tellFirsts(advance: Advance, merged: Merged, lines: readonly number[]): Promise<void> {
  for (const line of lines) {
    const again = await toldAgain(advance, line)
    const recorded = await recordLines(
      advance.merge,
      inHand(again, () => again),
    )
    await tell(advance.merge, merged, { recorded, unread: [] })
  }
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

async function* paged(run: number, lines: AsyncIterable<StagedLine>): AsyncIterable<Uint8Array> {
  for await (const page of inPages(lines)) yield* pagesOf(run, page)
}

async function* inPages(lines: AsyncIterable<StagedLine>): AsyncIterable<StagedLine[]> {
  let page: StagedLine[] = []
  for await (const line of lines) {
    page.push(line)
    if (page.length < LINES) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}
