import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DossierPromise } from '../../../src/core/model/dossier.ts'
import { promiseStates } from '../../../src/core/promise/state.ts'
import type { Receipt } from '../../../src/core/model/receipt.ts'
import { accountOf, at, moneyOf, promiseOf } from './build.ts'

function states(received: Receipt[], promises: DossierPromise[], now: string, zone = 'UTC'): string[] {
  return promiseStates({ account: accountOf({ received }), promises, zones: [zone], now: at(now) }).map(
    ({ status }) => status,
  )
}

const promise = promiseOf({ madeAt: at('2026-02-04 14:00'), amount: 5_000, by: '2026-02-20' })

describe('money and a promise', () => {
  it('money counts when it was received after the promise was made', () => {
    expect(states([moneyOf('2026-02-04 14:01', 5_000)], [promise], '2026-02-05')).toEqual(['kept'])
    expect(states([moneyOf('2026-02-20 23:00', 5_000)], [promise], '2026-02-21')).toEqual(['kept'])
  })

  it('a word on a promise that nobody has told yet is no promise: nothing rests for it, and nothing is broken', () => {
    const accepted = promiseOf({
      madeAt: at('2026-02-04 14:00'),
      amount: 0,
      by: '2026-02-04',
      accepted: true,
    })
    expect(states([], [accepted], '2026-02-04 15:00')).toEqual([])
    expect(states([], [accepted, promise], '2026-02-05')).toEqual(['open'])
  })

  it('money does not count when it was known before, also of the same day', () => {
    expect(states([moneyOf('2026-02-04 08:00', 5_000)], [promise], '2026-02-05')).toEqual(['open'])
    expect(states([moneyOf('2026-02-04 00:00', 5_000)], [promise], '2026-02-21')).toEqual(['broken'])
  })

  it('money counts on the same local day when it was recorded after the promise, not when it came a day earlier', () => {
    const same = moneyOf('2026-02-04 08:00', 5_000, '2026-02-04 18:00')
    const earlier = moneyOf('2026-02-03 23:00', 5_000, '2026-02-04 18:00')
    expect(states([same], [promise], '2026-02-05')).toEqual(['kept'])
    expect(states([earlier], [promise], '2026-02-05')).toEqual(['open'])
  })

  it('money that is known by its day only, at midnight here or in UTC, counts on the day of the promise when recorded after it', () => {
    const made = promiseOf({ madeAt: Date.parse('2026-02-04T09:00-05:00'), amount: 5_000, by: '2026-02-20' })
    const known = Date.parse('2026-02-04T18:00-05:00')
    for (const midnight of ['2026-02-04T00:00-05:00', '2026-02-04T00:00Z']) {
      const money = { at: Date.parse(midnight), recordedAt: known, amount: 5_000 }
      expect(states([money], [made], '2026-02-05 12:00', 'America/New_York')).toEqual(['kept'])
      const before = { ...money, recordedAt: Date.parse('2026-02-04T08:00-05:00') }
      expect(states([before], [made], '2026-02-05 12:00', 'America/New_York')).toEqual(['open'])
    }
  })

  it('money that is dated ahead counts on its day; money that was known before the promise never does', () => {
    const cheque = moneyOf('2026-02-10', 5_000, '2026-02-05 12:00')
    expect(states([cheque], [promise], '2026-02-09 12:00')).toEqual(['open'])
    expect(states([cheque], [promise], '2026-02-10 12:00')).toEqual(['kept'])
    expect(states([moneyOf('2026-02-10', 5_000, '2026-02-01')], [promise], '2026-02-10 12:00')).toEqual([
      'open',
    ])
  })

  it('money fills the promise that is due first, and is spent once', () => {
    const later = promiseOf({ madeAt: at('2026-02-04 14:00'), amount: 5_000, by: '2026-02-25' })
    const made = [later, promise]
    expect(states([moneyOf('2026-02-05', 5_000)], made, '2026-02-06')).toEqual(['kept', 'open'])
    expect(states([moneyOf('2026-02-05', 7_000), moneyOf('2026-02-07', 3_000)], made, '2026-02-08')).toEqual([
      'kept',
      'kept',
    ])
  })

  it('a word that comes when all is over changes nothing: what was kept or broken stays so', () => {
    const cancelled = (day: string) => ({ ...promise, cancelled: true, cancelledAt: at(day) })
    const refused = (day: string) => ({ ...promise, accepted: false, decidedAt: at(day) })
    const paid = [moneyOf('2026-02-05', 5_000)]
    for (const word of [cancelled, refused]) {
      const is = word === cancelled ? 'cancelled' : 'refused'
      expect(states([], [word('2026-02-20 23:00')], '2026-03-01')).toEqual([is])
      expect(states([], [word('2026-02-21 01:00')], '2026-03-01')).toEqual(['broken'])
      expect(states(paid, [word('2026-02-21 01:00')], '2026-03-01')).toEqual(['kept'])
    }
    const graced = { ...cancelled('2026-02-21 01:00'), graceDays: 2 }
    expect(states([], [graced], '2026-03-01')).toEqual(['cancelled'])
    expect(states([], [{ ...promise, cancelled: true, cancelledAt: null }], '2026-03-01')).toEqual([
      'cancelled',
    ])
  })

  it('what is beyond the limits is refused whenever somebody says so', () => {
    const long = { ...promise, by: '2027-02-20', accepted: false, decidedAt: at('2027-03-01') }
    expect(states([], [long], '2027-03-02')).toEqual(['refused'])
  })

  it('no order and no doubling of promises or money changes what is kept, and no more is kept than was received', () => {
    const day = fc.integer({ min: 1, max: 20 })
    const hour = fc.integer({ min: 0, max: 23 })
    const instant = fc.tuple(day, hour).map(([d, h]) => Date.UTC(2026, 1, d, h))
    const money = fc.record({ at: instant, recordedAt: instant, amount: fc.integer({ min: 1, max: 9 }) })
    const made = fc
      .record({ madeAt: instant, amount: fc.integer({ min: 1, max: 9 }), by: day, cancelled: fc.boolean() })
      .map((one) => promiseOf({ ...one, by: `2026-02-${String(one.by).padStart(2, '0')}` }))
    const of = (received: Receipt[], promises: DossierPromise[]) =>
      promiseStates({ account: accountOf({ received }), promises, zones: ['UTC'], now: at('2026-02-21') })
    fc.assert(
      fc.property(
        fc.array(money, { maxLength: 6 }),
        fc.array(made, { maxLength: 4 }),
        (received, promises) => {
          const told = of(received, promises)
          const shown = (all: typeof told) =>
            all.map((one) => JSON.stringify([one.promise, one.status])).sort()
          expect(shown(of([...received].reverse(), [...promises].reverse()))).toEqual(shown(told))
          const kept = told.filter(({ status }) => status === 'kept')
          const sum = (all: readonly { amount: number }[]) =>
            all.reduce((total, { amount }) => total + amount, 0)
          expect(sum(kept.map((one) => one.promise))).toBeLessThanOrEqual(sum(received))
          for (const { promise: one } of kept) {
            expect(received.some(({ recordedAt }) => recordedAt > one.madeAt)).toBe(true)
          }
        },
      ),
    )
  })
})
