import type { Problem } from '../../core/base/problem.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import { type Recorded, type RecordDeps, recordPrepared } from '../../flow/record.ts'
import type { ImportKind } from './column.ts'
import { isAccountLine, namesOf } from './account/account-line.ts'
import { newcomersIn } from './account/newcomers.ts'
import { factsIn, type StagedLine, type StagedRow, toldIn } from './stage.ts'
import { handedOver } from './handed-over.ts'
import type { LinesInHand } from './staged-lines.ts'
import { NONE_STORED, type StoredNewcomers, type StoreNewcomers } from '../pg/record/newcomer/store.ts'

export interface RecordLines {
  store: RecordDeps['store']
  file: string
  kind: ImportKind
  /** True = the rows are told as history: nobody is asked for anything. */
  history: boolean
  /** The lines of the file that were kept, told as any other. */
  again: (line: number) => Promise<StagedLine[]>
  /** Newcomers are stored all at once; absent = each is told as facts. */
  newcomers?: StoreNewcomers | undefined
  /** So many of a page are worth it; absent = as pays. */
  many?: number | undefined
}

/** What came of the facts of lines, and whom they told of. */
export interface RecordedPage extends Recorded {
  /** The creditors of newcomers that were stored together. */
  creditors: readonly string[]
  /** The accounts of all other lines. */
  others: readonly string[]
}

/** What became of a page of lines. */
export interface RecordedLines {
  lines: number
  recorded: RecordedPage
  /** Lines that cannot be read back. */
  unread: readonly Problem[]
}

/** Facts that are stored together: all of a page of accounts. */
const FACTS_AT_ONCE = 3000

/** Fewer newcomers of a page are told as facts: looking for them apart would cost more than it saves. */
const MANY = 50

/** Lines of one page: newcomers together, and all others through the same door as every other fact. */
export async function recordLines(deps: RecordLines, page: LinesInHand): Promise<RecordedPage> {
  const { stored, taken, look, fault, creditors } = await newcomersFirst(deps, page)
  const rest = stored.size === page.count ? [] : page.take().filter((row) => !isStored(row, stored))
  const recorded = await recordRows(deps, rest)
  return {
    ...recorded,
    taken: recorded.taken + taken,
    look: recorded.look || look,
    warnings: [...(fault === null ? [] : [toldSingly(page, fault)]), ...recorded.warnings],
    creditors,
    others: toldIn(rest),
  }
}

/** They share no name with another line of the page, so that it does not matter who comes first. */
function newcomersFirst(
  { newcomers, many = MANY }: RecordLines,
  { whole, take }: LinesInHand,
): Promise<StoredNewcomers> | StoredNewcomers {
  if (!newcomers || whole < many) return NONE_STORED
  const met = newcomersIn(take())
  return met.length < many ? NONE_STORED : newcomers(handedOver(met, () => newcomersIn(take())))
}

/** Each of them is the only one of its page that names its account. */
function isStored(row: StagedRow, stored: ReadonlySet<string>): boolean {
  return isAccountLine(row) && stored.has(namesOf(row).account)
}

/** Nothing is lost, but nobody shall import slowly for a year without knowing. */
function toldSingly({ first }: LinesInHand, fault: string): Problem {
  return {
    code: 'told_singly',
    line: first,
    message: `the new accounts of the page from this line on could not be stored together (${fault}), and are told one by one`,
    suggestion:
      'each is taken or refused as ever, but slowly: a bad row does this to its page, a defect to all',
  }
}

function recordRows(deps: RecordLines, lines: readonly StagedRow[]): Promise<Recorded> {
  const { store, file, kind, history } = deps
  const facts = lines.flatMap(factsIn)
  const placedIn = <Row extends object>(row: Row): Row =>
    Object.assign(row, { file, kind }, history && { history })
  const whole = async (bare: PreparedFact): Promise<PreparedFact> => placedIn(await wholeOf(deps, bare))
  return recordPrepared({ store, whole, page: FACTS_AT_ONCE }, facts.map(placedIn))
}

async function wholeOf({ again }: RecordLines, { fact, line }: PreparedFact): Promise<PreparedFact> {
  const lines = line === null ? [] : await again(line)
  for (const told of lines.flatMap(({ facts }) => facts))
    if ('fact' in told && told.fact.type === fact.type) return told
  throw new Error(`line ${line} was not kept`)
}
