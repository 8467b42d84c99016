import { addDays } from '../../src/core/base/time.ts'
import {
  answers,
  completed,
  dispute,
  fact,
  half,
  hold,
  on,
  otherPhone,
  outcome,
  pays,
  promise,
  resolved,
  said,
  snapshot,
  type Debt,
  type Fact,
} from './golden-debt.ts'

interface Trouble {
  name: string
  happens: (debt: Debt) => Fact[]
  /** Its ledger sends figures, no bills. */
  figures?: true
}

/** What may happen to a debt, in days after it fell due; between them they say every kind of fact that comes from outside, and most of the words. */
export const TROUBLES: readonly Trouble[] = [
  { name: 'nothing happens', happens: () => [] },
  { name: 'pays at once', happens: (debt) => [pays(debt, 3, debt.amount)] },
  {
    name: 'pays in two parts',
    happens: (debt) => [pays(debt, 4, half(debt)), pays(debt, 20, half(debt), 'P2')],
  },
  {
    name: 'pays and the debit is returned',
    happens: (debt) => [pays(debt, 5, debt.amount), fact(debt, 9, 'payment.reversed', { payment: 'P1' })],
  },
  {
    name: 'pays and the engine learns it late',
    happens: (debt) => [{ ...pays(debt, 6, debt.amount), recorded: on(debt, 16) }],
  },
  {
    name: 'a post-dated cheque',
    happens: (debt) => [{ ...pays(debt, 24, debt.amount), recorded: on(debt, 4) }],
  },
  { name: 'a dispute is rejected', happens: (debt) => [dispute(debt, 4), resolved(debt, 10, 'rejected')] },
  {
    name: 'a dispute is upheld, and the debt stays owed',
    happens: (debt) => [
      dispute(debt, 4),
      resolved(debt, 9, 'upheld'),
      fact(debt, 17, 'dispute.closed', { dispute: 'X1', reason: 'stays_owed' }),
    ],
  },
  {
    name: 'a dispute is withdrawn by the word of a task',
    happens: (debt) => [dispute(debt, 6), answers(debt, 12, { kind: 'dispute', answer: 'withdrawn' })],
  },
  {
    name: 'hardship until a day',
    happens: (debt) => [hold(debt, 5, 'hardship', { until: addDays(debt.due, 22) })],
  },
  {
    name: 'a moratorium is lifted',
    happens: (debt) => [hold(debt, 5, 'moratorium'), fact(debt, 18, 'hold.lifted', { hold: 'H1' })],
  },
  {
    name: 'the debtor has died',
    happens: (debt) => [{ ...hold(debt, 8, 'deceased'), account: undefined, debtor: debt.debtor }],
  },
  {
    name: 'a complaint is answered by the word of a task',
    happens: (debt) => [
      hold(debt, 4, 'complaint'),
      answers(debt, 19, { kind: 'hold_complaint', answer: 'lift' }),
    ],
  },
  { name: 'a promise is kept', happens: (debt) => [promise(debt, 5, 10), pays(debt, 9, debt.amount)] },
  { name: 'a promise is broken', happens: (debt) => [promise(debt, 5, 9)] },
  {
    name: 'a promise is taken back, another is made',
    happens: (debt) => [
      promise(debt, 4, 15),
      fact(debt, 7, 'promise.cancelled', { promise: 'PR1' }),
      promise(debt, 16, 21, 'PR2'),
    ],
  },
  {
    name: 'an opt-out of the number is withdrawn',
    happens: (debt) => [
      fact(debt, 4, 'optout.received', { point: debt.phone }),
      fact(debt, 25, 'optout.withdrawn', { point: debt.phone }),
    ],
  },
  {
    name: 'an opt-out of the whole person',
    happens: (debt) => [{ ...fact(debt, 5, 'optout.received'), account: undefined, debtor: debt.debtor }],
  },
  { name: 'writes STOP', happens: (debt) => [said(debt, 6, 'replied', { direction: 'in', text: 'STOP' })] },
  {
    name: 'writes what has to be read',
    happens: (debt) => [
      said(debt, 6, 'replied', { direction: 'in', text: 'leave me alone with this please' }),
      answers(debt, 11, { kind: 'read_reply', answer: 'other' }),
    ],
  },
  {
    name: 'a cease is withdrawn',
    happens: (debt) => [fact(debt, 6, 'cease.received'), fact(debt, 33, 'cease.withdrawn')],
  },
  {
    name: 'the last step is answered',
    happens: (debt) => [answers(debt, 48, { step: 'hand-over', answer: 'done' })],
  },
  {
    name: 'a wrong number, then another one',
    happens: (debt) => [
      outcome(debt, 'wrong_number'),
      fact(debt, 34, 'point.added', { kind: 'phone', value: otherPhone(debt) }),
    ],
  },
  {
    name: 'promises on the phone',
    happens: (debt) => [
      outcome(debt, 'rpc_promise', { promise: { amount: half(debt), by: addDays(debt.due, 40) } }),
    ],
  },
  { name: 'asks to be called back', happens: (debt) => [outcome(debt, 'rpc_callback')] },
  { name: 'has an attorney', happens: (debt) => [outcome(debt, 'rpc_attorney')] },
  {
    name: 'refuses, then the calls fail',
    happens: (debt) => [outcome(debt, 'busy'), outcome(debt, 'rpc_refused', { attempt: 2 })],
  },
  {
    name: 'the score rises and falls',
    happens: (debt) => [
      fact(debt, 3, 'score.changed', { score: 0.95 }),
      fact(debt, 15, 'score.changed', { score: 0.05 }),
    ],
  },
  {
    name: 'the due date moves, and a second bill comes',
    happens: (debt) => [
      fact(debt, 6, 'obligation.rescheduled', { obligation: 'first', dueOn: addDays(debt.due, 14) }),
      {
        ...fact(debt, 7, 'obligation.billed', {
          obligation: 'second',
          dueOn: addDays(debt.due, 20),
          amount: half(debt),
        }),
      },
    ],
  },
  {
    name: 'the bill is cancelled and written anew',
    happens: (debt) => [
      fact(debt, 12, 'obligation.cancelled', { obligation: 'first' }),
      fact(debt, 12, 'obligation.billed', {
        obligation: 'new',
        dueOn: addDays(debt.due, 9),
        amount: half(debt),
      }),
    ],
  },
  {
    name: 'is placed with an agency and recalled',
    happens: (debt) => [
      fact(debt, 10, 'account.closed', { reason: 'placed' }),
      fact(debt, 26, 'account.recalled'),
    ],
  },
  {
    name: 'is settled, closed, and opened again',
    happens: (debt) => [
      fact(debt, 9, 'account.closed', { reason: 'settled' }),
      fact(debt, 20, 'account.reopened'),
    ],
  },
  {
    name: 'figures come by snapshot, and then come no more',
    figures: true,
    happens: (debt) => [
      snapshot(debt, 2, debt.amount),
      completed(debt, 2),
      snapshot(debt, 7, half(debt)),
      completed(debt, 7),
    ],
  },
  {
    name: 'wishes hours and places',
    happens: (debt) => [
      fact(debt, 1, 'preference.set', {
        closed: [{ days: 'mon-fri', hours: ['09:00', '12:00'] }],
        places: ['work'],
      }),
    ],
  },
  {
    name: 'takes the consent back',
    happens: (debt) => [fact(debt, 5, 'consent.revoked', { point: debt.phone, consent: 'consent.sms' })],
  },
  {
    name: 'was called by the agency three times',
    happens: (debt) => [2, 3, 4].map((day) => said(debt, day, 'no_answer', { channel: 'call' })),
  },
  {
    name: 'changes the number',
    happens: (debt) => [
      fact(debt, 4, 'point.invalid', { point: debt.phone }),
      fact(debt, 13, 'point.added', { kind: 'phone', value: otherPhone(debt), line: 'mobile' }),
    ],
  },
  {
    name: 'a row is refused, a good one follows',
    happens: (debt) => [pays(debt, 8, '1e3'), pays(debt, 14, half(debt))],
  },
  {
    name: 'one payment is told twice, then otherwise',
    happens: (debt) => [pays(debt, 5, half(debt)), pays(debt, 5, half(debt)), pays(debt, 5, '1.00')],
  },
  {
    name: 'a brake stands for four days',
    happens: (debt) => [
      { type: 'brake.set', at: on(debt, 2), creditor: debt.creditor, channel: 'sms', by: 'ann' },
      { type: 'brake.released', at: on(debt, 6), creditor: debt.creditor, channel: 'sms', by: 'ann' },
    ],
  },
]
