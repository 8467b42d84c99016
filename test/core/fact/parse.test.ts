import { describe, expect, test } from 'vitest'
import { parseFact } from '../../../src/core/fact/parse.ts'

const payment = {
  type: 'payment.received',
  at: '2026-01-01T00:00:00Z',
  account: 'A1',
  payment: 'P1',
  amount: '55.94',
}
const account = {
  type: 'account.opened',
  at: '2026-01-01T00:00:00Z',
  account: 'A1',
  debtor: 'D1',
  creditor: 'acme',
  currency: 'USD',
}

const wish = { type: 'preference.set', at: '2026-01-01T00:00:00Z', debtor: 'D1' }

describe('a fact', () => {
  test('is taken as it is', () => {
    expect(parseFact(payment)).toEqual({ fact: payment })
    expect(
      parseFact({ type: 'evidence.recorded', at: payment.at, agent: 'a7', evidence: 'agent.trained' }),
    ).toMatchObject({
      fact: { value: true },
    })
  })

  test.each([
    ['bad_amount', { ...payment, amount: '1e3' }],
    ['bad_amount', { ...payment, amount: '-5' }],
    ['bad_amount', { ...payment, amount: '' }],
    ['bad_amount', { ...payment, amount: 5 }],
    ['bad_amount', { ...payment, amount: '1,000.00' }],
    ['bad_instant', { ...payment, at: '2026-02-30T00:00:00Z' }],
    ['bad_instant', { ...payment, at: '2026-02-03' }],
    [
      'bad_date',
      { ...payment, type: 'obligation.billed', payment: undefined, obligation: 'o', dueOn: '2026-02-30' },
    ],
    ['unknown_zone', { ...account, zone: 'Mars/Olympus' }],
    ['unknown_zone', { ...account, zone: ['UTC', 'Mars/Olympus'] }],
    ['unknown_currency', { ...account, currency: 'ZZZ' }],
    ['missing_account', { ...payment, account: undefined }],
    ['missing_account', { type: 'cease.received', at: payment.at }],
    ['missing_field', { ...payment, payment: undefined }],
    ['unknown_field', { ...payment, acount: 'A1' }],
    ['bad_value', { ...account, product: 'fish' }],
    ['unknown_type', { ...payment, type: 'payment.recieved' }],
    ['missing_field', { ...payment, type: undefined }],
    [
      'bad_snapshot',
      { type: 'account.snapshot', at: payment.at, account: 'A1', pastDue: '5', oldestDueOn: null },
    ],
    ['bad_fact', [payment]],
    ['bad_fact', null],
    ['bad_hours', { ...wish, closed: [{ days: 'monday', hours: null }] }],
    ['bad_hours', { ...wish, closed: [{ days: 'mon', hours: ['8:00', '18:00'] }] }],
    ['bad_hours', { ...wish, closed: [{ days: 'mon', hours: ['08:00', '25:00'] }] }],
    ['bad_hours', { ...wish, closed: [{ days: 'mon', hours: ['08:00', '08:00'] }] }],
    ['bad_hours', { ...wish, closed: [{ days: 'mon-', hours: null }] }],
    ['bad_hours', { ...wish, closed: 'mornings' }],
    ['unknown_field', { ...wish, closed: [{ days: 'mon', hours: null, zone: 'UTC' }] }],
    ['bad_value', { ...wish, places: ['gym'] }],
    ['missing_field', wish],
  ])('is refused: %s %#', (code, given) => {
    const read = parseFact(given)
    expect('problems' in read && read.problems.map((problem) => problem.code)).toContain(code)
  })

  test('of closed hours says what days and hours look like, and where it went wrong', () => {
    expect(
      parseFact({
        ...wish,
        closed: [
          { days: 'hol', hours: null },
          { days: 'mon-fri', hours: ['22:00', '24:30'] },
        ],
      }),
    ).toMatchObject({
      problems: [
        {
          code: 'bad_hours',
          path: 'closed[1].hours[1]',
          suggestion: expect.stringContaining('workday') as string,
        },
      ],
    })
    const night = { ...wish, closed: [{ days: 'daily', hours: ['22:00', '07:00'] }], places: ['work'] }
    expect(parseFact(night)).toEqual({ fact: night })
  })

  test('that is nearly right is told what was meant, and its values are not repeated', () => {
    expect(parseFact({ ...payment, type: 'payment.recieved' })).toMatchObject({
      problems: [{ suggestion: 'did you mean payment.received?' }],
    })
    expect(parseFact({ ...payment, acount: 'A1' })).toMatchObject({
      problems: [{ suggestion: 'did you mean account?' }],
    })
    expect(JSON.stringify(parseFact({ ...account, phone: 5550100, currency: 'Ann Example' }))).not.toMatch(
      /5550100|Ann/,
    )
  })

  test('with several faults hears of all of them', () => {
    const read = parseFact({ ...payment, amount: 'x', at: 'y', more: 1 })
    expect('problems' in read && read.problems).toHaveLength(3)
  })
})
