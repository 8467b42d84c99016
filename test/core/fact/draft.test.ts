import { describe, expect, test } from 'vitest'
import type { NumberId, PersonId } from '../../../src/core/base/id.ts'
import { hasFallen } from '../../../src/core/arrears/has-fallen.ts'
import { newDraft, raiseNumber, refused } from '../../../src/core/fact/draft.ts'
import type { Ledger, LedgerPoint } from '../../../src/core/model/ledger.ts'
import type { PreparedFact } from '../../../src/core/fact/prepared.ts'

describe('what is owed has fallen', () => {
  const owes = (pastDue: number, anchor: string | null) => ({ pastDue, anchor })
  test.each([
    ['less is past due', owes(100, '2026-03-01'), owes(99, '2026-03-01'), true],
    ['as much is past due as before', owes(100, '2026-03-01'), owes(100, '2026-03-01'), false],
    ['more has fallen due', owes(100, '2026-03-01'), owes(150, '2026-03-01'), false],
    ['more has fallen due, but the oldest was paid', owes(100, '2026-03-01'), owes(150, '2026-03-02'), true],
    ['an older bill came to light', owes(100, '2026-03-01'), owes(150, '2026-02-01'), false],
    ['nothing is owed any more', owes(0, '2026-03-01'), owes(0, null), true],
    ['something is owed for the first time', owes(0, null), owes(0, '2026-03-01'), false],
  ] as const)('the answer is right where %s: %o, then %o', (_, before, after, fallen) => {
    expect(hasFallen(before, after)).toBe(fallen)
  })
})

test('what was intended for everybody behind a number is void, and for nobody else', () => {
  const point = (person: number, number: number) =>
    ({ person: person as PersonId, number: number as NumberId }) as LedgerPoint
  const draft = newDraft({ points: [point(1, 7), point(2, 7), point(3, 8)] } as Ledger, 0)
  raiseNumber(draft, 7 as NumberId)
  expect([...draft.changes.raised.persons]).toEqual([1, 2])
  expect([...draft.changes.raised.accounts]).toEqual([])
})

test('a page that has just begun changes nothing', () => {
  const { changes, implied } = newDraft({} as Ledger, 0)
  const parts = Object.values(changes).map((part: unknown) => JSON.stringify(part))
  expect([...new Set(parts)].sort()).toEqual(
    ['0', '[]', 'false', '{"persons":{},"accounts":{}}', '{}'].sort(),
  )
  expect(implied).toEqual([])
})

test('a refusal names its line and its field where there are such', () => {
  const fact = (line: number | null) => ({ line }) as PreparedFact
  expect(refused(fact(4), 'unknown_task', 'why', 'field')).toEqual({
    code: 'unknown_task',
    line: 4,
    path: 'field',
    message: 'why',
    suggestion: expect.any(String),
  })
  expect(refused(fact(null), 'unknown_task', 'why')).toMatchObject({ code: 'unknown_task', message: 'why' })
})
