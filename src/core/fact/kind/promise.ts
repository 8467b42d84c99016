import { z } from 'zod'
import { addDays } from '../../base/time.ts'
import type { LedgerPromise } from '../../model/ledger.ts'
import { amountIn } from '../apply/money.ts'
import { promiseKnown, putPromise } from '../apply/promise.ts'
import { tellUnknown } from '../apply/unknown-yet.ts'
import { type Applied, type Draft, type OnAccount, raiseAccount, refused, reviewSubject } from '../draft.ts'
import { amount, day, name } from '../field.ts'
import { nothingPromised } from '../said.ts'
import type { Telling } from '../telling.ts'
import { onAccount } from './envelope.ts'
import { type FactKind, when } from './kind.ts'

/** What all facts about a promise have in common. */
const OF_PROMISE = {
  key: (fact: { account: string; promise: string }) => [fact.account, fact.promise],
  names: ['promise'],
  needs: { promises: true },
  about: 'account',
} as const

const made = z.strictObject({
  type: z.literal('promise.made'),
  ...onAccount,
  promise: name,
  amount,
  by: day,
  graceDays: z
    .number()
    .int()
    .min(0)
    .max(60)
    .default(0)
    .describe('0 = what the strategy gives; never more than that'),
  kind: name
    .optional()
    .describe(
      'its type, as the strategy names it; absent = standard; one that the strategy does not name is beyond its limits',
    ),
  replaces: name.optional().describe('the promise whose place it takes, while that one is open'),
})
export const promiseMade: FactKind<typeof made> = {
  ...OF_PROMISE,
  schema: made,
  supersedes: 'always',
  sense: ({ promise, replaces, amount }) =>
    promise === replaces
      ? {
          code: 'bad_promise',
          path: 'replaces',
          message: 'a promise cannot take its own place',
          suggestion: 'give the new promise a name of its own',
        }
      : nothingPromised(amount, 'amount'),
  ends: ({ by, graceDays }) => ({ path: 'by', on: by, last: addDays(by, graceDays) }),
  isKnown: (draft, subject, fact, prepared) => {
    const terms = termsIn(subject, fact, prepared)
    const known = promiseKnown(draft, subject, fact.promise)
    return known !== undefined && !('code' in terms) && isSame(known, terms)
  },
  apply: applyPromise,
}

const cancelled = z.strictObject({ type: z.literal('promise.cancelled'), ...onAccount, promise: name })
export const promiseCancelled: FactKind<typeof cancelled> = {
  ...OF_PROMISE,
  schema: cancelled,
  supersedes: 'never',
  isKnown: (draft, subject, { promise }) => promiseKnown(draft, subject, promise)?.cancelled === true,
  apply: applyPromiseCancelled,
}

/** A supervisor's word on a promise that is beyond the limits; the latest counts. */
const OF_WORD = {
  ...OF_PROMISE,
  key: (fact: { account: string; promise: string; at: string }) => [fact.account, fact.promise, when(fact)],
  supersedes: 'where_it_changes',
} as const

const accepted = z.strictObject({ type: z.literal('promise.accepted'), ...onAccount, promise: name })
export const promiseAccepted: FactKind<typeof accepted> = {
  ...OF_WORD,
  schema: accepted,
  apply: (draft: Draft, subject: OnAccount, fact: z.infer<typeof accepted>, prepared: Telling) =>
    decide(draft, subject, { name: fact.promise, accepts: true }, prepared),
}

const declined = z.strictObject({ type: z.literal('promise.refused'), ...onAccount, promise: name })
export const promiseRefused: FactKind<typeof declined> = {
  ...OF_WORD,
  schema: declined,
  apply: (draft: Draft, subject: OnAccount, fact: z.infer<typeof declined>, prepared: Telling) =>
    decide(draft, subject, { name: fact.promise, accepts: false }, prepared),
}

function applyPromise(
  draft: Draft,
  subject: OnAccount,
  fact: z.infer<typeof made>,
  prepared: Telling,
): Applied {
  const terms = termsIn(subject, fact, prepared)
  if ('code' in terms) return terms
  const { replaces } = terms
  const known = promiseKnown(draft, subject, fact.promise)
  if (known && known.amount > 0) {
    if (isSame(known, terms) && known.madeAt <= prepared.at) return 'same'
    if (!isSame(known, terms))
      return refused(prepared, 'conflicting_fact', 'the promise is known with other terms')
  }
  if (replaces !== null && !isMade(draft, subject, replaces))
    tellUnknown(draft, prepared, { noun: 'promise', path: 'replaces' })
  const said = { ...terms, madeAt: prepared.at }
  putPromise(draft, subject, { name: fact.promise, at: prepared.at, said })
  return 'taken'
}

function termsIn(
  { account }: OnAccount,
  fact: z.infer<typeof made>,
  prepared: Telling,
): Terms | Exclude<Applied, string> {
  const amount = amountIn(account, fact.amount, prepared)
  if (typeof amount === 'object') return amount
  const { by, graceDays, kind = null, replaces = null } = fact
  return { amount, by, graceDays, kind, replaces }
}

/** Words on it may be known before it is. */
function isMade(draft: Draft, subject: OnAccount, name: string): boolean {
  return (promiseKnown(draft, subject, name)?.amount ?? 0) > 0
}

type Terms = Pick<LedgerPromise, 'amount' | 'by' | 'graceDays' | 'kind' | 'replaces'>

function isSame(known: Terms, told: Terms): boolean {
  return (
    known.amount === told.amount &&
    known.by === told.by &&
    known.graceDays === told.graceDays &&
    known.kind === told.kind &&
    known.replaces === told.replaces
  )
}

/** The cancellation may come before the promise itself. */
function applyPromiseCancelled(
  draft: Draft,
  subject: OnAccount,
  fact: z.infer<typeof cancelled>,
  prepared: Telling,
): Applied {
  const known = promiseKnown(draft, subject, fact.promise)
  if (known?.cancelled && known.cancelledAt !== null && known.cancelledAt <= prepared.at) return 'same'
  if (!isMade(draft, subject, fact.promise)) tellUnknown(draft, prepared, { noun: 'promise' })
  const cancelledAt = Math.min(prepared.at, known?.cancelledAt ?? prepared.at)
  const said = { cancelled: true, cancelledAt }
  putPromise(draft, subject, { name: fact.promise, at: prepared.at, said })
  reviewSubject(draft, subject)
  return 'taken'
}

/** So may a supervisor's word. Two words of one instant end the same in either order. */
function decide(
  draft: Draft,
  subject: OnAccount,
  { name, accepts }: { name: string; accepts: boolean },
  prepared: Telling,
): Applied {
  const { at } = prepared
  if (!isMade(draft, subject, name)) tellUnknown(draft, prepared, { noun: 'promise' })
  const known = promiseKnown(draft, subject, name)
  const before = known?.decidedAt ?? -Infinity
  if (at < before || (at === before && (accepts || known?.accepted === accepts))) return 'taken'
  putPromise(draft, subject, { name, at, said: { accepted: accepts, decidedAt: at } })
  raiseAccount(draft, subject.account.id)
  return 'taken'
}
