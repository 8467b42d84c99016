import { expect, test } from 'vitest'
import { COLUMNS } from '../../../src/shell/feed/column.ts'
import { readCsv } from '../../../src/shell/feed/read/csv.ts'

async function rowsOf(text: string): Promise<unknown[]> {
  const rows: unknown[] = []
  const options = { file: 'f', columns: COLUMNS.payments, doubt: () => {}, endsWithNewline: () => true }
  for await (const lines of readCsv(piecesOf(text), options))
    for (const line of lines.map((one) => one.read())) rows.push('row' in line ? line.row : line)
  return rows
}

async function* piecesOf(text: string): AsyncIterable<string> {
  for (let from = 0; from < text.length; from += 3) yield text.slice(from, from + 3)
}

const HEADER = 'account,payment,amount,paid_at'
const row = (account: string, payment: string) => ({
  account,
  payment,
  amount: '5.00',
  paid_at: '2026-02-20',
})

test.each([
  ['A1,p1,5.00,2026-02-20', row('A1', 'p1')],
  [' A1,p1 , 5.00 ,2026-02-20', row(' A1', ' p1')],
  ['A1\t,p1,5.00,2026-02-20 ', row(' A1', 'p1')],
  ['\u00a0A1,\u3000p1,5.00,2026-02-20', row(' A1', ' p1')],
  ['A1\u00a0,p1,5.00,2026-02-20', row(' A1', 'p1')],
  // A blank in quotes was written on purpose; one around them belongs to no cell.
  [' "A1" ,"p, ""1""",5.00,2026-02-20', row('A1', 'p, "1"')],
  ['" A1 ","p\n1", "5.00",2026-02-20', row(' A1 ', 'p\n1')],
  ['"A1", p1,"5.00",2026-02-20', row('A1', ' p1')],
])('a name that was trimmed keeps one blank, so that the sender is told: %#', async (line, read) => {
  for (const end of ['\n', '\r\n'])
    for (const blank of ['', end, `  ${end}${end}`])
      expect(await rowsOf(`${HEADER}${end}${blank}${line}${end}${blank}${line}`)).toEqual([read, read])
})
