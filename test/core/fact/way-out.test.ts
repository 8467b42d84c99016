import { expect, test } from 'vitest'
import { parseFact } from '../../../src/core/fact/parse.ts'
import { readRow } from '../../../src/core/fact/read-row.ts'

const AT = '2026-03-01T09:00:00Z'

test.each([
  ['no object', []],
  ['no type', { at: AT }],
  ['no such type', { type: 'payment.recieved' }],
  ['a field that is missing', { type: 'promise.made', at: AT, account: 'A1', promise: 'P', amount: '5' }],
  ['a field of another type', { type: 'account.recalled', at: AT, account: 'A1', amount: '5' }],
  ['an account that is missing', { type: 'account.recalled', at: AT }],
  ['nobody whom it is about', { type: 'cease.received', at: AT }],
  ['a name that is none', { type: 'account.recalled', at: AT, account: '' }],
  ['a word that is none', { type: 'account.closed', at: AT, account: 'A1', reason: 'gone' }],
  [
    'a number where text belongs',
    { type: 'payment.received', at: AT, account: 'A1', payment: 'P', amount: 5 },
  ],
  ['a plan without rates', { type: 'plan.agreed', at: AT, account: 'A1', plan: 'P', sum: '5' }],
  ['a score of 2', { type: 'score.changed', at: AT, account: 'A1', score: 2 }],
])('a fact with %s is refused with a way out', (_title, value) => {
  const parsed = parseFact(value)
  if (!('problems' in parsed)) throw new Error('it was taken')
  for (const problem of parsed.problems) expect(problem.suggestion ?? '').not.toBe('')
})

test.each([
  ['not JSON', '{"type":'],
  ['too long', `{"type":"${'x'.repeat(2_000_000)}"}`],
  ['too deep', '['.repeat(100) + ']'.repeat(100)],
  ['a key twice', '{"type":"a","type":"b"}'],
])('a row that is %s is refused with a way out', (_title, text) => {
  const read = readRow(text)
  if (!('problem' in read)) throw new Error('it was taken')
  expect(read.problem.suggestion ?? '').not.toBe('')
})

test('whoever proposes a settlement is no date', () => {
  const given = {
    type: 'settlement.offered',
    at: AT,
    account: 'A1',
    settlement: 'S',
    amount: '5',
    by: 'two words',
  }
  const parsed = parseFact({ ...given, until: '2026-03-10' })
  expect('problems' in parsed && parsed.problems.map(({ code, path }) => [code, path])).toEqual([
    ['bad_value', 'by'],
  ])
})
