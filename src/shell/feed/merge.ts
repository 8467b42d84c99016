import { faultCode } from '../../core/base/fault.ts'
import type { ParkedRow } from '../../core/base/parked.ts'
import type { Problem } from '../../core/base/problem.ts'
import type { RecordDeps } from '../../flow/record.ts'
import { recordPrepared, type Unasked } from '../../flow/record.ts'
import type { Sql } from '../pg/base/database.ts'
import { listIn } from '../pg/base/read-json.ts'
import { type StagedRow, stagedPage } from '../pg/feed/staging.ts'
import type { StagedLine } from './stage.ts'
import { fromStaged } from './staged.ts'
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

/** Staged lines through the same door as every other fact, in their order, page by page; the next page is read while one is stored. */
export async function mergeStaged(deps: Merge, merged: Merged): Promise<void> {
  const { sql, run, onPage } = deps
  const read = (after: number): Promise<StagedRow[]> => stagedPage(sql, run, after)
  let next = read(0)
  for (;;) {
    const page = await next
    const last = page.at(-1)
    if (!last) return
    next = read(last.line)
    // The next turn awaits it; a failure of this turn must not leave it unheard.
    next.catch(() => {})
    const { lines, unread } = linesOf(page)
    await mergeLines(deps, merged, lines, unread)
    onPage(page.length)
  }
}

/** Lines of one page, and those of it that cannot be read back. */
export async function mergeLines(
  { sql, store, file, kind, history, reject, warn, tellParked }: Merge,
  merged: Merged,
  lines: readonly StagedLine[],
  unread: readonly Problem[] = [],
): Promise<void> {
  const inColumn = (problem: Problem): Problem =>
    problem.line === undefined ? problem : placed(problem, problem.line, kind)
  const facts = lines.flatMap((line) => line.facts)
  const told = facts.map((fact) => ({ ...fact, file, kind, ...(history && { history }) }))
  const recorded = await recordPrepared({ store }, told)
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

/** A staged line that cannot be read back is refused alone. */
function linesOf(page: readonly StagedRow[]): { lines: StagedLine[]; unread: Problem[] } {
  const unread: Problem[] = []
  const lines = page.flatMap(({ line, fact }): StagedLine[] => {
    try {
      return [{ line, facts: listIn(fromStaged)(fact) }]
    } catch (error) {
      unread.push({
        code: 'not_stored',
        line,
        message: `this line alone cannot be read back (${faultCode(error)})`,
        suggestion: 'import the file again',
      })
      return []
    }
  })
  return { lines, unread }
}
