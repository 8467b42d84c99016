import { z } from 'zod'
import type { AccountId } from '../../base/id.ts'
import type { Minor } from '../../base/money.ts'
import type { Problem } from '../../base/problem.ts'
import type { LedgerAccount, LedgerObligation, LedgerPayment } from '../../model/ledger.ts'
import { amountIn, takeFeed } from '../apply/money.ts'
import { askAboutEnded } from '../came-back.ts'
import { type Applied, type Draft, type OnAccount, refused } from '../draft.ts'
import { amount, day, name } from '../field.ts'
import type { Telling } from '../telling.ts'
import { onAccount } from './envelope.ts'
import { type FactKind, when } from './kind.ts'

/** What is owed, and what was paid of it. */

const onObligation = { ...onAccount, obligation: name }
const NEEDS = { money: true, cases: true }
/** What all facts about an obligation have in common. */
const OF_OBLIGATION = {
  key: (fact: { account: string; obligation: string }) => [fact.account, fact.obligation],
  names: ['obligation'],
  needs: NEEDS,
  supersedes: 'where_it_changes',
  about: 'account',
} as const
/** The same for a payment. */
const OF_PAYMENT = {
  key: (fact: { account: string; payment: string }) => [fact.account, fact.payment],
  names: ['payment'],
  needs: NEEDS,
  supersedes: 'always',
  about: 'account',
} as const

const billed = z.strictObject({ type: z.literal('obligation.billed'), ...onObligation, dueOn: day, amount })
export const obligationBilled: FactKind<typeof billed> = {
  ...OF_OBLIGATION,
  schema: billed,
  mayCure: true,
  differs: ['at'],
  apply: applyBilled,
}

const rescheduled = z.strictObject({
  type: z.literal('obligation.rescheduled'),
  ...onObligation,
  dueOn: day,
})
export const obligationRescheduled: FactKind<typeof rescheduled> = {
  ...OF_OBLIGATION,
  schema: rescheduled,
  key: (fact) => [fact.account, fact.obligation, when(fact)],
  apply: applyObligationChange,
}

const cancelled = z.strictObject({ type: z.literal('obligation.cancelled'), ...onObligation })
export const obligationCancelled: FactKind<typeof cancelled> = {
  ...OF_OBLIGATION,
  schema: cancelled,
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
  ...OF_PAYMENT,
  schema: received,
  mayCure: true,
  mayBeAhead: true,
  apply: applyPayment,
}

const reversed = z.strictObject({ type: z.literal('payment.reversed'), ...onAccount, payment: name })
export const paymentReversed: FactKind<typeof reversed> = {
  ...OF_PAYMENT,
  schema: reversed,
  apply: applyReversal,
}

function applyBilled(
  draft: Draft,
  subject: OnAccount,
  fact: z.infer<typeof billed>,
  prepared: Telling,
): Applied {
  const { account } = subject
  const amount = amountIn(account, fact.amount, prepared)
  if (typeof amount === 'object') return amount
  const mixed = takeFeed(account, 'ledger', prepared)
  if (mixed) return mixed
  const known = obligationsOf(draft, account.id).get(fact.obligation)
  if (known && known.amount > 0) {
    if (known.amount === amount && (known.dueAt !== null || known.dueOn === fact.dueOn)) return 'same'
    return refused(prepared, 'conflicting_fact', 'the obligation is known with another amount or due date')
  }
  const sum = sumWith(amount, obligationsOf(draft, account.id).values(), prepared)
  if (sum) return sum
  putObligation(draft, account, {
    externalId: fact.obligation,
    dueOn: known && known.dueAt !== null ? known.dueOn : fact.dueOn,
    dueAt: known?.dueAt ?? null,
    amount,
    cancelled: known?.cancelled ?? false,
  })
  askAboutEnded(draft, subject, prepared)
  return 'taken'
}

/** The change may come before the bill itself. The latest due date said counts. */
function applyObligationChange(
  draft: Draft,
  subject: OnAccount,
  fact: z.infer<typeof rescheduled | typeof cancelled>,
  prepared: Telling,
): Applied {
  const { account } = subject
  const mixed = takeFeed(account, 'ledger', prepared)
  if (mixed) return mixed
  const day = new Date(prepared.at).toISOString().slice(0, 10)
  const known = obligationsOf(draft, account.id).get(fact.obligation) ?? {
    externalId: fact.obligation,
    dueOn: day,
    dueAt: null,
    amount: 0,
    cancelled: false,
  }
  if (fact.type === 'obligation.cancelled') known.cancelled = true
  else if (known.dueAt === null || prepared.at >= known.dueAt)
    Object.assign(known, { dueOn: fact.dueOn, dueAt: prepared.at })
  putObligation(draft, account, known)
  if (fact.type === 'obligation.rescheduled') askAboutEnded(draft, subject, prepared)
  return 'taken'
}

function applyPayment(
  draft: Draft,
  { account }: OnAccount,
  fact: z.infer<typeof received>,
  prepared: Telling,
): Applied {
  const amount = amountIn(account, fact.amount, prepared)
  if (typeof amount === 'object') return amount
  const mixed = takeFeed(account, 'ledger', prepared)
  if (mixed) return mixed
  const known = paymentsOf(draft, account.id).get(fact.payment)
  const obligation = fact.obligation ?? null
  if (known && known.amount > 0) {
    if (known.amount === amount && known.obligation === obligation && known.happenedAt === prepared.at)
      return 'same'
    return refused(
      prepared,
      'conflicting_fact',
      'the payment is known with another amount, day or obligation',
    )
  }
  const sum = sumWith(amount, paymentsOf(draft, account.id).values(), prepared)
  if (sum) return sum
  putPayment(draft, account, {
    externalId: fact.payment,
    obligation,
    amount,
    happenedAt: prepared.at,
    recordedAt: draft.now,
    reversedAt: known?.reversedAt ?? null,
  })
  return 'taken'
}

/** The reversal may come before the payment itself. */
function applyReversal(
  draft: Draft,
  subject: OnAccount,
  fact: z.infer<typeof reversed>,
  prepared: Telling,
): Applied {
  const { account } = subject
  const mixed = takeFeed(account, 'ledger', prepared)
  if (mixed) return mixed
  const known = paymentsOf(draft, account.id).get(fact.payment) ?? {
    externalId: fact.payment,
    obligation: null,
    amount: 0,
    happenedAt: prepared.at,
    recordedAt: draft.now,
    reversedAt: null,
  }
  putPayment(draft, account, { ...known, reversedAt: prepared.at })
  if (account.endedReason !== 'settled') askAboutEnded(draft, subject, prepared)
  return 'taken'
}

function putObligation(draft: Draft, account: LedgerAccount, obligation: LedgerObligation): void {
  obligationsOf(draft, account.id).set(obligation.externalId, obligation)
  draft.changes.obligations.push({ ...obligation, person: account.person, account: account.id })
  draft.accounts.add(account)
  draft.outdated.add(account.id)
}

function putPayment(draft: Draft, account: LedgerAccount, payment: LedgerPayment): void {
  paymentsOf(draft, account.id).set(payment.externalId, payment)
  draft.changes.payments.push({ ...payment, person: account.person, account: account.id })
  draft.accounts.add(account)
  draft.outdated.add(account.id)
}

function obligationsOf(draft: Draft, account: AccountId): Map<string, LedgerObligation> {
  return setOf(draft.ledger.obligations, account)
}

function paymentsOf(draft: Draft, account: AccountId): Map<string, LedgerPayment> {
  return setOf(draft.ledger.payments, account)
}

function setOf<T>(sets: Map<AccountId, Map<string, T>>, account: AccountId): Map<string, T> {
  let set = sets.get(account)
  if (!set) sets.set(account, (set = new Map()))
  return set
}

/** All that an account owes or has paid stays an exact number. */
function sumWith(amount: Minor, rows: Iterable<{ amount: Minor }>, prepared: Telling): Problem | null {
  let sum = amount
  for (const row of rows) sum += row.amount
  if (Number.isSafeInteger(sum)) return null
  return refused(prepared, 'amount_too_large', 'the account would owe or have paid more than 2^53', 'amount')
}
