import { LINE_SAYS } from '../../pg/feed/known.ts'
import type { Line } from '../row-problem.ts'

/** A line as it stands in its file: what it says is read where it says something new. */
export interface ReadLine {
  line: number
  /** The names of its columns, as a header lists them; empty where each line brings its own. */
  head: string
  text: string
  /** Its cells, where a parser of quotes had to find them; null = the text says all. */
  cells: string[] | null
  /** The account as it is named; null = none is. */
  account: string | null
  /** The sum of those of `LINE_SAYS` that it says. */
  says: number
  read(): Line
}

/** What of a line another thread reads it from. */
export type WrittenLine = Pick<ReadLine, 'line' | 'head' | 'text' | 'cells'>

const BIT_OF: ReadonlyMap<string, number> = new Map([
  ['past_due', LINE_SAYS.figures],
  ['oldest_due_on', LINE_SAYS.figures],
  ['balance', LINE_SAYS.figures],
  ['score', LINE_SAYS.score],
  ['opened_at', LINE_SAYS.ownDay],
])

/** What a line says with a value in that column. */
export function bitOf(column: string): number {
  return BIT_OF.get(column) ?? 0
}
