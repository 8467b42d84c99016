import { z } from 'zod'
import { hasFallen } from '../../arrears/has-fallen.ts'
import { dayOfFile } from '../../model/feed-file.ts'
import { noteLine } from '../apply/feed.ts'
import { amountIn, takeFeed } from '../apply/money.ts'
import { askAboutEnded } from '../came-back.ts'
import { type Applied, type Draft, type OnAccount, raiseAccount, refused, reviewSubject } from '../draft.ts'
import { amount, day } from '../field.ts'
import type { Telling } from '../telling.ts'
import { onAccount } from './envelope.ts'
import { type FactKind, when } from './kind.ts'

const snapshot = z.strictObject({
  type: z.literal('account.snapshot'),
  ...onAccount,
  pastDue: amount,
  oldestDueOn: day.nullable(),
  balance: amount.optional(),
})
/** Its name. */
export const SNAPSHOT = snapshot.shape.type.value
export const accountSnapshot: FactKind<typeof snapshot> = {
  schema: snapshot,
  mayCure: true,
  key: (fact) => [fact.account, when(fact)],
  names: [],
  lastAt: 'snapshotAt',
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

/** The daily feed. Older than the last one: kept, without effect; the same figures again: no fact. */
function applySnapshot(
  draft: Draft,
  subject: OnAccount,
  fact: z.infer<typeof snapshot>,
  prepared: Telling,
): Applied {
  const applied = applyFigures(draft, subject, fact, prepared)
  if (typeof applied === 'string') noteLine(draft, subject.account.creditor, prepared.at)
  return applied
}

function applyFigures(
  draft: Draft,
  subject: OnAccount,
  fact: z.infer<typeof snapshot>,
  prepared: Telling,
): Applied {
  const { account } = subject
  const pastDue = amountIn(account, fact.pastDue, prepared, 'pastDue')
  const balance =
    fact.balance === undefined ? account.balance : amountIn(account, fact.balance, prepared, 'balance')
  if (typeof pastDue === 'object') return pastDue
  if (balance !== null && typeof balance === 'object') return balance
  const mixed = takeFeed(account, 'snapshot', prepared)
  if (mixed) return mixed
  if (account.snapshotAt !== null && prepared.at < account.snapshotAt) return 'taken'
  // With nothing past due an account is current, whatever its oldest due date says.
  const anchor = pastDue === 0 ? null : fact.oldestDueOn
  const undone =
    account.endedReason === 'settled' && pastDue > 0 && prepared.at > (account.collectionAt ?? Infinity)
  const unchanged =
    !undone && account.pastDue === pastDue && account.anchor === anchor && account.balance === balance
  if (account.snapshotAt === prepared.at && !unchanged)
    return refused(prepared, 'conflicting_fact', 'another snapshot of that instant is known')
  const first = account.snapshotAt === null
  account.snapshotAt = prepared.at
  draft.accounts.add(account)
  if (account.staleFrom !== null) draft.outdated.add(account.id)
  if (unchanged && !first) return 'same'
  if (hasFallen(account, { pastDue, anchor })) raiseAccount(draft, account.id)
  else reviewSubject(draft, subject)
  if (pastDue > 0 && account.pastDue === 0 && !undone) askAboutEnded(draft, subject, prepared)
  Object.assign(account, { pastDue, balance, anchor, lineMark: null })
  draft.outdated.add(account.id)
  return 'taken'
}
