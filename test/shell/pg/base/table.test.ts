import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvText } from '../../../../src/shell/pg/base/table.ts'

const cellOf = (text: unknown): unknown => {
  const [row] = parse<Record<string, string>>(csvText([{ text }], { columns: ['text'] }), { columns: true })
  return row?.['text']
}

describe('a cell of a table', () => {
  it.each([
    '=1+1',
    '=HYPERLINK("https://example.com","A1")',
    '+1+cmd',
    '-1-1',
    '-A1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\0=1',
    '＝1',
    '＋1x',
    '－1x',
    '＠A1',
    '-',
    '+',
    '+1 202 555 0101;=1',
  ])('%j is marked as text', (text) => {
    expect(cellOf(text)).toBe(`'${text}`)
  })

  it.each([
    '+12025550101',
    '-120.00',
    '-3',
    '1-2',
    'A=1',
    'Lin Doe',
    "'",
    '',
    '2026-03-10',
    '"',
    'a,b',
    'a\nb',
  ])('%j stays as it is', (text) => {
    expect(cellOf(text)).toBe(text)
  })

  it('numbers stay, and what is absent is empty', () => {
    expect([cellOf(-3), cellOf(null), cellOf(undefined), cellOf(8.5)]).toEqual(['-3', '', '', '8.5'])
  })

  it('no text computes, and every text is read back but for its mark', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        const told = String(cellOf(text))
        expect([text, `'${text}`]).toContain(told)
        if (!/^[+-]\d+(\.\d+)?$/.test(told)) expect(told).not.toMatch(/^[=+\-@\t\r\n\0＝＋－＠]/)
      }),
    )
  })
})
