import { expect, it } from 'vitest'
import type { AccountId } from '../../../src/core/base/id.ts'
import type { PromiseTypes } from '../../../src/core/model/promise-type.ts'
import { promiseStates } from '../../../src/core/promise/state.ts'
import { accountOf, at, promiseOf } from '../decide/build.ts'

function told(kind: string | null, types?: PromiseTypes) {
  const promise = promiseOf({ madeAt: at('2026-02-04 14:00'), amount: 5_000, by: '2026-02-20', kind })
  const file = { account: accountOf(), promises: [promise], zones: ['UTC'], now: at('2026-02-05'), types }
  return promiseStates(file).map(({ status, beyond }) => [status, ...beyond])
}

it('the least amount of the file holds in a currency without cents too', () => {
  const billed = [{ account: 1 as AccountId, externalId: 'I1', dueOn: '2026-01-10', amount: 10_000 }]
  const promise = promiseOf({ madeAt: at('2026-02-04 14:00'), amount: 5, by: '2026-02-20' })
  const file = { account: accountOf({ currency: 'JPY' }), promises: [promise], billed, zones: ['UTC'] }
  const types = { standard: { least: '500.00' } }
  const states = promiseStates({ ...file, now: at('2026-02-05'), types })
  expect(states.map(({ status, beyond }) => [status, ...beyond])).toEqual([['asked', 'at least 500']])
})

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
