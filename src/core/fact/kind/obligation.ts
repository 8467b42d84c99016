import { z } from 'zod'
import type { Day } from '../../base/time.ts'
import { DEBT_PARTS, type DebtPart } from '../../model/debt-part.ts'
import type { GivenAmount } from '../apply/money.ts'
import { type MoneyWord, saying } from '../apply/money-word.ts'
import { day, money, name } from '../field.ts'
import { onAccount } from './envelope.ts'
import { type FactKind, rateAlone, when } from './kind.ts'

/** What is owed: bills, fees and interest are obligations, and what corrects one names it. */

const onObligation = { ...onAccount, obligation: name }
/** What all facts about an obligation have in common. */
const OF_OBLIGATION = {
  names: ['obligation'],
  needs: { money: true, cases: true },
  supersedes: 'where_it_changes',
  about: 'account',
} as const
/** The same for what says it first. */
const OF_BILL = {
  ...OF_OBLIGATION,
  mayCure: true,
  differs: ['at'],
  laterCounts: true,
  sense: rateAlone,
} as const

const billed = z.strictObject({
  type: z.literal('obligation.billed'),
  ...onObligation,
  dueOn: day,
  ...money,
  part: z.enum(DEBT_PARTS).optional().describe('what of the debt it is; the principal where it is not said'),
})
export const obligationBilled: FactKind<typeof billed> = {
  ...OF_BILL,
  schema: billed,
  key: (fact) => [fact.account, fact.obligation],
  ...saying(billOf),
}

function billOf({ obligation, part = 'principal', ...bill }: z.infer<typeof billed>): MoneyWord {
  return billWord(obligation, part, bill)
}

const fee = z.strictObject({ type: z.literal('fee.charged'), ...onAccount, fee: name, dueOn: day, ...money })
export const feeCharged: FactKind<typeof fee> = {
  ...OF_BILL,
  schema: fee,
  key: (fact) => [fact.account, fact.fee],
  names: ['fee'],
  ...saying(feeOf),
}

function feeOf(fact: z.infer<typeof fee>): MoneyWord {
  return billWord(fact.fee, 'fee', fact)
}

const interest = z.strictObject({
  type: z.literal('interest.charged'),
  ...onAccount,
  interest: name,
  dueOn: day,
  ...money,
})
export const interestCharged: FactKind<typeof interest> = {
  ...OF_BILL,
  schema: interest,
  key: (fact) => [fact.account, fact.interest],
  names: ['interest'],
  ...saying(interestOf),
}

function interestOf(fact: z.infer<typeof interest>): MoneyWord {
  return billWord(fact.interest, 'interest', fact)
}

const corrected = z.strictObject({
  type: z.literal('obligation.corrected'),
  ...onObligation,
  ...money,
  dueOn: day.optional(),
})
export const obligationCorrected: FactKind<typeof corrected> = {
  ...OF_OBLIGATION,
  schema: corrected,
  sense: rateAlone,
  key: (fact) => [fact.account, fact.obligation, when(fact)],
  ...saying(correctionOf),
}

function correctionOf({ obligation, dueOn, ...given }: z.infer<typeof corrected>): MoneyWord {
  return { on: 'obligation', is: 'corrected', obligation, dueOn: dueOn ?? null, part: null, given }
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
  ...saying(delayOf),
}

function delayOf({ obligation, dueOn }: z.infer<typeof rescheduled>): MoneyWord {
  return { on: 'obligation', is: 'rescheduled', obligation, dueOn, part: null, given: null }
}

const cancelled = z.strictObject({ type: z.literal('obligation.cancelled'), ...onObligation })
export const obligationCancelled: FactKind<typeof cancelled> = {
  ...OF_OBLIGATION,
  schema: cancelled,
  key: (fact) => [fact.account, fact.obligation],
  ...saying(cancellationOf),
}

function cancellationOf({ obligation }: z.infer<typeof cancelled>): MoneyWord {
  return { on: 'obligation', is: 'cancelled', obligation, dueOn: null, part: null, given: null }
}

function billWord(
  obligation: string,
  part: DebtPart,
  { dueOn, amount, currency, rate }: GivenAmount & { dueOn: Day },
): MoneyWord {
  return { on: 'obligation', is: 'billed', obligation, dueOn, part, given: { amount, currency, rate } }
}
