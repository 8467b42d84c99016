import type { Problem } from '../../core/base/problem.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import { type Recorded, type RecordDeps, recordPrepared } from '../../flow/record.ts'
import type { ImportKind } from './column.ts'
import type { StagedLine } from './stage.ts'

export interface RecordLines {
  store: RecordDeps['store']
  file: string
  kind: ImportKind
  /** True = the rows are told as history: nobody is asked for anything. */
  history: boolean
  /** The lines of the file that were kept, told as any other. */
  again: (line: number) => Promise<StagedLine[]>
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

/** Lines of one page go through the same door as every other fact. */
export async function recordLines(deps: RecordLines, lines: readonly StagedLine[]): Promise<Recorded> {
  const { store, file, kind, history } = deps
  const facts = lines.flatMap((line) => line.facts)
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
