import { z } from 'zod'
import type { Problem } from '../../base/problem.ts'
import type { GivenAmount } from '../apply/money.ts'
import { type MoneyWord, saying } from '../apply/money-word.ts'
import type { MoneyKind } from '../../model/money-kind.ts'
import { amount, money, name } from '../field.ts'
import { onAccount } from './envelope.ts'
import { type FactKind, rateAlone, when } from './kind.ts'

/** What was paid, what counts as if it were, and what was taken back. */

/** What all of them have in common. */
const OF_MONEY = {
  needs: { money: true, cases: true },
  supersedes: 'always',
  about: 'account',
  sense: rateAlone,
} as const

const received = z.strictObject({
  type: z.literal('payment.received'),
  ...onAccount,
  payment: name,
  ...money,
  obligation: name.optional(),
})
export const paymentReceived: FactKind<typeof received> = {
  ...OF_MONEY,
  schema: received,
  key: (fact) => [fact.account, fact.payment],
  names: ['payment'],
  mayCure: true,
  mayBeAhead: true,
  ...saying(paymentOf),
}

function paymentOf({ payment, obligation, ...given }: z.infer<typeof received>): MoneyWord {
  return paying('money', payment, { obligation, given })
}

const reversed = z.strictObject({
  type: z.literal('payment.reversed'),
  ...onAccount,
  payment: name,
  amount: amount.optional().describe('the part that was taken back; all of it where none is given'),
  currency: money.currency,
  rate: money.rate,
  reversal: name.optional().describe('tells the parts of one payment apart; else their instants do'),
})
export const paymentReversed: FactKind<typeof reversed> = {
  ...OF_MONEY,
  schema: reversed,
  sense: (fact) => rateAlone(fact) ?? ofNoPart(fact),
  key: (fact) => [
    fact.account,
    fact.payment,
    ...(fact.amount === undefined ? [] : [fact.reversal ?? when(fact)]),
  ],
  names: ['payment'],
  ...saying(reversalOf),
}

function ofNoPart({ amount, currency }: z.infer<typeof reversed>): Problem | null {
  if (amount !== undefined || currency === undefined) return null
  const message = 'a currency is given, and no amount'
  const suggestion = 'amount: the part that was taken back; leave currency and rate out where all of it was'
  return { code: 'missing_field', path: 'amount', message, suggestion }
}

function reversalOf(fact: z.infer<typeof reversed>): MoneyWord {
  const { payment, amount, currency, rate, reversal } = fact
  if (amount === undefined) return { on: 'reversal', payment }
  const externalId = [payment, reversal ?? when(fact)].map(encodeURIComponent).join('/')
  return paying('part_reversal', externalId, { of: payment, given: { amount, currency, rate } })
}

const credit = z.strictObject({
  type: z.literal('credit.noted'),
  ...onAccount,
  credit: name,
  ...money,
  obligation: name.optional(),
})
export const creditNoted: FactKind<typeof credit> = {
  ...OF_MONEY,
  schema: credit,
  key: (fact) => [fact.account, fact.credit],
  names: ['credit'],
  mayCure: true,
  ...saying(creditOf),
}

function creditOf({ credit: name, obligation, ...given }: z.infer<typeof credit>): MoneyWord {
  return paying('credit', name, { obligation, given })
}

const writtenOff = z.strictObject({
  type: z.literal('debt.written_off'),
  ...onAccount,
  writeOff: name,
  ...money,
  obligation: name.optional(),
})
export const debtWrittenOff: FactKind<typeof writtenOff> = {
  ...OF_MONEY,
  schema: writtenOff,
  key: (fact) => [fact.account, fact.writeOff],
  names: ['writeOff'],
  mayCure: true,
  ...saying(writeOffOf),
}

function writeOffOf({ writeOff, obligation, ...given }: z.infer<typeof writtenOff>): MoneyWord {
  return paying('write_off', writeOff, { obligation, given })
}

const refunded = z.strictObject({
  type: z.literal('refund.paid'),
  ...onAccount,
  refund: name,
  ...money,
  payment: name
    .optional()
    .describe('the payment that went back; else the latest money that had come by then'),
})
export const refundPaid: FactKind<typeof refunded> = {
  ...OF_MONEY,
  schema: refunded,
  key: (fact) => [fact.account, fact.refund],
  names: ['refund'],
  ...saying(refundOf),
}

function refundOf({ refund, payment, ...given }: z.infer<typeof refunded>): MoneyWord {
  return paying('refund', refund, { of: payment, given })
}

function paying(
  kind: MoneyKind,
  externalId: string,
  more: { obligation?: string | undefined; of?: string | undefined; given: GivenAmount },
): MoneyWord {
  const { obligation, of, given } = more
  return { on: 'payment', kind, externalId, of: of ?? null, obligation: obligation ?? null, given }
}
