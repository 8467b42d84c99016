import { z } from 'zod'
import { ACTORS } from '../../base/list.ts'
import { isCurrency } from '../../base/money.ts'
import { dayOfFile } from '../../model/feed-file.ts'
import { applyCollection, applyOpened, applyScore } from '../apply/account.ts'
import { applySnapshot } from '../apply/money.ts'
import { amount, day, name, zone } from '../field.ts'
import { PRODUCTS } from '../../model/product.ts'
import { point } from '../said.ts'
import { onAccount } from './envelope.ts'
import { type FactKind, when } from './kind.ts'

/** An account as its ledger tells it. */

const opened = z.strictObject({
  type: z.literal('account.opened'),
  ...onAccount,
  debtor: name,
  creditor: name,
  actor: z.enum(ACTORS).optional(),
  collector: name.optional(),
  product: z.enum(PRODUCTS).optional(),
  currency: z.string().refine(isCurrency, 'an ISO 4217 currency'),
  /** Residence; several where the data points to several. ISO 3166 country or subdivision. */
  region: z.union([name, z.array(name).min(1)]).optional(),
  /** Candidate zones; unknown = all zones of the country and of the number. */
  zone: z.union([zone, z.array(zone).min(1)]).optional(),
  locale: z.string().min(2).max(35).optional(),
  household: name.optional(),
  name: z.string().max(200).optional(),
  phone: z.string().max(40).optional(),
  points: z.array(point).max(20).optional(),
  score: z.number().min(0).max(1).optional(),
})
export const accountOpened: FactKind<typeof opened> = {
  schema: opened,
  key: (fact) => [fact.account],
  names: [],
  // What was said of the account before it was known becomes a hold of the person.
  needs: ({ creditor }) => ({
    money: true,
    cases: true,
    holds: true,
    points: true,
    early: true,
    feed: { creditor },
  }),
  supersedes: 'where_it_changes',
  differs: ['at', 'score'],
  bringsPoints: true,
  personal: ['name', 'phone', 'points'],
  about: 'either',
  apply: applyOpened,
}

const snapshot = z.strictObject({
  type: z.literal('account.snapshot'),
  ...onAccount,
  pastDue: amount,
  oldestDueOn: day.nullable(),
  balance: amount.optional(),
})
export const accountSnapshot: FactKind<typeof snapshot> = {
  schema: snapshot,
  key: (fact) => [fact.account, when(fact)],
  names: [],
  needs: ({ at }) => ({ cases: true, feed: { line: dayOfFile(Date.parse(at)) } }),
  supersedes: 'where_it_changes',
  sense: ({ pastDue, oldestDueOn }) =>
    Number(pastDue) > 0 && oldestDueOn === null
      ? {
          code: 'bad_snapshot',
          path: 'oldestDueOn',
          message: 'an amount is past due, but the oldest due date is not given',
          suggestion: 'give the oldest unpaid due date, or past due 0',
        }
      : null,
  about: 'account',
  apply: applySnapshot,
}

const COLLECTION = {
  key: (fact: { account: string; at: string }) => [fact.account, when(fact)],
  names: [],
  needs: { money: true, cases: true },
  supersedes: 'where_it_changes',
  about: 'account',
  apply: applyCollection,
} as const

const recalled = z.strictObject({ type: z.literal('account.recalled'), ...onAccount })
export const accountRecalled: FactKind<typeof recalled> = { schema: recalled, ...COLLECTION }

const closed = z.strictObject({
  type: z.literal('account.closed'),
  ...onAccount,
  reason: z.enum(['settled', 'charged_off', 'sold', 'placed', 'closed']),
})
export const accountClosed: FactKind<typeof closed> = { schema: closed, ...COLLECTION }

const reopened = z.strictObject({ type: z.literal('account.reopened'), ...onAccount })
export const accountReopened: FactKind<typeof reopened> = { schema: reopened, ...COLLECTION }

const score = z.strictObject({
  type: z.literal('score.changed'),
  ...onAccount,
  score: z.number().min(0).max(1),
})
export const scoreChanged: FactKind<typeof score> = {
  schema: score,
  key: (fact) => [fact.account, when(fact)],
  names: [],
  needs: {},
  supersedes: 'never',
  about: 'account',
  apply: applyScore,
}
