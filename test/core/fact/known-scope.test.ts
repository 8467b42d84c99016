import { expect, test } from 'vitest'
import { newDraft } from '../../../src/core/fact/draft.ts'
import { unknownCreditor, unknownStrategy } from '../../../src/core/fact/known-scope.ts'
import type { PreparedFact } from '../../../src/core/fact/prepared.ts'
import type { Ledger } from '../../../src/core/model/ledger.ts'

const row = { line: 7 } as PreparedFact
const draftOf = (strategies: string[] | null, creditors: string[] = [], accounts: string[] = []) =>
  newDraft(
    {
      scopes: { strategies, creditors },
      accounts: new Map(accounts.map((creditor, id) => [id, { creditor }])),
    } as unknown as Ledger,
    0,
  )
const strategy = (name: string | null, known: string[] | null) => unknownStrategy(draftOf(known), name, row)
const suggestion = (name: string, known: string[]) => strategy(name, known)?.suggestion

test('a strategy that is known, any strategy, and one of which nobody can say are fine', () => {
  expect([strategy('a', ['a']), strategy(null, []), strategy('a', null)]).toEqual([null, null, null])
})

test('a strategy that nobody knows is told with what there is', () => {
  expect(strategy('xx', ['first', 'late'])).toEqual({
    code: 'unknown_strategy',
    line: 7,
    path: 'strategy',
    message: 'there is no strategy of that name',
    suggestion: 'one of first, late',
  })
  expect(suggestion('lat', ['first', 'late'])).toBe('did you mean late?')
  expect(suggestion('late', [])).toBe('no strategy is known yet')
  const twenty = Array.from({ length: 20 }, (_, index) => `long-name-${index}`)
  expect(suggestion('xx', twenty)).toBe(`one of ${twenty.join(', ')}`)
  expect(suggestion('xx', [...twenty, 'more', 'most'])).toBe(`one of ${twenty.join(', ')}, and 2 more`)
})

test('a creditor is known by its accounts, those of the page too', () => {
  const creditor = (name: string | null) =>
    unknownCreditor(draftOf([], ['acme'], ['new']), name, row)?.code ?? null
  expect([creditor('acme'), creditor('new'), creditor(null)]).toEqual([null, null, null])
  expect(creditor('other')).toBe('unknown_creditor')
})
