import { expect, test } from 'vitest'
import { nextSteps } from '../../demo/next-steps.ts'
import { chargeLines, moneyLines, planLine, promiseLine, settlementLine } from '../../demo/summary-money.ts'
import { lawLines } from '../../demo/summary-law.ts'

const LAW = {
  pack: 'us-fed-regf',
  effect: 'block',
  cite: null,
  refusals: 2,
  cases: 1,
  missing: [],
  liftsAt: null,
}

test('the summary says what collecting came to, each currency by itself', () => {
  const row = { strategy: 'us-card', currency: 'USD', opened: 8, cured: 6, contacts: 20 }
  expect(moneyLines([{ ...row, entered: 1_234_550, recovered: 900_000, stillDue: 0 }])).toEqual([
    'what it came to       cases  cured  contacts/case  past due on opening  paid while open  still past due',
    '  us-card USD             8   75 %            2.5            12 345.50         9 000.00            0.00',
  ])
})

test('the summary says how many promises were kept, of those that are over', () => {
  const counted = [
    { state: 'kept', promises: 3 },
    { state: 'open', promises: 5 },
    { state: 'broken', promises: 6 },
    { state: 'partly_kept', promises: 1 },
    { state: null, promises: 1 },
  ]
  expect(promiseLine(counted)).toBe(
    'promises to pay: 16, 30 % of 10 kept (open: 5; kept: 3; kept in part: 1; not kept: 6)',
  )
  expect(promiseLine([{ state: 'open', promises: 2 }])).toContain('none is over yet')
  expect(promiseLine([])).toBe('promises to pay: none was made')
})

test('the summary says how many plans were kept, of those that are over, and how many rates came', () => {
  const counted = [
    { state: 'completed', plans: 3, kept: 9, missed: 0 },
    { state: 'active', plans: 2, kept: 2, missed: 0 },
    { state: 'broken', plans: 1, kept: 1, missed: 2 },
  ]
  expect(planLine(counted)).toBe(
    'repayment plans: 6, 75 % of 4 kept, 86 % of 14 rates came (kept so far: 2; broken: 1; completed: 3)',
  )
  expect(planLine([])).toBe('repayment plans: none')
})

test('the summary says what became of settlements, and of fees and interest in each currency', () => {
  const counted = [
    { state: 'kept', settlements: 3 },
    { state: 'rejected', settlements: 1 },
  ]
  expect(settlementLine(counted)).toBe('settlements: 4 (paid as agreed: 3; not granted: 1)')
  expect(settlementLine([])).toBe('settlements: none was offered')
  const row = { currency: 'USD', charged: 10_000, waived: 2900, open: 1450, forgiven: 0 }
  expect(chargeLines([row, { ...row, currency: 'CNY', forgiven: 500 }])).toEqual([
    'fees and interest USD: charged 100.00, waived 29.00, still past due 14.50',
    'fees and interest CNY: charged 100.00, waived 29.00, still past due 14.50; forgiven by settlements 5.00',
  ])
})

test('what to try next are commands that name what is there', () => {
  const lines = nextSteps(
    { case: 'A1/1', debtor: 'D1', strategy: 'us-card' },
    { board: 'http://127.0.0.1:8461/', local: '/srv/x' },
  )
  expect(lines[0]).toContain('ARREARS_LOCAL=/srv/x')
  for (const words of [
    'explain A1/1 ',
    '--person D1 --channel sms',
    'strategy show us-card',
    'http://127.0.0.1:8461/',
  ])
    expect(lines.some((line) => line.includes(words))).toBe(true)
})

test('the summary shows contacts by strategy and channel, and refusals by rule with what it says, the most frequent first', () => {
  const long =
    'Consumer location unclear: a time that is lawful in all candidate locations, and every medium that the consumer has not called inconvenient'
  const lines = lawLines(
    [
      { strategy: 'us-card', channel: 'sms', made: 12 },
      { strategy: 'us-card', channel: 'call', made: 230 },
      { strategy: 'cn-consumer', channel: 'visit', made: 3 },
    ],
    [
      { ...LAW, rule: 'US-F-14', title: 'SMS safe harbour', missing: ['consent.sms', 'point.inbound_text'] },
      { ...LAW, rule: 'no_valid_point', pack: null, title: 'the debtor has no valid number', refusals: 40 },
      { ...LAW, rule: 'US-F-01', title: long, liftsAt: Date.parse('2026-03-03T13:00:00Z') },
    ],
  )
  expect(lines).toEqual([
    'contacts made           call     sms   visit',
    '  cn-consumer              -       -       3',
    '  us-card                230      12       -',
    '  all                    230      12       3',
    '',
    'refused, by the rule that forbade (several rules of one refusal count each), and what would lift it',
    '  no_valid_point          40  the debtor has no valid number',
    '                              lifted by a number or address: arrears import persons, or a fact point.added',
    '  US-F-01                  2  Consumer location unclear: a time that is lawful in all candidate ...',
    '                              lifted by time: the first of them at 2026-03-03T13:00:00Z',
    '  US-F-14                  2  SMS safe harbour',
    '                              lifted by evidence.recorded of consent.sms, point.inbound_text',
  ])
})

test('a run without any says so', () => {
  expect(lawLines([], [])).toEqual(['contacts made: none', '', 'refused: nothing'])
})
