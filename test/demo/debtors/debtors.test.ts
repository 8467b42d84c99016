import { expect, test } from 'vitest'
import { offersOn } from '../../../demo/debtors/office.ts'
import { paidOnce } from '../../../demo/debtors/paid-once.ts'
import { onPlan, onPromise, onSettlement } from '../../../demo/debtors/paying.ts'
import { openTold } from '../../../demo/debtors/told.ts'
import { FactInput } from '../../../src/core/fact/fact.ts'
import type { Agreed, AgreedPromise } from '../../../src/shell/pg/watch/agreed.ts'

const MADE = Date.parse('2026-03-02T15:00:00Z')
const promiseOf = (number: number): AgreedPromise => ({
  account: `A${number}`,
  currency: 'GBP',
  name: 'call 1',
  told: 'open',
  amount: 10_000,
  madeAt: MADE,
  by: '2026-03-09',
})
const promises = Array.from({ length: 1000 }, (_, number) => promiseOf(number))

test('40 to 50 in 100 promises are paid in full, some 15 in part, and the others not; each time the same', () => {
  const paid = promises.map((one) => onPromise('1', one))
  expect(promises.map((one) => onPromise('1', one))).toEqual(paid)
  const amounts = paid.map(([fact]) => (fact?.type === 'payment.received' ? fact.amount : 'nothing'))
  const share = (is: (amount: string) => boolean) => amounts.filter(is).length / amounts.length
  expect(share((amount) => amount === '100.00')).toBeGreaterThan(0.4)
  expect(share((amount) => amount === '100.00')).toBeLessThan(0.5)
  expect(share((amount) => amount !== '100.00' && amount !== 'nothing')).toBeGreaterThan(0.1)
  expect(share((amount) => amount === 'nothing')).toBeGreaterThan(0.35)
  for (const fact of paid.flat()) expect(FactInput.safeParse(fact).success).toBe(true)
  expect(onPromise('1', { ...promiseOf(0), told: 'asked' })).toEqual([])
})

test('a plan that was proposed is answered; one that was agreed is paid on its days, late once, or no further', () => {
  const rates = ['2026-03-16', '2026-03-30', '2026-04-13'].map((on) => ({ on, amount: 5000 }))
  const plan = (number: number, told: string) => ({
    account: `A${number}`,
    currency: 'GBP',
    name: 'plan',
    told,
    rates,
    proposedAt: MADE,
    agreedAt: told === 'proposed' ? null : MADE,
  })
  const ways = new Set<string>()
  for (let number = 0; number < 200; number++) {
    const facts = onPlan('1', plan(number, 'active'))
    ways.add(facts.map(({ at }) => at.slice(5, 10)).join(' '))
  }
  expect([...ways]).toEqual(
    expect.arrayContaining(['03-16 03-30 04-13', '03-16 04-07 04-13', '03-16', '03-16 03-30', '']),
  )
  const answers = Array.from({ length: 200 }, (_, number) => onPlan('1', plan(number, 'proposed'))[0]?.type)
  expect(new Set(answers)).toEqual(new Set(['plan.agreed', 'plan.refused', undefined]))
})

test('a settlement is answered once it is granted, and paid or not; a payment may come back', () => {
  const kinds = new Set<string>()
  for (let number = 0; number < 200; number++) {
    const one = {
      account: `A${number}`,
      currency: 'GBP',
      name: 's',
      amount: 7500,
      offeredAt: MADE,
      payBy: '2026-03-23',
    }
    expect(onSettlement('1', { ...one, told: 'asked' })).toEqual([])
    for (const told of ['offered', 'accepted'])
      kinds.add(
        onSettlement('1', { ...one, told })
          .map(({ type }) => type)
          .join(' '),
      )
  }
  expect([...kinds].sort()).toEqual([
    '',
    'payment.received',
    'payment.received payment.reversed',
    'settlement.accepted',
    'settlement.declined',
  ])
})

test('the office offers each account a plan once and a settlement once, on days of its own', () => {
  const account = { account: 'A1', strategy: 's', currency: 'GBP', pastDue: 50_000, anchor: '2026-01-01' }
  const all = Array.from({ length: 40 }, (_, number) => ({ ...account, account: `A${number}` }))
  const days = Array.from({ length: 120 }, (_, index) => new Date(Date.UTC(2026, 0, 1 + index)).toISOString())
  const offers = days.flatMap((at) => offersOn({ seed: '1', at, today: at.slice(0, 10) }, all))
  const names = offers.map((fact) => `${fact.type} ${'account' in fact ? fact.account : ''}`)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => name.startsWith('plan')).length).toBeGreaterThan(2)
  expect(names.filter((name) => name.startsWith('settlement')).length).toBeGreaterThan(10)
})

const opened = {
  type: 'account.opened',
  at: '2026-03-01T00:00:00Z',
  account: 'A1',
  debtor: 'D1',
  creditor: 'acme',
  currency: 'GBP',
} as FactInput
const billed = {
  type: 'obligation.billed',
  at: '2026-03-01T00:00:00Z',
  account: 'A1',
  obligation: 'A1-1',
  dueOn: '2026-02-01',
  amount: '100.00',
} as FactInput
const pays = (payment: string, amount: string) =>
  ({ type: 'payment.received', at: '2026-03-10T00:00:00Z', account: 'A1', payment, amount }) as FactInput

test('whoever has paid as promised does not pay the same once more', () => {
  const once = paidOnce()
  for (const fact of [opened, billed]) expect(once.heard(fact)).toBe(fact)
  once.paidAhead('A1', '60.00')
  expect(once.heard(pays('A1-1-p', '100.00'))).toEqual(pays('A1-1-p', '40.00'))
  // The same notice once more says the same.
  expect(once.heard(pays('A1-1-p', '100.00'))).toEqual(pays('A1-1-p', '40.00'))
  once.paidAhead('A1', '100.00')
  expect(once.heard(pays('A1-2-p', '30.00'))).toBeNull()
  const back = {
    type: 'payment.reversed',
    at: '2026-03-11T00:00:00Z',
    account: 'A1',
    payment: 'A1-2-p',
  } as FactInput
  expect(once.heard(back)).toBeNull()
  expect(once.heard(pays('A1-3-p', '100.00'))).toEqual(pays('A1-3-p', '30.00'))
})

test('what a plan covers is paid as agreed and not otherwise', () => {
  const once = paidOnce()
  for (const fact of [opened, billed]) once.heard(fact)
  once.agreedOn('A1', Date.parse('2026-03-05T00:00:00Z'))
  expect(once.heard(pays('A1-1-p', '100.00'))).toBeNull()
  expect(once.heard(pays('A1-2-p', '100.00'))).toEqual(pays('A1-2-p', '100.00'))
})

test('a demo that goes on tells what is left, and what debtors do about what is agreed meanwhile', async () => {
  const [first] = promises.filter((one) => onPromise('1', one).length > 0)
  if (!first) throw new Error('nobody pays')
  const agreed: Agreed = { promises: [], plans: [], settlements: [] }
  const read = () => Promise.resolve({ agreed, open: [] })
  let asked = 0
  const supervise = () => Promise.resolve(void asked++)
  const told = await openTold({
    seed: '1',
    book: [opened, billed],
    from: Date.parse('2026-03-01T00:00:00Z'),
    read,
    supervise,
  })
  expect(await told.take(Date.parse('2026-03-01T00:00:00Z'))).toEqual([opened, billed])
  agreed.promises = [first, { ...promiseOf(1), told: 'asked' }]
  for (let day = 2; day < 12; day++) {
    const facts = await told.take(Date.parse(`2026-03-${String(day).padStart(2, '0')}T23:00:00Z`))
    for (const fact of facts) expect(onPromise('1', first)).toContainEqual(fact)
  }
  expect(asked).toBeGreaterThan(5)
  const again = await openTold({
    seed: '1',
    book: [opened, billed],
    from: Date.parse('2026-03-20T00:00:00Z'),
    read,
    supervise,
  })
  expect(await again.take(Date.parse('2026-03-31T00:00:00Z'))).toEqual([])
})
