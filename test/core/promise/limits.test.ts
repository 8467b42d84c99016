import { expect, it } from 'vitest'
import type { PromiseTypes } from '../../../src/core/model/promise-type.ts'
import { promiseStates } from '../../../src/core/promise/state.ts'
import { accountOf, at, promiseOf } from '../decide/build.ts'

function told(kind: string | null, types?: PromiseTypes) {
  const promise = promiseOf({ madeAt: at('2026-02-04 14:00'), amount: 5_000, by: '2026-02-20', kind })
  const file = { account: accountOf(), promises: [promise], zones: ['UTC'], now: at('2026-02-05'), types }
  return promiseStates(file).map(({ status, beyond }) => [status, ...beyond])
}

const types = { long: { longest: { days: 90 } } }

it('a type that the file does not name is beyond the limits, in words', () => {
  expect(told('lnog', types)).toEqual([['asked', 'of one of these types: standard, long']])
  expect(told('constructor', types)).toEqual([['asked', 'of one of these types: standard, long']])
  expect(told('long')).toEqual([['asked', 'of one of these types: standard']])
})

it('a type is taken that the file names, that is standard, or that nobody named', () => {
  for (const kind of ['long', 'standard', null]) expect(told(kind, types)).toEqual([['open']])
  expect(told('standard')).toEqual([['open']])
})
