import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { ProblemError } from '../../core/base/problem.ts'
import type { Column } from './cell.ts'
import { type Dialect, inCommas, PLAIN_DIALECT } from './read/dialect.ts'
import { readText } from './read/text.ts'
import { checkHeader } from './row-problem.ts'

/** A file in which somebody tells what came of what he was given: a line each, by the columns of its header. */
export interface ToldFile {
  input: Readable
  /** What problems call it. */
  file: string
  /** Absent = as `PLAIN_DIALECT` has it. */
  dialect?: Dialect | undefined
  columns: readonly Column[]
}

export interface ToldLine {
  record: Record<string, string>
  line: number
}

interface Told {
  record: Record<string, string>
  info: { lines: number }
}

/** The lines as they come. A file that cannot be read, or is no CSV, is refused whole. */
export async function* toldLines({
  input,
  file,
  dialect = PLAIN_DIALECT,
  columns,
}: ToldFile): AsyncGenerator<ToldLine> {
  const named = (header: string[]): string[] => {
    const names = header.map((name) => name.trim())
    checkHeader(names, columns, file)
    return names
  }
  const text = Readable.from(inCommas(readText(input, file).chunks, dialect, columns))
  const records = text.pipe(
    parse({
      columns: named,
      bom: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
    }),
  )
  text.once('error', (error) => records.destroy(error))
  try {
    for await (const { record, info } of records as AsyncIterable<Told>) yield { record, line: info.lines }
  } catch (error) {
    throw wholeFile(error, file)
  }
}

/** Its message may quote a line, and is not kept. */
function wholeFile(error: unknown, file: string): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'EACCES') {
    const message = `${file} cannot be read`
    return new ProblemError([{ code: 'no_file', message, suggestion: 'a path, or - for standard input' }])
  }
  if (!(error instanceof CsvError)) return error
  const message = error.code.toLowerCase().replaceAll('_', ' ')
  const suggestion = 'fields with quotes, commas or line ends are put in double quotes'
  return new ProblemError([{ code: 'bad_csv', file, message, suggestion }])
}
