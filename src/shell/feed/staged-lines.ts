import { faultCode } from '../../core/base/fault.ts'
import type { Problem } from '../../core/base/problem.ts'
import type { Sql } from '../pg/base/database.ts'
import { listIn } from '../pg/base/read-json.ts'
import { type StagedPage, stagedPage } from '../pg/feed/staging.ts'
import { isAccountLine, isWhole } from './account/account-line.ts'
import { handedOver } from './handed-over.ts'
import { lineOf, type Named, namedInRows, type StagedRow } from './stage.ts'
import { fromStaged } from './staged.ts'

export interface StagedLines {
  lines: StagedRow[]
  /** Those that cannot be read back. */
  unread: Problem[]
}

/** A page of lines, which nobody holds once they are taken. */
export interface LinesInHand {
  count: number
  /** How many of them say whose their account is, and are not known by a digest. */
  whole: number
  /** The number of the first of them. */
  first: number
  /** Whoever takes them again has them read again. */
  take: () => readonly StagedRow[]
}

export interface ReadPart {
  page: LinesInHand
  named: Named
  /** Lines that cannot be read back. */
  unread: Problem[]
}

/** Staged lines in their order, a page at a time; the next page is read while one is stored. Pages that were staged apart may stand among the lines of others. */
export async function* stagedLines(sql: Sql, run: number): AsyncIterable<ReadPart> {
  const read = (after: number): Promise<StagedPage | null> => {
    const page = stagedPage(sql, run, after)
    // The next turn awaits it; a failure of this turn must not leave it unheard.
    page.catch(() => {})
    return page
  }
  const held: Held = { lines: [], texts: [], unread: [] }
  let next = read(0)
  for (let page = await next; page; page = await next) {
    next = read(page.first)
    if (countBefore(held, page.first) >= ENOUGH) yield partBefore(held, page.first)
    add(held, page)
  }
  if (held.lines.length + held.unread.length > 0) yield partBefore(held, Number.POSITIVE_INFINITY)
}

interface Held extends StagedLines {
  /** Those that the lines are from. */
  texts: string[]
}

function add(held: Held, { facts }: StagedPage): void {
  const { lines, unread } = linesIn(facts)
  held.lines = inOrder(held.lines, lines)
  held.texts.push(facts)
  held.unread.push(...unread)
}

function countBefore({ lines }: Held, end: number): number {
  const count = lines.findIndex((row) => lineOf(row) >= end)
  return count < 0 ? lines.length : count
}

/** The held lines before that one are a page, and are held no longer. */
function partBefore(held: Held, end: number): ReadPart {
  const { texts, unread } = held
  const lines = held.lines.slice(0, countBefore(held, end))
  held.lines = held.lines.slice(lines.length)
  held.unread = []
  if (held.lines.length === 0) held.texts = []
  return { page: inTexts(lines, texts), named: namedInRows(lines), unread }
}

/** `again` = the same lines once more. */
export function inHand(lines: readonly StagedRow[], again: () => readonly StagedRow[]): LinesInHand {
  const [first] = lines
  const whole = lines.filter(isWhole).length
  return { count: lines.length, whole, first: first ? lineOf(first) : 0, take: handedOver(lines, again) }
}

function inTexts(lines: readonly StagedRow[], texts: readonly string[]): LinesInHand {
  const [first, last] = [lines[0], lines.at(-1)]
  const [from, to] = [first ? lineOf(first) : 0, last ? lineOf(last) : 0]
  return inHand(lines, () => readAgain(texts, from, to))
}

function readAgain(texts: readonly string[], first: number, last: number): StagedRow[] {
  const rows = texts.flatMap((text) => linesIn(text).lines)
  return rows
    .filter((row) => lineOf(row) >= first && lineOf(row) <= last)
    .sort((a, b) => lineOf(a) - lineOf(b))
}

/** The lines of a staged page. */
export function linesInHand(text: string): Omit<ReadPart, 'named'> {
  const { lines, unread } = linesIn(text)
  return { page: inTexts(lines, [text]), unread }
}

/** Lines that are worth a transaction of their own. */
const ENOUGH = 500

function inOrder(some: StagedRow[], more: StagedRow[]): StagedRow[] {
  return some.length === 0 ? more : [...some, ...more].sort((a, b) => lineOf(a) - lineOf(b))
}

/** A staged line that cannot be read back is refused alone. */
function linesIn(text: string): StagedLines {
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
