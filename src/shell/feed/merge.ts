import type { ParkedRow } from '../../core/base/parked.ts'
import type { Problem } from '../../core/base/problem.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import type { Recorded, RecordDeps } from '../../flow/record.ts'
import { recordPrepared, type Unasked } from '../../flow/record.ts'
import type { Sql } from '../pg/base/database.ts'
import { type Named, namedIn, type StagedLine } from './stage.ts'
import { type StagedLines, stagedLines } from './staged-lines.ts'
import { askForTick } from '../pg/watch/tick-run.ts'
import type { ImportKind } from './column.ts'
import { placed } from './validate.ts'

export interface Merge {
  sql: Sql
  store: RecordDeps['store']
  run: number
  file: string
  kind: ImportKind
  /** True = the rows are told as history: nobody is asked for anything. */
  history: boolean
  onPage: (lines: number) => void
  reject: (problems: readonly Problem[]) => Promise<void>
  warn: (warnings: readonly Problem[]) => void
  /** The lines of the file that were kept, told as any other. */
  again: (line: number) => Promise<StagedLine[]>
  /** It is called with facts of known accounts and debtors that could not be stored. */
  tellParked?: (parked: readonly ParkedRow[]) => void
}

export interface Merged {
  taken: number
  same: number
  /** Lines with a fact that the ledger refused. */
  refusedLines: number
  /** What history did not ask of a human, each once; and the names of those. */
  unasked: Unasked[]
  asked: Set<string>
}

/** Pages in hand at once: one is worked out while another is written. */
const HANDS = 2

interface InHand {
  named: Named
  done: Promise<void>
}

/** Staged lines through the same door as every other fact, in their order, page by page. */
export async function mergeStaged(deps: Merge, merged: Merged): Promise<void> {
  const inHand: InHand[] = []
  try {
    for await (const { lines, unread } of stagedLines(deps.sql, deps.run)) {
      const named = namedIn(lines.flatMap(({ facts }) => facts))
      while (inHand.length >= HANDS || inHand.some((page) => !mayMeet(deps, page.named, named)))
        await inHand.shift()?.done
      const before = inHand.at(-1)?.done
      const done = mergeLines(deps, merged, { lines, unread, before }).then(() => deps.onPage(lines.length))
      // Whoever takes it from the hand awaits it; a failure elsewhere must not leave it unheard.
      done.catch(() => {})
      inHand.push({ named, done })
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

export interface Page extends Pick<StagedLines, 'lines'>, Partial<Pick<StagedLines, 'unread'>> {
  /** The page before it: what became of its lines is told first. */
  before?: Promise<void> | undefined
}

/** Facts that are stored together: all of a page of accounts. */
const FACTS_AT_ONCE = 3000

/** Lines of one page, and those of it that cannot be read back. */
export async function mergeLines(deps: Merge, merged: Merged, page: Page): Promise<void> {
  const { store, file, kind, history } = deps
  const facts = page.lines.flatMap((line) => line.facts)
  const placedIn = <Row extends object>(row: Row): Row =>
    Object.assign(row, { file, kind }, history && { history })
  const whole = async (bare: PreparedFact): Promise<PreparedFact> => placedIn(await wholeOf(deps, bare))
  const recorded = await recordPrepared({ store, whole, page: FACTS_AT_ONCE }, facts.map(placedIn))
  await page.before
  await tell(deps, merged, recorded, page.unread ?? [])
}

async function wholeOf({ again }: Merge, { fact, line }: PreparedFact): Promise<PreparedFact> {
  const lines = line === null ? [] : await again(line)
  for (const told of lines.flatMap(({ facts }) => facts))
    if ('fact' in told && told.fact.type === fact.type) return told
  throw new Error(`line ${line} was not kept`)
}

async function tell(
  { sql, kind, reject, warn, tellParked }: Merge,
  merged: Merged,
  recorded: Recorded,
  unread: readonly Problem[],
): Promise<void> {
  const inColumn = (problem: Problem): Problem =>
    problem.line === undefined ? problem : placed(problem, problem.line, kind)
  const rejected = [...unread, ...recorded.rejected.map(inColumn)]
  for (const each of recorded.unasked) {
    const name = `${each.kind} ${each.debtor} ${each.account ?? ''}`
    if (!merged.asked.has(name)) merged.unasked.push(each)
    merged.asked.add(name)
  }
  // No queue is at hand here: the next sweep wakes detect.
  if (recorded.look) await askForTick(sql, 'detect')
  merged.taken += recorded.taken
  merged.same += recorded.same
  merged.refusedLines += new Set(rejected.map(({ line }) => line)).size
  tellParked?.(recorded.parked)
  warn(recorded.warnings.map(inColumn))
  await reject(rejected)
}
