import { billed, paid } from '../facts.ts'
import { a1, earlier, say, type Told } from './told.ts'

const amount = '10.00'

/** What is said of an account's money that is no plain payment, in another currency or corrected. */
export const OF_MONEY = {
  'account.redenominated': [
    { said: say('account.redenominated', { ...a1, currency: 'CNY', rate: '0.14' }), voids: ['A1'] },
  ],
  'fee.charged': [{ said: say('fee.charged', { ...a1, fee: 'F', dueOn: '2026-02-20', amount }), voids: [] }],
  'interest.charged': [
    { said: say('interest.charged', { ...a1, interest: 'Z', dueOn: '2026-02-20', amount }), voids: [] },
  ],
  'obligation.corrected': [
    { said: say('obligation.corrected', { ...a1, obligation: 'first', amount }), voids: ['A1'] },
    { said: say('obligation.corrected', { ...a1, obligation: 'first', amount: '900.00' }), voids: [] },
    {
      after: [earlier('obligation.corrected', { ...a1, obligation: 'second', amount })],
      said: billed('A1', 'second', '2026-02-20'),
      voids: [],
    },
  ],
  'credit.noted': [{ said: say('credit.noted', { ...a1, credit: 'C', amount }), voids: ['A1'] }],
  'debt.written_off': [{ said: say('debt.written_off', { ...a1, writeOff: 'W', amount }), voids: ['A1'] }],
  'refund.paid': [
    {
      after: [paid('A1', 'P1', amount)],
      said: say('refund.paid', { ...a1, refund: 'R', amount }),
      voids: ['A1'],
    },
  ],
} satisfies Record<string, Told[]>
