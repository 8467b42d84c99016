import type { ReadOptions } from './csv.ts'
import { readRow } from '../../../core/fact/read-row.ts'
import { forced } from '../refusal.ts'
import type { Line } from '../row-problem.ts'

/** One JSON object per line. A last line without an end that is no JSON was cut; `{"rows": 1000}` at the end says how many there are. */
export async function* readNdjson(
  chunks: AsyncIterable<string>,
  { file, doubt, endsWithNewline }: Omit<ReadOptions, 'columns'>,
): AsyncIterable<Line> {
  let line = 0
  let rest = ''
  for await (const chunk of chunks) {
    const texts = (rest + chunk).split('\n')
    rest = texts.pop() ?? ''
    for (const text of texts) {
      line++
      const read = readLine(text, line)
      if (read) yield read
    }
  }
  const last = readLine(rest, line + 1)
  if (last && 'problem' in last && !endsWithNewline())
    doubt(forced('truncated_file', file, `the last line (${line + 1}) is cut`))
  if (last) yield last
}

function readLine(text: string, line: number): Line | null {
  const trimmed = (line === 1 ? text.replace(/^\uFEFF/, '') : text).trim()
  if (trimmed === '') return null
  const read = readRow(trimmed)
  if ('problem' in read) return { line, ...read }
  const { row } = read
  const trailer = Object.keys(row).length === 1 && typeof row['rows'] === 'number' ? row['rows'] : null
  return trailer === null ? { line, row } : { line, trailer }
}
