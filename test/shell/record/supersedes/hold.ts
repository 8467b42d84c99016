import { FIRST, ALL, BEHIND, say, earlier, a1, d1, hold, type Told } from './told.ts'

/** What forbids contact, and what allows it again. */
export const OF_HOLDS = {
  'hold.placed': [
    {
      said: say('hold.placed', hold('hardship', { obligation: 'first' })),
      voids: ['A1'],
      holds: ['D1 hold hardship on A1 all numbers'],
    },
    {
      said: say('hold.placed', hold('hardship')),
      voids: ['A1'],
      holds: ['D1 hold hardship on A1 all numbers'],
    },
    {
      said: say('hold.placed', { ...d1, hold: 'H', reason: 'hardship' }),
      voids: ALL,
      holds: ['D1 hold hardship on person all numbers'],
    },
    {
      said: say('hold.placed', hold('deceased')),
      voids: ALL,
      holds: ['D1 hold deceased on person all numbers'],
    },
    {
      said: say('hold.placed', hold('attorney', { accounts: ['A1', 'A2'] })),
      voids: ['A1', 'A2'],
      holds: ['D1 hold attorney on A1 all numbers', 'D1 hold attorney on A2 all numbers'],
    },
    {
      after: [say('hold.lifted', { ...a1, hold: 'H' })],
      said: earlier('hold.placed', hold('hardship')),
      voids: [],
      holds: [],
    },
    { said: say('hold.placed', hold('hardship', { until: '2026-03-05' })), voids: ['A1'] },
  ],
  'hold.lifted': [
    {
      after: [earlier('hold.placed', hold('hardship'))],
      said: say('hold.lifted', { ...a1, hold: 'H' }),
      voids: [],
      holds: [],
    },
    {
      after: [earlier('hold.placed', hold('deceased'))],
      said: say('hold.lifted', { account: 'A2', hold: 'H' }),
      voids: [],
      holds: [],
    },
  ],
  'cease.received': [
    { said: say('cease.received', a1), voids: ALL, holds: ['D1 cease - on person all numbers'] },
    { said: say('cease.received', d1), voids: ALL, holds: ['D1 cease - on person all numbers'] },
    {
      after: [say('cease.withdrawn', { account: 'A2' })],
      said: earlier('cease.received', a1),
      voids: [],
      holds: [],
    },
  ],
  'cease.withdrawn': [
    {
      after: [earlier('cease.received', a1)],
      said: say('cease.withdrawn', { account: 'A2' }),
      voids: [],
      holds: [],
    },
  ],
  'optout.received': [
    { said: say('optout.received', a1), voids: ALL, holds: ['D1 optout - on person all numbers'] },
    { said: say('optout.received', d1), voids: ALL, holds: ['D1 optout - on person all numbers'] },
    {
      said: say('optout.received', { ...a1, point: FIRST }),
      voids: BEHIND,
      holds: ['D1 optout - on person one number'],
    },
    {
      said: (point) => say('optout.received', { ...a1, point }),
      voids: BEHIND,
      holds: ['D1 optout - on person one number'],
    },
    {
      said: say('optout.received', { account: 'A9', point: FIRST }),
      voids: BEHIND,
    },
    {
      after: [say('optout.withdrawn', { account: 'A2' })],
      said: earlier('optout.received', a1),
      voids: [],
      holds: [],
    },
  ],
  'optout.withdrawn': [
    {
      after: [earlier('optout.received', { ...a1, point: FIRST })],
      said: (point) => say('optout.withdrawn', { account: 'A2', point }),
      voids: [],
      holds: [],
    },
    {
      after: [earlier('optout.received', a1)],
      said: say('optout.withdrawn', { account: 'A2' }),
      voids: [],
      holds: [],
    },
    {
      after: [earlier('optout.received', { ...a1, point: FIRST })],
      said: say('optout.withdrawn', { account: 'A2', point: FIRST }),
      voids: [],
      holds: [],
    },
  ],
} satisfies Record<string, Told[]>
