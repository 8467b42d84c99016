import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plansInForce, planStates } from '../../../src/core/agreement/plan-state.ts'
import { addDays } from '../../../src/core/base/time.ts'
import { statusesFrom } from '../../../src/core/compliance/known/statuses.ts'
import type { DossierPromise } from '../../../src/core/model/dossier.ts'
import type { Receipt } from '../../../src/core/model/receipt.ts'
import { promiseStates } from '../../../src/core/promise/state.ts'
import { dossier } from '../../support/small-dossier.ts'
import { accountOf, at, moneyOf, planOf, promiseOf } from '../decide/build.ts'
import { settlementOf } from '../settlement/build.ts'

const NOW = at('2026-06-30 12:00')

/** What became of promises and of a plan that was agreed on 25 February. */
function told(promises: DossierPromise[], received: Receipt[]) {
  const account = accountOf({ received })
  const zones = ['UTC']
  const types = { standard: { covers: 0, broken: { missed: 3, days: 300 } } }
  const plans = planStates({ plans: [planOf()], accounts: [account], zones, now: NOW, types })
  const file = { account, promises, zones, now: NOW, types: { standard: { least: { share: 0 } } } }
  return { plans, promises: promiseStates({ ...file, inForce: plansInForce(plans) }) }
}

test('a plan takes the place of a promise that is open, and leaves alone what was kept or made after it', () => {
  const open = promiseOf({ externalId: 'before', madeAt: at('2026-02-20'), by: '2026-03-05' })
  const kept = promiseOf({ externalId: 'kept', madeAt: at('2026-02-18'), by: '2026-02-21', amount: 1_000 })
  const later = promiseOf({ externalId: 'later', madeAt: at('2026-03-02'), by: '2026-03-09' })
  const { promises } = told([open, kept, later], [moneyOf('2026-02-19', 1_000), moneyOf('2026-03-03', 5_000)])
  expect(promises.map(({ promise, status }) => [promise.externalId, status])).toEqual([
    ['kept', 'kept'],
    ['before', 'superseded'],
    ['later', 'kept'],
  ])
})

const someDay = fc.integer({ min: 0, max: 60 }).map((days) => addDays('2026-02-10', days))
const received = fc
  .record({ on: someDay, amount: fc.integer({ min: 1, max: 9_000 }) })
  .map(({ on, amount }) => moneyOf(on, amount))
const promised = fc
  .record({
    madeOn: fc.integer({ min: 0, max: 14 }),
    lasts: fc.integer({ min: 1, max: 30 }),
    amount: fc.integer({ min: 1, max: 9_000 }),
  })
  .map(({ madeOn, lasts, amount }) => {
    const on = addDays('2026-02-10', madeOn)
    return promiseOf({ madeAt: at(`${on} 10:00`), by: addDays(on, lasts), amount })
  })

test('money counts once among promises and the plan that came after them', () => {
  fc.assert(
    fc.property(
      fc.array(received, { maxLength: 8 }),
      fc.array(promised, { maxLength: 3 }),
      (money, given) => {
        const named = given.map((one, index) => ({ ...one, externalId: `P${index}` }))
        const { plans, promises } = told(named, money)
        const counted = [...plans, ...promises].reduce((sum, { paid }) => sum + paid, 0)
        expect(counted).toBeLessThanOrEqual(money.reduce((sum, { amount }) => sum + amount, 0))
      },
    ),
    { numRuns: 2_000 },
  )
})

test('a settlement in force is an open promise for the law, until the last day of its money', () => {
  const rates = { first: '2026-03-31', every: 'month', number: 3 } as const
  const acceptedAt = at('2026-03-06 09:00')
  const of = (given: Parameters<typeof settlementOf>[0]) =>
    statusesFrom(dossier({ settlements: [settlementOf({ acceptedAt, ...given })] }))
      .filter(({ status }) => status === 'promise.open')
      .map(({ at: since, until }) => [since, until])
  expect(of({ told: 'accepted', rates })).toEqual([[acceptedAt, '2026-05-31']])
  for (const told of [null, 'offered'] as const)
    expect(of({ told, payBy: '2026-04-02' })).toEqual([[acceptedAt, '2026-04-02']])
  for (const over of ['kept', 'lapsed', 'asked', 'replaced'] as const) expect(of({ told: over })).toEqual([])
  expect(of({ acceptedAt: null })).toEqual([])
})

test('what was agreed in one is a plan for the law too, and a word on a promise that nobody told is none', () => {
  const acceptedAt = at('2026-03-06 09:00')
  const told = dossier({
    settlements: [settlementOf({ acceptedAt, told: 'accepted' })],
    plans: [planOf({ told: 'active' })],
    promises: [promiseOf({ amount: 0, accepted: true })],
  })
  const names = statusesFrom(told).map(({ status }) => status)
  expect(names.sort()).toEqual(['plan.open', 'plan.open', 'promise.open', 'promise.open'])
})
