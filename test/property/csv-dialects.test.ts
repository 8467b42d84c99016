import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ProblemError } from '../../src/core/base/problem.ts'
import { COLUMNS } from '../../src/shell/feed/column.ts'
import { DISPOSITION_COLUMNS } from '../../src/shell/dialer/disposition-file.ts'
import { readCsv } from '../../src/shell/feed/read/csv.ts'
import { DELIMITERS, type Dialect, inCommas } from '../../src/shell/feed/read/dialect.ts'
import { toldLines } from '../../src/shell/feed/told-file.ts'
import { RECEIPT_COLUMNS } from '../../src/shell/feed/receipt-file.ts'
import { drawn, LONG_ENOUGH } from './drawn.ts'

const COLUMNS_HERE = COLUMNS.payments
const HEADER = ['account', 'payment', 'amount', 'paid_at']
const PLAIN: Dialect = { delimiter: ',', decimal: '.' }

/** The lines under their numbers, and what is said of the file. */
async function readIn(text: string, dialect: Dialect, piece = 5): Promise<unknown> {
  const doubts: unknown[] = []
  const options = {
    file: 'f',
    columns: COLUMNS_HERE,
    doubt: (doubt: unknown) => void doubts.push(doubt),
    endsWithNewline: () => text.endsWith('\n'),
  }
  const lines: unknown[] = []
  try {
    const chunks = inCommas(piecesOf(text, piece), dialect, COLUMNS_HERE)
    for await (const page of readCsv(chunks, options)) lines.push(...page.map((line) => marked(line.read())))
  } catch (error) {
    return { lines, refused: (error as ProblemError).problems }
  }
  return { lines, doubts }
}

/** A name with a blank at an end is refused, whichever end it is. */
function marked(line: object): unknown {
  const text = JSON.stringify(line, (_, value: unknown) =>
    typeof value === 'string' && value.trim() !== value ? ` ${value.trim()}` : value,
  )
  return JSON.parse(text)
}

async function* piecesOf(text: string, piece: number): AsyncIterable<string> {
  for (let from = 0; from < text.length; from += piece) yield text.slice(from, from + piece)
}

const cell = fc.oneof(
  fc.constantFrom(
    'A1',
    'p 1',
    ' A1',
    'A1 ',
    '',
    'a;b',
    'a|b',
    'a\tb',
    'a,b',
    'say "x"',
    'two\nlines',
    '#rows 3',
  ),
  fc.string({ unit: fc.constantFrom('a', ';', ',', '"', ' ', '\t', '|', 'é'), maxLength: 6 }),
)
const amount = fc
  .tuple(fc.nat(99_999), fc.nat(99))
  .map(([units, cents]) => [units, String(cents).padStart(2, '0')])
const row = fc.tuple(cell, cell, amount, fc.constant('2026-02-20'))

test(
  'a table says the same whatever parts its cells and its cents',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(...DELIMITERS),
        fc.constantFrom('.' as const, ',' as const),
        fc.boolean(),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (rows, delimiter, decimal, quoted, end) => {
          const written = (sign: string, point: string): string => {
            const cells = rows.map(([account, payment, [units, cents], at]) => [
              account,
              payment,
              `${units}${point}${cents}`,
              at,
            ])
            // A blank beside a tab is no part of a cell in one of both ways only.
            return stringify([HEADER, ...cells], { delimiter: sign, record_delimiter: end, quoted })
          }
          const blankTab =
            delimiter === '\t' &&
            rows.some((cells) => cells.slice(0, 2).some((one) => /^\s|\s$/.test(String(one))))
          fc.pre(!blankTab)
          expect(await readIn(written(delimiter, decimal), { delimiter: 'auto', decimal })).toEqual(
            await readIn(written(',', '.'), PLAIN),
          )
        },
      ),
      drawn(200),
    )
  },
  LONG_ENOUGH,
)

const GERMAN: Dialect = { delimiter: 'auto', decimal: ',' }
const table = (...amounts: string[]) =>
  ['account;payment;amount;paid_at', ...amounts.map((sum) => `A1;p1;${sum};2026-02-20`)].join('\n')

test('a sign between thousands is no decimal, whichever it is: the line is refused and not read otherwise', async () => {
  const { lines } = (await readIn(table('1234,56', '1.234,56', '1.234', '12', "1'234,56"), GERMAN)) as {
    lines: { row: { amount: string } }[]
  }
  expect(lines.map(({ row }) => row.amount)).toEqual(['1234.56', '1,234.56', '1,234', '12', "1'234,56"])
})

test('a quote that does not close is told with its line, and the file is in doubt', async () => {
  const read = await readIn(`${table('1,00', '2,00')}\nA1;"p2;3,00;2026-02-20\n`, GERMAN)
  expect(read).toMatchObject({
    doubts: [{ code: 'truncated_file', message: expect.stringMatching(/a quote is not closed .*line 4/) }],
  })
})

test('columns that nobody knows are refused, whatever parts them', async () => {
  for (const header of ['konto;zahlung', 'konto,zahlung', 'konto'])
    expect(await readIn(`${header}\n1;2\n`, { delimiter: 'auto', decimal: '.' })).toMatchObject({
      refused: [{ code: 'unknown_column', line: 1 }],
    })
})

test('a header that never ends is looked at as far as a header goes', async () => {
  let read = 0
  async function* endless(): AsyncIterable<string> {
    for (; read < 1000; read++) yield 'x'.repeat(1000)
  }
  const chunks = inCommas(endless(), { delimiter: 'auto', decimal: '.' }, COLUMNS_HERE)
  for await (const _ of chunks) break
  expect(read).toBeLessThan(70)
})

test('a delimiter that is none of the file is refused with what it has', async () => {
  for (const text of [table('1,00'), table('1,00').replaceAll(';', '\t')])
    expect(await readIn(text, PLAIN)).toMatchObject({ refused: [{ code: 'other_separator', line: 1 }] })
})

test('what cannot be decoded behind a quote is an error of the reading, in both ways', async () => {
  async function* broken(): AsyncIterable<string> {
    yield `${table('1,00')}\n"A1";p1;2,00;2026-02-20\n`
    throw new Error('not UTF-8')
  }
  for (const dialect of [GERMAN, { delimiter: ';', decimal: '.' } as const, PLAIN]) {
    const all = async () => {
      const options = { file: 'f', columns: COLUMNS_HERE, doubt: () => {}, endsWithNewline: () => true }
      const source = dialect === PLAIN ? commas(broken()) : broken()
      for await (const page of readCsv(inCommas(source, dialect, COLUMNS_HERE), options))
        page.map((one) => one.read())
    }
    await expect(all()).rejects.toThrow('not UTF-8')
  }
})

async function* commas(chunks: AsyncIterable<string>): AsyncIterable<string> {
  for await (const chunk of chunks) yield chunk.replaceAll(',', '.').replaceAll(';', ',')
}

test('each column that holds a sum, a share or a rate may have its decimals behind a comma', () => {
  const all = [...Object.values(COLUMNS).flat(), ...DISPOSITION_COLUMNS, ...RECEIPT_COLUMNS]
  const figures = /amount|sum|rate\b|score|balance|past_due|discount|^value$/
  const named = all.filter(({ name }) => figures.test(name)).map(({ name }) => name)
  expect(named).not.toEqual([])
  expect(all.filter(({ decimal }) => decimal).map(({ name }) => name)).toEqual(named)
})

test('dispositions and receipts are read so too', async () => {
  const said = async (text: string, dialect?: Dialect) => {
    const input = Readable.from([Buffer.from(text)])
    const lines = []
    for await (const line of toldLines({ input, file: 'f', dialect, columns: DISPOSITION_COLUMNS }))
      lines.push(line)
    return lines
  }
  const plain = await said('entry,result,amount\nE1,rpc_promise,12.50\nE2,no_answer,\n')
  expect(plain).toHaveLength(2)
  expect(await said('entry;result;amount\nE1;rpc_promise;12,50\nE2;no_answer;\n', GERMAN)).toEqual(plain)
  expect(await said('entry\tresult\tamount\nE1\trpc_promise\t12.50\nE2\tno_answer\t\n')).toEqual(plain)
})
