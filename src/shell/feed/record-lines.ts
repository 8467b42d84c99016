import type { Problem } from '../../core/base/problem.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import { type Recorded, type RecordDeps, recordPrepared } from '../../flow/record.ts'
import type { ImportKind } from './column.ts'
import { isWhole } from './account/account-line.ts'
import { newcomersIn } from './account/newcomers.ts'
import { factsIn, type StagedLine, type StagedRow } from './stage.ts'
import type { StoreNewcomers } from '../pg/record/newcomer/store.ts'

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

/** What became of a page of lines. */
export interface RecordedLines {
  lines: number
  recorded: Recorded
  /** Lines that cannot be read back. */
  unread: readonly Problem[]
}

/** Facts that are stored together: all of a page of accounts. */
const FACTS_AT_ONCE = 3000

/** Fewer newcomers of a page are told as facts: looking for them apart would cost more than it saves. */
const MANY = 50

/** Lines of one page: newcomers together, and all others through the same door as every other fact. */
export async function recordLines(deps: RecordLines, lines: readonly StagedRow[]): Promise<Recorded> {
  const { rest, taken, look } = await newcomersFirst(deps, lines)
  const recorded = await recordRows(deps, rest)
  return { ...recorded, taken: recorded.taken + taken, look: recorded.look || look }
}

/** They share no name with another line of the page, so that it does not matter who comes first. */
async function newcomersFirst(
  { newcomers, many = MANY }: RecordLines,
  lines: readonly StagedRow[],
): Promise<{ rest: readonly StagedRow[]; taken: number; look: boolean }> {
  const met = newcomers && lines.filter(isWhole).length >= many ? newcomersIn(lines) : []
  const asked = met.flatMap(({ newcomer }) => newcomer ?? [])
  if (!newcomers || asked.length < many) return { rest: lines, taken: 0, look: false }
  const { stored, ...done } = await newcomers(asked)
  const rest = met.filter(({ newcomer }) => newcomer === null || !stored.has(newcomer))
  return { rest: rest.map(({ row }) => row), ...done }
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
