import { faultCode } from '../../core/base/fault.ts'
import type { Problem } from '../../core/base/problem.ts'
import type { Sql } from '../pg/base/database.ts'
import { listIn } from '../pg/base/read-json.ts'
import { type StagedPage, stagedPage } from '../pg/feed/staging.ts'
import { isAccountLine } from './account/account-line.ts'
import { lineOf, type StagedRow } from './stage.ts'
import { fromStaged } from './staged.ts'

export interface StagedLines {
  lines: StagedRow[]
  /** Those that cannot be read back. */
  unread: Problem[]
}

/** Staged lines in their order, a page at a time; the next page is read while one is stored. Pages that were staged apart may stand among the lines of others. */
export async function* stagedLines(sql: Sql, run: number): AsyncIterable<StagedLines> {
  const read = (after: number): Promise<StagedPage | null> => {
    const page = stagedPage(sql, run, after)
    // The next turn awaits it; a failure of this turn must not leave it unheard.
    page.catch(() => {})
    return page
  }
  let held: StagedRow[] = []
  let unread: Problem[] = []
  let next = read(0)
  for (let page = await next; page; page = await next) {
    const { first, facts } = page
    next = read(first)
    const ready = held.filter((row) => lineOf(row) < first)
    if (ready.length >= ENOUGH) {
      yield { lines: ready, unread }
      held = held.slice(ready.length)
      unread = []
    }
    const more = linesIn(facts)
    held = inOrder(held, more.lines)
    unread.push(...more.unread)
  }
  if (held.length + unread.length > 0) yield { lines: held, unread }
}

/** Lines that are worth a transaction of their own. */
const ENOUGH = 500

function inOrder(some: StagedRow[], more: StagedRow[]): StagedRow[] {
  return some.length === 0 ? more : [...some, ...more].sort((a, b) => lineOf(a) - lineOf(b))
}

/** A staged line that cannot be read back is refused alone. */
export function linesIn(text: string): StagedLines {
  const unread: Problem[] = []
  // A moment ago a page of `stage.ts` wrote it.
  const written = JSON.parse(text) as [number, unknown][]
  const lines = written.flatMap((staged): StagedRow[] => {
    if (isAccountLine(staged)) return [staged]
    const [line, facts] = staged
    try {
      return [{ line, facts: listIn(fromStaged)(facts) }]
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
