import { z } from 'zod'
import { applyBilled, applyObligationChange, applyPayment, applyReversal } from '../apply/money.ts'
import { amount, day, name } from '../field.ts'
import { onAccount } from './envelope.ts'
import { type FactKind, when } from './kind.ts'

/** What is owed, and what was paid of it. */

const onObligation = { ...onAccount, obligation: name }
const NEEDS = { money: true, cases: true }

const billed = z.strictObject({ type: z.literal('obligation.billed'), ...onObligation, dueOn: day, amount })
export const obligationBilled: FactKind<typeof billed> = {
  schema: billed,
  key: (fact) => [fact.account, fact.obligation],
  names: ['obligation'],
  needs: NEEDS,
  supersedes: 'where_it_changes',
  differs: ['at'],
  about: 'account',
  apply: applyBilled,
}

const rescheduled = z.strictObject({
  type: z.literal('obligation.rescheduled'),
  ...onObligation,
  dueOn: day,
})
export const obligationRescheduled: FactKind<typeof rescheduled> = {
  schema: rescheduled,
  key: (fact) => [fact.account, fact.obligation, when(fact)],
  names: ['obligation'],
  needs: NEEDS,
  supersedes: 'where_it_changes',
  about: 'account',
  apply: applyObligationChange,
}

const cancelled = z.strictObject({ type: z.literal('obligation.cancelled'), ...onObligation })
export const obligationCancelled: FactKind<typeof cancelled> = {
  schema: cancelled,
  key: (fact) => [fact.account, fact.obligation],
  names: ['obligation'],
  needs: NEEDS,
  supersedes: 'where_it_changes',
  about: 'account',
  apply: applyObligationChange,
}

const received = z.strictObject({
  type: z.literal('payment.received'),
  ...onAccount,
  payment: name,
  amount,
  obligation: name.optional(),
})
export const paymentReceived: FactKind<typeof received> = {
  schema: received,
  key: (fact) => [fact.account, fact.payment],
  names: ['payment'],
  needs: NEEDS,
  supersedes: 'always',
  mayBeAhead: true,
  about: 'account',
  apply: applyPayment,
}

const reversed = z.strictObject({ type: z.literal('payment.reversed'), ...onAccount, payment: name })
export const paymentReversed: FactKind<typeof reversed> = {
  schema: reversed,
  key: (fact) => [fact.account, fact.payment],
  names: ['payment'],
  needs: NEEDS,
  supersedes: 'always',
  about: 'account',
  apply: applyReversal,
}
