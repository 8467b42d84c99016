import type { Problem } from '../../core/base/problem.ts'
import type { Unasked } from '../../flow/record.ts'
import type { Sql } from '../pg/base/database.ts'
import { askForTick } from '../pg/watch/tick-run.ts'
import { type RecordedLines, type RecordedPage, type RecordLines, recordLines } from './record-lines.ts'
import type { Named } from './stage.ts'
import { stagedLines } from './staged-lines.ts'
import { placed } from './validate.ts'

export interface Merge extends RecordLines {
  sql: Sql
  run: number
  /** The file is a table, and none of lines of JSON. */
  isTable: boolean
  onPage: (lines: number) => void
  reject: (problems: readonly Problem[]) => Promise<void>
  warn: (warnings: readonly Problem[]) => void
}

export interface Merged {
  taken: number
  same: number
  /** Lines with a fact that the ledger refused. */
  refusedLines: number
  /** What history did not ask of a human, each once; and the names of those. */
  unasked: Unasked[]
  asked: Set<string>
  /** The creditors of newcomers that were stored together. */
  creditors: Set<string>
  /** The accounts of all other lines; null = more than are remembered. */
  others: Set<string> | null
}

/** So many accounts are looked up by their names in less than a pass over what is staged takes. */
const REMEMBERED = 2000

export function nothingMerged(): Merged {
  return {
    taken: 0,
    same: 0,
    refusedLines: 0,
    unasked: [],
    asked: new Set(),
    creditors: new Set(),
    others: new Set(),
  }
}

/** Staged lines of one page: whom they name, and how they are stored. */
export interface StagedPart {
  named: Named
  record: () => Promise<RecordedLines>
}

/** The pages of a staged file, and how many may be in hand at once. */
export interface StagedFile {
  pages: AsyncIterable<StagedPart>
  hands: number
}

/** One page is worked out while others are written. Each holds a connection of the pool, and may need one more: the pool of the command line has four. */
const HANDS = 3

/** The pages are stored by this thread. */
export function stagedHere(merge: Merge): StagedFile {
  return { pages: pagesHere(merge), hands: HANDS }
}

async function* pagesHere(merge: Merge): AsyncIterable<StagedPart> {
  for await (const { page, named, unread } of stagedLines(merge.sql, merge.run))
    yield {
      named,
      record: async () => ({ lines: page.count, unread, recorded: await recordLines(merge, page) }),
    }
}

interface InHand {
  named: Named
  done: Promise<void>
}

/** Staged lines are stored in their order, page by page; what became of them is told in that order. */
export async function mergeStaged(
  deps: Merge,
  merged: Merged,
  { pages, hands }: StagedFile = stagedHere(deps),
): Promise<void> {
  const inHand: InHand[] = []
  try {
    for await (const { named, record } of pages) {
      while (inHand.some((page) => !mayMeet(deps, page.named, named))) await inHand.shift()?.done
      const before = inHand.at(-1)?.done
      const done = storedAfter(deps, merged, record(), before)
      // Whoever takes it from the hand awaits it; a failure elsewhere must not leave it unheard.
      done.catch(() => {})
      inHand.push({ named, done })
      // The next page is read back once there is a hand for it: whatever waits for long is copied by whoever collects garbage.
      while (inHand.length >= hands) await inHand.shift()?.done
    }
    for (const { done } of inHand) await done
  } finally {
    await Promise.allSettled(inHand.map(({ done }) => done))
  }
}

/** What two pages of accounts say of different people does not depend on which of them is first. */
function mayMeet({ kind }: Merge, one: Named, other: Named): boolean {
  return kind === 'accounts' && apart(one.accounts, other.accounts) && apart(one.debtors, other.debtors)
}

function apart(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const name of some) if (others.has(name)) return false
  return true
}

async function storedAfter(
  deps: Merge,
  merged: Merged,
  stored: Promise<RecordedLines>,
  before: Promise<void> | undefined,
): Promise<void> {
  const page = await stored
  await before
  await tell(deps, merged, page)
  deps.onPage(page.lines)
}

/** What became of lines is counted, and their sender hears of it. */
export async function tell(
  { sql, kind, isTable, reject, warn }: Merge,
  merged: Merged,
  { recorded, unread }: Omit<RecordedLines, 'lines'>,
): Promise<void> {
  const inColumn = (problem: Problem): Problem =>
    problem.line === undefined ? problem : placed(problem, problem.line, { kind, isTable })
  const rejected = [...unread, ...recorded.rejected.map(inColumn)]
  for (const each of recorded.unasked) {
    const name = `${each.kind} ${each.debtor} ${each.account ?? ''}`
    if (!merged.asked.has(name)) merged.unasked.push(each)
    merged.asked.add(name)
  }
  remember(merged, recorded)
  // No queue is at hand here: the next sweep wakes detect.
  if (recorded.look) await askForTick(sql, 'detect')
  merged.taken += recorded.taken
  merged.same += recorded.same
  merged.refusedLines += new Set(rejected.map(({ line }) => line)).size
  warn(recorded.warnings.map(inColumn))
  await reject(rejected)
}

function remember(merged: Merged, { creditors, others }: RecordedPage): void {
  for (const creditor of creditors) merged.creditors.add(creditor)
  for (const account of others) merged.others?.add(account)
  if (merged.others && merged.others.size > REMEMBERED) merged.others = null
}
