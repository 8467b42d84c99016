import type { FactType } from '../../../src/core/fact/fact.ts'

type Fact = Record<string, unknown>

/** A fact of a kind, told at 09:00 on the day on which it is walked. */
export interface Example {
  /** What is told with it, before it; then the fact itself. */
  facts: Fact[]
  /** No contact of the account may follow on the days that are played after it; `in_case` = where a case is open. */
  silences?: true | 'in_case'
  /** A case that rests may go on after it. */
  lifts?: true
}

export const DAY = '2026-03-08'
const AT = `${DAY}T09:00:00Z`
const ON_A1 = { at: AT, account: 'A1' }
const EUR = { at: AT, account: 'A1', currency: 'EUR', rate: '2' }

/** Every kind of fact, where a kind says several things each of them. Money and words for which nothing is known yet are facts too. */
export const EVERY_FACT: { readonly [T in FactType]: readonly Example[] } = {
  'account.opened': [
    one({
      ...ON_A1,
      type: 'account.opened',
      debtor: 'D1',
      creditor: 'acme',
      actor: 'first_party',
      product: 'consumer_loan',
      currency: 'USD',
      region: 'US-NY',
      zone: 'UTC',
      locale: 'en',
    }),
  ],
  'account.snapshot': [
    one({ ...ON_A1, type: 'account.snapshot', account: 'S1', pastDue: '50.00', oldestDueOn: '2026-03-01' }),
  ],
  'account.recalled': [lifting({ ...ON_A1, type: 'account.recalled' })],
  'account.closed': ['settled', 'charged_off', 'sold', 'placed', 'closed'].map((reason) =>
    silencing({ ...ON_A1, type: 'account.closed', reason }),
  ),
  'account.reopened': [lifting({ ...ON_A1, type: 'account.reopened' })],
  'account.redenominated': [one({ ...EUR, type: 'account.redenominated' })],
  'obligation.billed': [
    lifting({
      ...ON_A1,
      type: 'obligation.billed',
      obligation: 'more',
      dueOn: '2026-03-07',
      amount: '80.00',
    }),
  ],
  'fee.charged': [
    lifting({ ...ON_A1, type: 'fee.charged', fee: 'F1', dueOn: '2026-03-07', amount: '15.00' }),
  ],
  'interest.charged': [
    lifting({ ...ON_A1, type: 'interest.charged', interest: 'I1', dueOn: '2026-03-07', amount: '15.00' }),
  ],
  'obligation.corrected': [
    lifting({ ...ON_A1, type: 'obligation.corrected', obligation: 'first', amount: '250.00' }),
    silencing({ ...ON_A1, type: 'obligation.corrected', obligation: 'first', amount: '0.00' }),
  ],
  'obligation.rescheduled': [
    silencing({ ...ON_A1, type: 'obligation.rescheduled', obligation: 'first', dueOn: '2026-05-01' }),
  ],
  'obligation.cancelled': [silencing({ ...ON_A1, type: 'obligation.cancelled', obligation: 'first' })],
  'payment.received': [
    silencing({ ...ON_A1, type: 'payment.received', payment: 'all', amount: '200.00' }),
    lifting({ ...ON_A1, type: 'payment.received', payment: 'part', amount: '50.00' }),
  ],
  'payment.reversed': [
    lifting({ ...ON_A1, type: 'payment.reversed', payment: 'before' }),
    one({ ...ON_A1, type: 'payment.reversed', payment: 'unknown' }),
  ],
  'credit.noted': [silencing({ ...ON_A1, type: 'credit.noted', credit: 'N1', amount: '200.00' })],
  'refund.paid': [lifting({ ...ON_A1, type: 'refund.paid', refund: 'R1', amount: '50.00' })],
  'debt.written_off': [silencing({ ...ON_A1, type: 'debt.written_off', writeOff: 'W1', amount: '200.00' })],
  'score.changed': [one({ ...ON_A1, type: 'score.changed', score: 0.9 })],
  'dispute.opened': [
    silencing({ ...ON_A1, type: 'dispute.opened', dispute: 'D2' }),
    silencing({ ...ON_A1, type: 'dispute.opened', dispute: 'D3', obligation: 'first' }),
  ],
  'dispute.resolved': [
    lifting({ ...ON_A1, type: 'dispute.resolved', dispute: 'D1', outcome: 'rejected' }),
    one({ ...ON_A1, type: 'dispute.resolved', dispute: 'D1', outcome: 'upheld' }),
  ],
  'dispute.closed': [lifting({ ...ON_A1, type: 'dispute.closed', dispute: 'D1', reason: 'corrected' })],
  'hold.placed': [
    silencing({ ...ON_A1, type: 'hold.placed', hold: 'H2', reason: 'hardship' }),
    silencing({ at: AT, debtor: 'D1', type: 'hold.placed', hold: 'H3', reason: 'deceased' }),
  ],
  'hold.lifted': [lifting({ ...ON_A1, type: 'hold.lifted', hold: 'H1' })],
  'cease.received': [silencing({ ...ON_A1, type: 'cease.received' })],
  'cease.withdrawn': [lifting({ ...ON_A1, type: 'cease.withdrawn' })],
  'optout.received': [silencing({ ...ON_A1, type: 'optout.received' })],
  'optout.withdrawn': [one({ ...ON_A1, type: 'optout.withdrawn', channel: 'sms' })],
  'consent.given': [one({ ...ON_A1, type: 'consent.given', consent: 'consent.sms' })],
  'consent.revoked': [one({ ...ON_A1, type: 'consent.revoked', consent: 'consent.sms' })],
  'preference.set': [
    one({ ...ON_A1, type: 'preference.set', closed: [{ days: 'mon-fri', hours: ['09:00', '12:00'] }] }),
  ],
  'point.added': [one({ ...ON_A1, type: 'point.added', kind: 'phone', value: '+12025550101' })],
  'point.invalid': [silencing({ ...ON_A1, type: 'point.invalid', point: '+12025550100' })],
  'evidence.recorded': [
    one({ ...ON_A1, type: 'evidence.recorded', evidence: 'identity.verified_or_no_detail' }),
  ],
  'promise.made': [
    silencing({ ...ON_A1, type: 'promise.made', promise: 'P2', amount: '200.00', by: '2026-03-30' }),
    one({ ...ON_A1, type: 'promise.made', promise: 'P3', amount: '1.00', by: '2028-01-01' }),
  ],
  'promise.cancelled': [lifting({ ...ON_A1, type: 'promise.cancelled', promise: 'P1' })],
  'promise.accepted': [one({ ...ON_A1, type: 'promise.accepted', promise: 'P1' })],
  'promise.refused': [lifting({ ...ON_A1, type: 'promise.refused', promise: 'P1' })],
  'plan.proposed': [
    one({ ...ON_A1, type: 'plan.proposed', plan: 'L2', ...RATES() }),
    inCase({ ...ON_A1, type: 'plan.proposed', plan: 'L3', by: 'debtor', ...RATES() }),
  ],
  'plan.agreed': [
    inCase({ ...ON_A1, type: 'plan.agreed', plan: 'L4', ...RATES() }),
    one({
      ...ON_A1,
      type: 'plan.agreed',
      plan: 'L5',
      sum: '20.00',
      first: '2026-03-20',
      every: 'week',
      number: 20,
    }),
  ],
  'plan.cancelled': [lifting({ ...ON_A1, type: 'plan.cancelled', plan: 'L1' })],
  'plan.accepted': [one({ ...ON_A1, type: 'plan.accepted', plan: 'L1' })],
  'plan.refused': [lifting({ ...ON_A1, type: 'plan.refused', plan: 'L1' })],
  'settlement.offered': [one(offer('S2'))],
  'settlement.approved': [one({ ...ON_A1, type: 'settlement.approved', settlement: 'S1', by: 'bea' })],
  'settlement.rejected': [lifting({ ...ON_A1, type: 'settlement.rejected', settlement: 'S1', by: 'bea' })],
  'settlement.accepted': [
    {
      facts: [offer('S3'), { ...ON_A1, type: 'settlement.accepted', settlement: 'S3' }],
      silences: 'in_case',
    },
  ],
  'settlement.declined': [lifting({ ...ON_A1, type: 'settlement.declined', settlement: 'S1' })],
  'settlement.withdrawn': [lifting({ ...ON_A1, type: 'settlement.withdrawn', settlement: 'S1' })],
  'contact.outcome': [
    one({ ...ON_A1, type: 'contact.outcome', step: 'friendly', disposition: 'delivered' }),
    inCase({ ...ON_A1, type: 'contact.outcome', step: 'call', disposition: 'rpc_dispute' }),
  ],
  'contact.recorded': [
    one({ ...ON_A1, type: 'contact.recorded', channel: 'call', disposition: 'rpc_refused' }),
    silencing({
      ...ON_A1,
      type: 'contact.recorded',
      channel: 'call',
      disposition: 'rpc_promise',
      promise: { amount: '200.00', by: '2026-03-30' },
    }),
    silencing({ ...ON_A1, type: 'contact.recorded', channel: 'call', disposition: 'rpc_cease' }),
  ],
  'feed.completed': [one({ at: AT, type: 'feed.completed', creditor: 'acme', asOf: '2026-02-28' })],
  'brake.set': [silencing({ at: AT, type: 'brake.set' })],
  'brake.released': [one({ at: AT, type: 'brake.released' })],
  'reply.read': [one({ ...ON_A1, type: 'reply.read', reply: 'r1', meaning: 'other' })],
  'task.resolved': [one({ ...ON_A1, type: 'task.resolved', step: 'hand-over', answer: 'done' })],
}

/** Four rates, the first of which comes after the days that are played. */
function RATES(): Fact {
  return { sum: '200.00', first: '2026-03-21', every: 'week', number: 4 }
}

/** It is within what one person may forgive alone. */
function offer(settlement: string): Fact {
  return {
    ...ON_A1,
    type: 'settlement.offered',
    settlement,
    amount: '170.00',
    until: '2026-03-28',
    by: 'anna',
  }
}

function one(fact: Fact): Example {
  return { facts: [fact] }
}

function silencing(fact: Fact): Example {
  return { facts: [fact], silences: true }
}

/** The fact is beyond the limits before the first review, or it is about a step that was not made yet. */
function inCase(fact: Fact): Example {
  return { facts: [fact], silences: 'in_case' }
}

function lifting(fact: Fact): Example {
  return { facts: [fact], lifts: true }
}
