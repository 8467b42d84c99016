import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ProblemError } from '../../src/core/base/problem.ts'
import { COLUMNS } from '../../src/shell/feed/column.ts'
import { readCsv } from '../../src/shell/feed/read/csv.ts'
import { drawn } from './drawn.ts'

const HEADER = 'account,payment,amount,paid_at'
const cell = fc.oneof(
  { arbitrary: fc.constantFrom('A1', 'p1', '5.00', '2026-02-20', '', 'Ann Ex', 'Zoë'), weight: 12 },
  fc.constantFrom(' A1', 'p1 ', '\t5', '\u00a0A1', 'A1\u3000', '#rows 2', ' ', 'a\rb'),
  { arbitrary: fc.constantFrom('"A,1"', '"a\nb"', '"p ""1"""', ' "A1" ', 'a"b', '"open'), weight: 1 },
)
const row = fc.oneof(
  { arbitrary: fc.array(cell, { minLength: 4, maxLength: 4 }).map((cells) => cells.join()), weight: 8 },
  fc.array(cell, { maxLength: 5 }).map((cells) => cells.join()),
)
const file = fc.record({
  rows: fc.array(row, { maxLength: 8 }),
  end: fc.constantFrom('\n', '\n', '\r\n'),
  other: fc.option(fc.nat(7), { freq: 6, nil: undefined }),
  last: fc.boolean(),
  piece: fc.integer({ min: 1, max: 40 }),
})

interface Read {
  lines: unknown[]
  doubts: { message: string }[]
  problems?: unknown
}

/** The parser may keep back lines before a quote that does not close, and gives blanks of several bytes back in halves. */
function ofWhole({ lines, ...read }: Read): unknown {
  return read.doubts.some(({ message }) => message.startsWith('a quote')) ? read : { ...read, lines }
}

async function read(text: string, piece: number): Promise<Read> {
  const doubts: { message: string }[] = []
  const options = {
    file: 'f',
    columns: COLUMNS.payments,
    doubt: (one: { message: string }) => void doubts.push(one),
    endsWithNewline: () => text.endsWith('\n'),
  }
  const lines: unknown[] = []
  try {
    for await (const page of readCsv(piecesOf(text, piece), options))
      for (const one of page) {
        const { text: raw, account, says } = one
        lines.push({ ...one.read(), raw: raw.replaceAll(/[\s\uFFFD]/g, ''), account, says })
      }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { problems: error.problems, lines: [], doubts }
  }
  return { lines, doubts }
}

async function* piecesOf(text: string, piece: number): AsyncIterable<string> {
  for (let from = 0; from < text.length; from += piece) yield text.slice(from, from + piece)
}

test('lines that are parted at their ends and commas are read as the parser of quotes reads them', () =>
  fc.assert(
    fc.asyncProperty(file, async ({ rows, end, other, last, piece }) => {
      const another = end === '\n' ? '\r\n' : '\n'
      const ends = rows.map((_, index) => (index === other ? another : end))
      const body = rows.map((one, at) => `${one}${last || at < rows.length - 1 ? ends[at] : ''}`).join('')
      // A quote in the header sends the whole file to the parser.
      const parsed = await read(`"account"${HEADER.slice('account'.length)}${end}${body}`, piece)
      expect(ofWhole(await read(`${HEADER}${end}${body}`, piece))).toEqual(ofWhole(parsed))
    }),
    drawn(300),
  ))
