import type { ReadOptions } from './csv.ts'
import { readRow } from '../../../core/fact/read-row.ts'
import { forced } from '../refusal.ts'
import type { Line } from '../row-problem.ts'
import { bitOf, type ReadLine } from './read-line.ts'

/** One JSON object per line. A last line without an end that is no JSON was cut; `{"rows": 1000}` at the end says how many there are. */
export async function* readNdjson(
  chunks: AsyncIterable<string>,
  { file, doubt, endsWithNewline }: Omit<ReadOptions, 'columns'>,
): AsyncIterable<ReadLine[]> {
  let line = 0
  let rest = ''
  for await (const chunk of chunks) {
    const texts = (rest + chunk).split('\n')
    rest = texts.pop() ?? ''
    const read = texts.flatMap((text) => readLine(text, ++line) ?? [])
    if (read.length > 0) yield read
  }
  const last = readLine(rest, line + 1)
  if (last && 'problem' in last.read() && !endsWithNewline())
    doubt(forced('truncated_file', file, `the last line (${line + 1}) is cut`))
  if (last) yield [last]
}

function readLine(text: string, line: number): ReadLine | null {
  const trimmed = (line === 1 ? text.replace(/^\uFEFF/, '') : text).trim()
  if (trimmed === '') return null
  const told = ndjsonLine(trimmed, line)
  const row = 'row' in told ? told.row : {}
  const account = typeof row['account'] === 'string' ? row['account'] : null
  let says = 0
  for (const [name, value] of Object.entries(row)) if (value !== '' && value !== null) says |= bitOf(name)
  return { line, head: '', text: trimmed, cells: null, account, says, read: () => told }
}

/** What the object says. */
export function ndjsonLine(text: string, line: number): Line {
  const read = readRow(text)
  if ('problem' in read) return { line, ...read }
  const { row } = read
  const trailer = Object.keys(row).length === 1 && typeof row['rows'] === 'number' ? row['rows'] : null
  return trailer === null ? { line, row } : { line, trailer }
}
