import { z } from 'zod'
import { type Applied, type Draft, type OnAccount, raiseAccount } from '../draft.ts'
import type { Telling } from '../telling.ts'
import { onAccount } from './envelope.ts'
import { type FactKind, when } from './kind.ts'

/** Whether anybody collects on an account. */

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

/** The latest word counts; at one instant, the end. */
function applyCollection(
  draft: Draft,
  { account }: OnAccount,
  fact: z.infer<typeof closed | typeof recalled | typeof reopened>,
  { at }: Telling,
): Applied {
  const ends = fact.type === 'account.closed'
  const last = account.collectionAt
  if (last !== null && (at < last || (at === last && !ends))) return 'taken'
  account.collection = ends ? 'ended' : 'active'
  account.endedReason = ends ? fact.reason : null
  account.collectionAt = at
  draft.accounts.add(account)
  draft.outdated.add(account.id)
  raiseAccount(draft, account.id)
  return 'taken'
}
