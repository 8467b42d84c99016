import { faultCode } from '../../core/base/fault.ts'
import type { ParkedRow } from '../../core/base/parked.ts'
import type { Problem } from '../../core/base/problem.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import type { RefusedRow } from '../../core/fact/refused-row.ts'
import type { RecordDeps } from '../../flow/record.ts'
import { recordPrepared, type Unasked } from '../../flow/record.ts'
import type { Sql } from '../pg/base/database.ts'
import { listIn } from '../pg/base/read-json.ts'
import { type StagedRow, stagedPage } from '../pg/feed/staging.ts'
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
  /** What history did not ask of a human, each once. */
  unasked: Unasked[]
}

/** Staged lines through the same door as every other fact, in their order, page by page; the next page is read while one is stored. */
export async function mergeStaged(deps: Merge): Promise<Merged> {
  const { sql, store, run, file, kind, history, onPage, reject, warn, tellParked } = deps
  const merged: Merged = { taken: 0, same: 0, refusedLines: 0, unasked: [] }
  const asked = new Set<string>()
  const inColumn = (problem: Problem): Problem =>
    problem.line === undefined ? problem : placed(problem, problem.line, kind)
  const read = (after: number): Promise<StagedRow[]> => stagedPage(sql, run, after)
  let next = read(0)
  for (;;) {
    const page = await next
    const last = page.at(-1)
    if (!last) return merged
    next = read(last.line)
    // The next turn awaits it; a failure of this turn must not leave it unheard.
    next.catch(() => {})
    const { facts, unread } = factsOf(page)
    const told = facts.map((fact) => ({ ...fact, file, kind, ...(history && { history }) }))
    const recorded = await recordPrepared({ store }, told)
    const rejected = [...unread, ...recorded.rejected.map(inColumn)]
    for (const each of recorded.unasked) {
      const name = `${each.kind} ${each.debtor} ${each.account ?? ''}`
      if (!asked.has(name)) merged.unasked.push(each)
      asked.add(name)
    }
    // No queue is at hand here: the next sweep wakes detect.
    if (recorded.look) await askForTick(sql, 'detect')
    merged.taken += recorded.taken
    merged.same += recorded.same
    merged.refusedLines += new Set(rejected.map(({ line }) => line)).size
    tellParked?.(recorded.parked)
    warn(recorded.warnings.map(inColumn))
    await reject(rejected)
    onPage(page.length)
  }
}

/** A staged line that cannot be read back is refused alone. */
function factsOf(page: readonly StagedRow[]): {
  facts: (PreparedFact | RefusedRow)[]
  unread: Problem[]
} {
  const unread: Problem[] = []
  const facts = page.flatMap(({ line, fact }) => {
    try {
      return listIn(fromStaged)(fact)
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
  return { facts, unread }
}
