import { billed, opened, paid, reversed, snapshot } from '../facts.ts'
import { AT, say, earlier, a1, type Told } from './told.ts'

/** What is said of an account and its money. */
export const OF_ACCOUNTS = {
  'account.opened': [
    { said: opened('A1', { at: AT, locale: 'es' }), voids: [] },
    { said: opened('B1', { at: AT, debtor: 'D2', phone: '+12025550177' }), voids: ['B1'] },
  ],
  'account.snapshot': [
    { said: snapshot('S1', AT, '50.00', '2026-02-01'), voids: ['S1'] },
    { said: snapshot('S1', AT, '150.00', '2026-02-01'), voids: [] },
  ],
  'account.recalled': [{ said: say('account.recalled', a1), voids: ['A1'] }],
  'account.closed': [
    { said: say('account.closed', { ...a1, reason: 'sold' }), voids: ['A1'] },
    {
      after: [say('account.recalled', a1)],
      said: earlier('account.closed', { ...a1, reason: 'sold' }),
      voids: [],
    },
  ],
  'account.reopened': [{ said: say('account.reopened', a1), voids: ['A1'] }],
  'obligation.billed': [{ said: billed('A1', 'second', '2026-02-20'), voids: [] }],
  'obligation.rescheduled': [
    {
      said: say('obligation.rescheduled', { ...a1, obligation: 'first', dueOn: '2026-02-15' }),
      voids: ['A1'],
    },
    { said: say('obligation.rescheduled', { ...a1, obligation: 'first', dueOn: '2026-01-15' }), voids: [] },
  ],
  'obligation.cancelled': [
    { said: say('obligation.cancelled', { ...a1, obligation: 'first' }), voids: ['A1'] },
  ],
  'payment.received': [
    { said: paid('A1', 'P1', '10.00'), voids: ['A1'] },
    { said: paid('A1', 'P1', '10.00', { at: '2026-03-20T09:00:00Z' }), voids: ['A1'] },
  ],
  'payment.reversed': [
    { said: reversed('A1', 'P1'), voids: ['A1'] },
    {
      after: [paid('A1', 'P1', '10.00')],
      said: say('payment.reversed', { ...a1, payment: 'P1', amount: '4.00' }),
      voids: ['A1'],
    },
  ],
  'score.changed': [{ said: say('score.changed', { ...a1, score: 0.9 }), voids: [] }],
  'dispute.opened': [
    {
      said: say('dispute.opened', { ...a1, dispute: 'X', obligation: 'first' }),
      voids: ['A1'],
      holds: ['D1 dispute - on A1 all numbers'],
    },
    {
      said: say('dispute.opened', { ...a1, dispute: 'X' }),
      voids: ['A1'],
      holds: ['D1 dispute - on A1 all numbers'],
    },
    {
      after: [say('dispute.resolved', { ...a1, dispute: 'X', outcome: 'rejected' })],
      said: earlier('dispute.opened', { ...a1, dispute: 'X' }),
      voids: [],
      holds: [],
    },
  ],
  'dispute.resolved': [
    {
      after: [earlier('dispute.opened', { ...a1, dispute: 'X' })],
      said: say('dispute.resolved', { ...a1, dispute: 'X', outcome: 'rejected' }),
      voids: [],
      holds: [],
    },
    {
      after: [earlier('dispute.opened', { ...a1, dispute: 'X' })],
      said: say('dispute.resolved', { ...a1, dispute: 'X', outcome: 'upheld' }),
      voids: [],
      holds: ['D1 dispute - on A1 all numbers'],
    },
  ],
  'dispute.closed': [
    {
      after: [
        earlier('dispute.opened', { ...a1, dispute: 'X' }),
        earlier('dispute.resolved', { ...a1, dispute: 'X', outcome: 'upheld' }),
      ],
      said: say('dispute.closed', { ...a1, dispute: 'X', reason: 'stays_owed' }),
      voids: [],
      holds: [],
    },
  ],
} satisfies Record<string, Told[]>
