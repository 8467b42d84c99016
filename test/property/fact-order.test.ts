import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryStage } from '../shell/record/memory-stage.ts'
import { drawn, LONG_ENOUGH } from './drawn.ts'

type Given = Record<string, unknown>

const at = fc.integer({ min: 1, max: 28 }).map((day) => `2026-02-${String(day).padStart(2, '0')}T09:00:00Z`)
const onA1 = (type: string, more: Given, when: string): Given => ({ type, at: when, account: 'A1', ...more })

/** Facts of two accounts and their debtor; at most one of each kind and name, as a ledger sends them. */
const facts = fc
  .record({
    bills: fc.uniqueArray(
      fc.record({
        obligation: fc.constantFrom('o1', 'o2', 'o3'),
        due: fc.constantFrom('2026-01-15', '2026-02-15', '2026-04-01'),
      }),
      { selector: (each) => each.obligation },
    ),
    payments: fc.uniqueArray(
      fc.record({
        payment: fc.constantFrom('p1', 'p2', 'p3'),
        amount: fc.constantFrom('40.00', '100.00', '130.00'),
        named: fc.option(fc.constantFrom('o1', 'o2')),
        when: at,
      }),
      { selector: (each) => each.payment },
    ),
    reversals: fc.uniqueArray(fc.constantFrom('p1', 'p2', 'p3')),
    cancelled: fc.uniqueArray(fc.constantFrom('o1', 'o2')),
    moved: fc.uniqueArray(
      fc.record({
        obligation: fc.constantFrom('o1', 'o2'),
        due: fc.constantFrom('2026-03-10', '2026-02-20'),
        when: at,
      }),
      { selector: (each) => each.when },
    ),
    scores: fc.uniqueArray(fc.record({ score: fc.constantFrom(0.1, 0.5, 0.9), when: at }), {
      selector: (each) => each.when,
    }),
    snapshots: fc.uniqueArray(fc.record({ pastDue: fc.constantFrom('0', '10.00', '25.00'), when: at }), {
      selector: (each) => each.when,
    }),
    holds: fc.uniqueArray(
      fc.record({
        type: fc.constantFrom(
          'hold.placed',
          'hold.lifted',
          'dispute.opened',
          'dispute.resolved',
          'cease.received',
          'cease.withdrawn',
        ),
        when: at,
      }),
      { selector: (each) => each.type + each.when },
    ),
    ends: fc.uniqueArray(
      fc.record({
        type: fc.constantFrom('account.closed', 'account.recalled', 'account.reopened'),
        when: at,
      }),
      { selector: (each) => each.type + each.when },
    ),
    points: fc.uniqueArray(
      fc.record({
        type: fc.constantFrom('point.invalid', 'point.added', 'optout.received', 'optout.withdrawn'),
        when: at,
      }),
      { selector: (each) => each.type + each.when },
    ),
    promises: fc.uniqueArray(fc.constantFrom('promise.made', 'promise.cancelled', 'promise.accepted')),
    plans: fc.uniqueArray(
      fc.constantFrom('plan.proposed', 'plan.agreed', 'plan.accepted', 'plan.refused', 'plan.cancelled'),
    ),
    settlements: fc.uniqueArray(
      fc.constantFrom(
        'settlement.offered',
        'settlement.approved',
        'settlement.rejected',
        'settlement.accepted',
        'settlement.declined',
        'settlement.withdrawn',
      ),
    ),
  })
  .map((made): Given[] => [
    ...made.bills.map(({ obligation, due }) =>
      onA1('obligation.billed', { obligation, dueOn: due, amount: '100.00' }, '2026-01-01T00:00:00Z'),
    ),
    ...made.payments.map(({ payment, amount, named, when }) =>
      onA1('payment.received', { payment, amount, ...(named && { obligation: named }) }, when),
    ),
    ...made.reversals.map((payment) => onA1('payment.reversed', { payment }, '2026-02-28T09:00:00Z')),
    ...made.cancelled.map((obligation) =>
      onA1('obligation.cancelled', { obligation }, '2026-02-03T09:00:00Z'),
    ),
    ...made.moved.map(({ obligation, due, when }) =>
      onA1('obligation.rescheduled', { obligation, dueOn: due }, when),
    ),
    ...made.scores.map(({ score, when }) => onA1('score.changed', { score }, when)),
    ...made.snapshots.map(({ pastDue, when }) => ({
      ...onA1('account.snapshot', { pastDue, oldestDueOn: pastDue === '0' ? null : '2026-01-20' }, when),
      account: 'A2',
    })),
    ...made.holds.map(({ type, when }, index) => holdFact(type, when, index)),
    ...made.ends.map(({ type, when }) =>
      onA1(type, type === 'account.closed' ? { reason: 'placed' } : {}, when),
    ),
    ...made.points.map(({ type, when }, index) => pointFact(type, when, index)),
    ...made.promises.map((type) =>
      onA1(
        type,
        { promise: 'r1', ...(type === 'promise.made' && { amount: '5.00', by: '2026-03-09' }) },
        '2026-02-05T09:00:00Z',
      ),
    ),
    ...made.plans.map((type) => onA1(type, { plan: 'l1', ...TERMS[type] }, '2026-02-06T09:00:00Z')),
    ...made.settlements.map((type) =>
      onA1(type, { settlement: 's1', ...TERMS[type] }, '2026-02-07T09:00:00Z'),
    ),
  ])

const RATES = { sum: '100.00', first: '2026-03-10', every: 'week', number: 4 }
/** What a kind says beside the name of what it is about. */
const TERMS: Record<string, Given> = {
  'plan.proposed': { by: 'debtor', ...RATES },
  'plan.agreed': RATES,
  'settlement.offered': { amount: '70.00', until: '2026-03-05', by: 'anna' },
  'settlement.approved': { by: 'bea' },
  'settlement.rejected': { by: 'cleo' },
}

/** Some holds of one name come and go: each word has a key of its own. */
function holdFact(type: string, when: string, index: number): Given {
  const key = `k${index}`
  if (type.startsWith('hold'))
    return {
      type,
      at: when,
      key,
      debtor: 'D1',
      hold: 'h1',
      ...(type === 'hold.placed' && { reason: 'hardship' }),
    }
  if (type.startsWith('dispute'))
    return onA1(
      type,
      { key, dispute: 'x1', ...(type === 'dispute.resolved' && { outcome: 'rejected' }) },
      when,
    )
  return { type, at: when, key, debtor: 'D1' }
}

function pointFact(type: string, when: string, index: number): Given {
  const base = { type, at: when, debtor: 'D1', key: `n${index}` }
  if (type === 'point.added') return { ...base, kind: 'phone', value: '+12025550100' }
  return { ...base, point: '+12025550100' }
}

const known: Given[] = ['A1', 'A2'].map((account) => ({
  type: 'account.opened',
  at: '2026-01-01T00:00:00Z',
  account,
  debtor: 'D1',
  creditor: 'acme',
  currency: 'USD',
  zone: 'UTC',
  phone: '+12025550100',
}))

async function endOf(pages: Given[][]) {
  const stage = memoryStage()
  await stage.record(...known)
  for (const page of pages) {
    const { rejected } = await stage.record(...page)
    expect(rejected).toEqual([])
  }
  const { accounts, promises, points } = await stage.see()
  const holds = stage.world.holds.map(
    ({ kind, reason, from, lifted }) => `${kind} ${reason} ${from} ${lifted}`,
  )
  const { plans, settlements } = stage.world
  return {
    accounts,
    promises,
    points,
    holds: holds.sort(),
    plans: plans.map(told),
    settlements: settlements.map(told),
  }
}

/** The number of a row is that of the order in which rows came. */
function told<Row extends object>(row: Row): Omit<Row, 'id'> {
  return { ...row, id: undefined }
}

test(
  'any order, duplication and delay of facts ends where the facts in their order end',
  async () => {
    const arrival = facts.chain((inOrder) =>
      fc.record({
        inOrder: fc.constant(inOrder),
        order: fc.shuffledSubarray(inOrder, { minLength: inOrder.length }),
        again: fc.subarray(inOrder),
        page: fc.integer({ min: 1, max: 5 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(arrival, async ({ inOrder, order, again, page }) => {
        const arrived = [...order, ...again]
        const pages = Array.from({ length: Math.ceil(arrived.length / page) }, (_, index) =>
          arrived.slice(index * page, (index + 1) * page),
        )
        const sorted = [...inOrder].sort((a, b) => (String(a['at']) < String(b['at']) ? -1 : 1))
        expect(await endOf(pages)).toEqual(await endOf([sorted]))
      }),
      drawn(50),
    )
  },
  LONG_ENOUGH,
)
