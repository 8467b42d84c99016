import type { Line } from '../row-problem.ts'
import { csvLine } from './csv.ts'
import { ndjsonLine } from './ndjson.ts'
import type { WrittenLine } from './read-line.ts'

/** A line is read from what is written: the same as its own `read` gives. */
export function readWritten({ line, head, text, cells }: WrittenLine): Line {
  return head === '' ? ndjsonLine(text, line) : csvLine({ line, cells, raw: text }, namesIn(head))
}

let last: { head: string; names: readonly string[] } = { head: '', names: [] }

/** The lines of a file have one header. */
function namesIn(head: string): readonly string[] {
  if (head !== last.head) last = { head, names: head.split(',') }
  return last.names
}
