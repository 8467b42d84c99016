import type { Problem } from '../../core/base/problem.ts'
import { markFacts } from '../../core/fact/line-mark.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import type { AtDoor } from '../access/at-door.ts'
import { readAccount } from './account/read-account.ts'
import { speaksOfSettlement } from './agreed.ts'
import type { ImportKind } from './column.ts'
import type { Fresh } from './known-lines.ts'
import type { WrittenLine } from './read/read-line.ts'
import type { Line } from './row-problem.ts'
import { newPages, type StagedLine } from './stage.ts'
import { refuseRow, type Validate, type Validated, validateRow } from './validate.ts'

/** Lines as they are staged, and what their sender is told. */
export interface ToldPage {
  pages: Uint8Array[]
  /** The number of lines that say how many lines there are, and the last of those words. */
  trailers: number
  trailer: number | null
  /** Lines. */
  rejected: number
  problems: Problem[]
  warnings: Problem[]
}

export interface Telling {
  run: number
  file: string
  how: Validate
  atDoor?: AtDoor | undefined
  /** Whoever else waits gets a turn. */
  turn?: () => Promise<unknown>
}

export interface Untold extends Omit<Fresh, 'line'> {
  line: WrittenLine
  read: () => Line
}

/** Lines that are told between two turns of the event loop: connections are not left unheard. */
const LINES_A_TURN = 20

/** Good lines as facts; bad ones as problems, and as rows that hold whom they name. */
export async function tellPage(page: readonly Untold[], telling: Telling): Promise<ToldPage> {
  const { run, file, how, atDoor, turn } = telling
  const all: ToldPage = { pages: [], trailers: 0, trailer: null, rejected: 0, problems: [], warnings: [] }
  const pages = newPages(run)
  const { vault, asOf } = how
  const short = vault && how.kind === 'accounts' ? { vault, asOf } : null
  for (const [index, untold] of page.entries()) {
    if (turn && index % LINES_A_TURN === 0) await turn()
    const good = short && readAccount(short, untold.line, untold)
    if (good) {
      pages.put(good)
      continue
    }
    const read = untold.read()
    if ('trailer' in read) {
      all.trailers++
      all.trailer = read.trailer
      continue
    }
    const { mark, described, line } = untold
    const said = tellLine(read, { mark, described, isTable: line.head !== '' }, how)
    const { facts, problems, warnings } = (await askedAtDoor(read, said, { how, atDoor })) ?? said
    if (problems.length > 0) all.rejected++
    all.problems.push(...problems.map((problem) => ({ file, ...problem })))
    all.warnings.push(...warnings)
    pages.put({ line: read.line, facts })
  }
  all.pages = pages.end()
  return all
}

/** One line; the facts of a good one carry its mark. */
export function tellLine(
  read: Exclude<Line, { trailer: number }>,
  { mark, described, isTable }: Omit<Fresh, 'line'> & Pick<Validate, 'isTable'>,
  how: Validate,
): Validated {
  const told =
    'row' in read
      ? validateRow(read.row, read.line, { ...how, described, isTable })
      : refuseRow(read.given ?? {}, [read.problem], read.line, how)
  const { facts, problems, warnings } = told
  if (mark !== null && problems.length + warnings.length === 0) markFacts(facts.filter(isFact), mark)
  return told
}

/** The kinds whose lines a door is asked about. Facts can speak of brakes, and settlements need somebody who stands for them; whether a contact can offer one is seen in the header of its file. */
const ASKED: Partial<Record<ImportKind, 'all' | 'by_header'>> = {
  facts: 'all',
  settlements: 'all',
  contacts: 'by_header',
}

export function isAskedAtDoor(kind: ImportKind): boolean {
  return ASKED[kind] === 'all'
}

/** Whether the door may be asked of a line of the page. Lines of JSON bring their own columns. */
export function isPageAsked(kind: ImportKind, page: readonly { line: Pick<WrittenLine, 'head'> }[]): boolean {
  if (ASKED[kind] !== 'by_header') return isAskedAtDoor(kind)
  return page.some(({ line: { head } }) => head === '' || speaksOfSettlement(head.split(',')))
}

/** Null = nothing of the line is asked. */
function askedAtDoor(
  read: Exclude<Line, { trailer: number }>,
  told: Validated,
  { how, atDoor }: Pick<Telling, 'how' | 'atDoor'>,
): Promise<Validated> | null {
  return atDoor && ASKED[how.kind] && 'row' in read ? toldAt(atDoor, read, told, how) : null
}

async function toldAt(
  atDoor: AtDoor,
  { row, line }: { row: Record<string, unknown>; line: number },
  told: Validated,
  how: Validate,
): Promise<Validated> {
  for (const each of told.facts) {
    const problem = isFact(each) ? await atDoor.mayTell(each.fact) : null
    if (problem) return refuseRow(row, [problem], line, how)
  }
  const facts = told.facts.map((each) => (isFact(each) ? { ...each, fact: atDoor.signed(each.fact) } : each))
  return { ...told, facts }
}

function isFact(row: StagedLine['facts'][number]): row is PreparedFact {
  return !('refused' in row)
}
