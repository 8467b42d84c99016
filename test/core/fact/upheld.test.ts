import { expect, test } from 'vitest'
import { isFactType } from '../../../src/core/fact/fact.ts'
import { FIGURE_FACTS } from '../../../src/core/fact/upheld.ts'

test('each kind that may correct a ledger is a kind of fact', () => {
  expect(FIGURE_FACTS.filter((kind) => !isFactType(kind))).toEqual([])
})
