import fc from 'fast-check'
import { PAYS, type Pays } from '../../../src/core/model/debt-policy.ts'
import type { Said } from '../money-oracle.ts'

/** Random ledgers of one account: whatever may be said of its money, at instants of its own. */

const NAMES = ['o1', 'o2', 'o3', 'f1', 'z1']
const amount = fc.integer({ min: 1, max: 30_000 }).map((minor) => (minor / 100).toFixed(2))
const due = fc.constantFrom(
  '2026-01-10',
  '2026-01-20',
  '2026-02-10',
  '2026-02-27',
  '2026-03-05',
  '2026-04-01',
)
const name = fc.constantFrom('o1', 'o2', 'o3', 'f1')
const payment = fc.constantFrom('p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6')

const PART = { o1: undefined, o2: 'principal', o3: 'cost' } as const
const bill = fc
  .record({ name: fc.constantFrom(...NAMES), dueOn: due, amount })
  .map(({ name: of, ...more }): Said => {
    if (of === 'f1') return { type: 'fee.charged', fee: of, ...more }
    if (of === 'z1') return { type: 'interest.charged', interest: of, ...more }
    const part = PART[of as keyof typeof PART]
    return { type: 'obligation.billed', obligation: of, ...(part && { part }), ...more }
  })
const change = fc.oneof(
  fc.record(
    { type: fc.constant('obligation.corrected'), obligation: name, amount, dueOn: due },
    { requiredKeys: ['type', 'obligation', 'amount'] },
  ),
  fc.record({ type: fc.constant('obligation.rescheduled'), obligation: name, dueOn: due }),
  fc.record({ type: fc.constant('obligation.cancelled'), obligation: name }),
)
const rest = fc
  .record({
    obligation: name,
    type: fc.constantFrom('dispute.opened', 'dispute.resolved', 'hold.placed', 'hold.lifted'),
    until: fc.option(fc.constantFrom('2026-03-01', '2026-03-04')),
  })
  .map(({ obligation, type, until }): Said => {
    if (type === 'dispute.opened') return { type, dispute: `x${obligation}`, obligation }
    if (type === 'dispute.resolved')
      return { type, dispute: `x${obligation}`, obligation, outcome: 'rejected' }
    const hold = { type, hold: `h${obligation}`, obligation }
    return type === 'hold.lifted' ? hold : { ...hold, reason: 'other', ...(until !== null && { until }) }
  })
const named = { obligation: name }
const paid = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      { type: fc.constant('payment.received'), amount, ...named },
      { requiredKeys: ['type', 'amount'] },
    ),
  },
  fc.record({ type: fc.constant('credit.noted'), amount, ...named }, { requiredKeys: ['type', 'amount'] }),
  fc.record(
    { type: fc.constant('debt.written_off'), amount, ...named },
    { requiredKeys: ['type', 'amount'] },
  ),
  fc.record({ type: fc.constant('refund.paid'), amount, payment }, { requiredKeys: ['type', 'amount'] }),
  fc.record(
    { type: fc.constant('payment.reversed'), payment, amount },
    { requiredKeys: ['type', 'payment'] },
  ),
)

const said = fc.oneof(
  { weight: 4, arbitrary: bill },
  { weight: 2, arbitrary: change },
  { weight: 2, arbitrary: rest },
  { weight: 6, arbitrary: paid },
)
const currency = fc.option(fc.constantFrom({}, { currency: 'EUR' }, { currency: 'USD', rate: '1.71234' }), {
  freq: 3,
})

/** `known` = how the account was opened; `order` = what money pays first, null = the oldest. */
export interface DrawnLedger {
  order: Pays[] | null
  base: string
  known: Said
  facts: Said[]
}

export const ledgers: fc.Arbitrary<DrawnLedger> = fc
  .record({
    base: fc.constantFrom('BGN', 'EUR'),
    order: fc.option(fc.shuffledSubarray([...PAYS], { minLength: PAYS.length })),
    changes: fc.boolean(),
    rows: fc.array(fc.record({ said, currency, minutes: fc.integer({ min: 0, max: 80_000 }) }), {
      minLength: 3,
      maxLength: 24,
    }),
    change: fc.integer({ min: 0, max: 80_000 }),
  })
  .map(({ base, order, changes, rows, change: changedAt }) => ({
    base,
    order,
    known: {
      type: 'account.opened',
      at: '2026-01-01T00:00:00Z',
      account: 'A1',
      debtor: 'D1',
      creditor: 'acme',
      currency: base,
      zone: 'UTC',
    },
    facts: [
      ...rows.map((row, index) => factOf(row, index)),
      ...(changes && base === 'BGN'
        ? [
            {
              type: 'account.redenominated',
              at: instant(changedAt, 999),
              account: 'A1',
              key: 'eur',
              currency: 'EUR',
              rate: '1.95583',
            },
          ]
        : []),
    ],
  }))

function factOf(
  { said: one, currency: given, minutes }: { said: Said; currency: Said | null; minutes: number },
  index: number,
): Said {
  const fact: Said = { ...one, at: instant(minutes, index), account: 'A1', key: `k${index}` }
  if (fact['amount'] !== undefined) Object.assign(fact, given)
  if (fact['type'] === 'payment.received') fact['payment'] = `p${index}`
  if (fact['type'] === 'credit.noted') fact['credit'] = `c${index}`
  if (fact['type'] === 'debt.written_off') fact['writeOff'] = `w${index}`
  if (fact['type'] === 'refund.paid') fact['refund'] = `r${index}`
  if (fact['type'] === 'payment.reversed' && fact['amount'] !== undefined) fact['reversal'] = `b${index}`
  return fact
}

/** No two facts have one instant. */
function instant(minutes: number, index: number): string {
  return new Date(Date.UTC(2026, 0, 2) + minutes * 60_000 + index * 10).toISOString()
}
