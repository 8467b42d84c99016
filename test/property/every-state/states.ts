import type { Lifecycle } from '../../../src/core/model/lifecycle.ts'
import type { Situation } from '../../../src/core/machine/situation.ts'

type Fact = Record<string, unknown>

/** A way into a state of the machine: the facts, and the numbers that a review sees of them. */
export interface Way {
  facts: Fact[]
  situation: Partial<Situation>
  /** No contact of the account comes while it stays, whatever else is told that lifts nothing. */
  silent: boolean
}

const AT = '2026-03-07T09:00:00Z'
const ON_A1 = { at: AT, account: 'A1' }
const OFFER = {
  ...ON_A1,
  type: 'settlement.offered',
  settlement: 'S1',
  amount: '170.00',
  until: '2026-03-28',
  by: 'anna',
}
const PAID = { ...ON_A1, type: 'payment.received', payment: 'before', amount: '200.00' }

function ended(reason: string): Way {
  return { facts: [{ ...ON_A1, type: 'account.closed', reason }], situation: { ended: reason }, silent: true }
}

/** Every state of a case; `opened` is the one before its first review. */
export const WAYS: { readonly [S in Lifecycle]: Readonly<Record<string, Way>> } = {
  opened: { nothing: { facts: [], situation: {}, silent: false } },
  working: { nothing: { facts: [], situation: {}, silent: false } },
  promised: {
    promise: {
      facts: [{ ...ON_A1, type: 'promise.made', promise: 'P1', amount: '200.00', by: '2026-03-30' }],
      situation: { promises: { open: 1, broken: 0 } },
      silent: true,
    },
  },
  on_plan: {
    plan: {
      facts: [
        {
          ...ON_A1,
          type: 'plan.agreed',
          plan: 'L1',
          sum: '200.00',
          first: '2026-03-21',
          every: 'week',
          number: 4,
        },
      ],
      situation: { plans: { open: 1, missed: 0, broken: 0 } },
      silent: true,
    },
  },
  held: {
    hold: {
      facts: [{ ...ON_A1, type: 'hold.placed', hold: 'H1', reason: 'hardship' }],
      situation: { holds: { hold: 1, cease: 0 } },
      silent: true,
    },
    dispute: {
      facts: [{ ...ON_A1, type: 'dispute.opened', dispute: 'D1' }],
      situation: { holds: { hold: 1, cease: 0 } },
      silent: true,
    },
  },
  placed: { agency: ended('placed') },
  no_contact: {
    cease: {
      facts: [{ ...ON_A1, type: 'cease.received' }],
      situation: { holds: { hold: 0, cease: 1 } },
      silent: true,
    },
  },
  cured: {
    paid: { facts: [PAID], situation: { pastDue: 0 }, silent: true },
  },
  settled: {
    word: ended('settled'),
    settlement: {
      facts: [
        OFFER,
        { ...ON_A1, type: 'settlement.accepted', settlement: 'S1' },
        { ...PAID, at: '2026-03-07T12:00:00Z', amount: '170.00' },
      ],
      situation: { ended: 'settled' },
      silent: true,
    },
  },
  charged_off: { word: ended('charged_off') },
  closed: { word: ended('sold') },
}
