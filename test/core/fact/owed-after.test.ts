import { expect, it } from 'vitest'
import { type MoneyFact, owedAfter } from '../../../src/core/fact/owed-after.ts'

const NEW_YORK = { currency: 'USD', zones: ['America/New_York'] }
let id = 0

function fact(type: MoneyFact['type'], day: string, body: Record<string, unknown>): MoneyFact {
  const at = Date.parse(`${day}T15:00:00Z`)
  return { id: ++id, type, happenedAt: at, recordedAt: at, body }
}

it('each payment says what it left open, of all that was billed by then and of all that was due', () => {
  const first = fact('payment.received', '2026-02-05', { payment: 'P1', amount: '30.00', obligation: 'I1' })
  const second = fact('payment.received', '2026-03-05', { payment: 'P2', amount: '100.00' })
  const back = fact('payment.reversed', '2026-03-06', { payment: 'P2' })
  const after = owedAfter(
    [
      fact('obligation.billed', '2026-01-01', { obligation: 'I1', dueOn: '2026-02-01', amount: '55.94' }),
      first,
      fact('obligation.billed', '2026-02-10', { obligation: 'I2', dueOn: '2026-04-01', amount: '80.00' }),
      second,
      back,
    ],
    NEW_YORK,
  )
  expect(after.get(first.id)).toEqual({ balanceAfter: '25.94', pastDueAfter: '25.94' })
  expect(after.get(second.id)).toEqual({ balanceAfter: '5.94', pastDueAfter: '0.00' })
  expect(after.get(back.id)).toEqual({ balanceAfter: '105.94', pastDueAfter: '25.94' })
})

it('a reversal that is heard before its payment, a bill that was put off and one that was cancelled count as what they are', () => {
  const back = fact('payment.reversed', '2026-02-02', { payment: 'P1' })
  const paid = fact('payment.received', '2026-02-03', { payment: 'P1', amount: '10.00' })
  const after = owedAfter(
    [
      fact('obligation.rescheduled', '2026-01-01', { obligation: 'I1', dueOn: '2026-03-01' }),
      fact('obligation.billed', '2026-01-02', { obligation: 'I1', dueOn: '2026-01-15', amount: '40.00' }),
      fact('obligation.billed', '2026-01-02', { obligation: 'I2', dueOn: '2026-01-15', amount: '7.00' }),
      fact('obligation.cancelled', '2026-01-03', { obligation: 'I2' }),
      back,
      paid,
    ],
    NEW_YORK,
  )
  expect(after.get(paid.id)).toEqual({ balanceAfter: '40.00', pastDueAfter: '0.00' })
})

it('where figures come as snapshots, nothing is counted beside them', () => {
  const paid = fact('payment.received', '2026-02-03', { payment: 'P1', amount: '10.00' })
  expect(owedAfter([paid], NEW_YORK).size).toBe(0)
})

it('a payment that is meant for a bill which is not due yet leaves what is past due as it was', () => {
  const bills = [
    fact('obligation.billed', '2026-01-01', { obligation: 'I1', dueOn: '2026-01-15', amount: '40.00' }),
    fact('obligation.billed', '2026-01-01', { obligation: 'I2', dueOn: '2026-06-01', amount: '40.00' }),
  ]
  const paid = (obligation: unknown) => {
    const one = fact('payment.received', '2026-02-03', { payment: 'P1', amount: '10.00', obligation })
    return owedAfter([...bills, one], NEW_YORK).get(one.id)?.pastDueAfter
  }
  expect([paid('I2'), paid('I1'), paid(undefined)]).toEqual(['40.00', '30.00', '30.00'])
})
