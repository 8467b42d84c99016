import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readFactFile } from '../../../src/shell/replay/fact-file.ts'

const OPENED = {
  type: 'account.opened',
  at: '2026-01-02T00:00:00Z',
  account: 'A1',
  debtor: 'D1',
  creditor: 'acme',
  currency: 'USD',
}
const score = (at: string, more: Record<string, unknown> = {}) => ({
  type: 'score.changed',
  at,
  account: 'A1',
  score: 0.5,
  ...more,
})

function read(lines: (string | Record<string, unknown>)[], before = '2027-01-01T00:00:00Z') {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  return readFactFile(Readable.from([Buffer.from(text)]), { file: 'f.ndjson', before: Date.parse(before) })
}

test('facts come in the order in which the engine learns them, ties by line', async () => {
  const { facts, problems } = await read([
    score('2026-01-05T00:00:00Z', { recorded: '2026-01-09T00:00:00Z' }),
    OPENED,
    score('2026-01-07T00:00:00Z'),
    score('2026-01-07T01:00:00+01:00'),
  ])
  expect(problems).toEqual([])
  expect(facts.map((timed) => timed.line)).toEqual([2, 3, 4, 1])
})

test('a bad line is reported with its number, and the rest goes on', async () => {
  const { facts, problems } = await read([
    OPENED,
    'not json',
    '',
    '["a list"]',
    { ...OPENED, type: 'account.opend' },
    score('2026-02-30T00:00:00Z'),
    score('2026-03-01T00:00:00Z'),
  ])
  expect(facts.map((timed) => timed.line)).toEqual([1, 7])
  expect([...new Set(problems.map((problem) => problem.line))]).toEqual([2, 4, 5, 6])
  expect(problems.every((problem) => problem.file === 'f.ndjson')).toBe(true)
})

test('facts learned after the last day are not read', async () => {
  const { facts } = await read(
    [score('2026-01-31T23:59:59Z'), score('2026-01-03T00:00:00Z', { recorded: '2026-02-01T00:00:00Z' })],
    '2026-02-01T00:00:00Z',
  )
  expect(facts.map((timed) => timed.line)).toEqual([1])
})

test('a byte order mark and carriage returns are no part of a fact', async () => {
  const { facts, problems } = await read([`\uFEFF${JSON.stringify(OPENED)}\r`, `${JSON.stringify(OPENED)}\r`])
  expect(problems).toEqual([])
  expect(facts).toHaveLength(2)
})
