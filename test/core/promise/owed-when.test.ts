import { expect, it } from 'vitest'
import type { AccountId } from '../../../src/core/base/id.ts'
import type { Rested, Settled } from '../../../src/core/model/promise.ts'
import { promiseStates } from '../../../src/core/promise/state.ts'
import { accountOf, at, promiseOf } from '../decide/build.ts'

const account = 1 as AccountId
const billed = [
  { account, externalId: 'I1', dueOn: '2026-01-10', amount: 380_000 },
  { account, externalId: 'I2', dueOn: '2026-01-20', amount: 20_000 },
]
const settledBy = (given: Partial<Settled>): Settled => ({
  account,
  externalId: 'M1',
  kind: 'money',
  of: null,
  obligation: null,
  amount: 380_000,
  happenedAt: at('2026-02-01 10:00'),
  recordedAt: at('2026-02-01 10:00'),
  reversedAt: null,
  ...given,
})
const restedFrom = (given: Partial<Rested>): Rested => ({
  account,
  obligation: 'I1',
  from: at('2026-02-01 10:00'),
  until: null,
  lifted: null,
  ...given,
})

/** A twentieth of 200.00 is promised; a twentieth of all would be 200.00. */
function told({ settled = [], rested = [] }: { settled?: Settled[]; rested?: Rested[] }) {
  const promise = promiseOf({ madeAt: at('2026-02-04 14:00'), amount: 1_000, by: '2026-02-20' })
  const file = { account: accountOf(), promises: [promise], billed, settled, rested }
  const [one] = promiseStates({ ...file, zones: ['UTC'], now: at('2026-02-05 12:00') })
  return one?.status
}

it('the least share is one of what was owed: credit notes and write-offs had lowered it, refunds had not', () => {
  expect(told({})).toBe('asked')
  for (const kind of ['money', 'credit', 'write_off'] as const)
    expect(told({ settled: [settledBy({ kind })] })).toBe('open')
  const back = settledBy({ externalId: 'R1', kind: 'refund', of: 'M1', happenedAt: at('2026-02-02 10:00') })
  expect(told({ settled: [settledBy({}), { ...back, recordedAt: at('2026-02-02 10:00') }] })).toBe('asked')
})

it('what was taken back after the promise, or came after it, changes nothing of what was owed then', () => {
  expect(told({ settled: [settledBy({ reversedAt: at('2026-02-05 09:00') })] })).toBe('open')
  expect(told({ settled: [settledBy({ reversedAt: at('2026-02-03 09:00') })] })).toBe('asked')
  const later = at('2026-02-05 09:00')
  expect(told({ settled: [settledBy({ happenedAt: later, recordedAt: later, kind: 'credit' })] })).toBe(
    'asked',
  )
})

it('what was disputed or held by itself when it was promised is no part of it, whatever came of that later', () => {
  expect(told({ rested: [restedFrom({})] })).toBe('open')
  expect(told({ rested: [restedFrom({ lifted: at('2026-02-05 09:00') })] })).toBe('open')
  expect(told({ rested: [restedFrom({ lifted: at('2026-02-04 09:00') })] })).toBe('asked')
  expect(told({ rested: [restedFrom({ from: at('2026-02-05 09:00') })] })).toBe('asked')
  expect(told({ rested: [restedFrom({ until: '2026-02-03' })] })).toBe('asked')
  expect(told({ rested: [restedFrom({ account: 2 as AccountId })] })).toBe('asked')
})
