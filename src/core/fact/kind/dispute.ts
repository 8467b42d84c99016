import { z } from 'zod'
import { HUMAN_TASK } from '../../model/human-task.ts'
import { applyDisputeEnded, putDispute } from '../apply/hold.ts'
import type { Applied, Draft, Subject } from '../draft.ts'
import { name } from '../field.ts'
import type { Telling } from '../telling.ts'
import { onAccount } from './envelope.ts'
import { type FactKind, when } from './kind.ts'

/** The debtor disputes an account; how it ends is said in the words that answer its tasks. */

const onDispute = {
  ...onAccount,
  dispute: name,
  obligation: name.optional().describe('the only one that is disputed; else all of the account is'),
}
/** What is disputed by itself rests: the figures are worked out anew. */
const NEEDS = { holds: true, figures: true, money: true, cases: true }

const opened = z.strictObject({
  type: z.literal('dispute.opened'),
  ...onDispute,
  reason: z.string().max(2000).optional(),
})
export const disputeOpened: FactKind<typeof opened> = {
  schema: opened,
  key: (fact) => [fact.account, fact.dispute],
  names: ['dispute'],
  needs: NEEDS,
  supersedes: 'where_it_changes',
  personal: ['reason'],
  text: 'reason',
  about: 'account',
  apply: applyDisputeOpened,
}

const resolved = z.strictObject({
  type: z.literal('dispute.resolved'),
  ...onDispute,
  outcome: z.enum(HUMAN_TASK.dispute.answers),
})
export const disputeResolved: FactKind<typeof resolved> = {
  schema: resolved,
  key: (fact) => [fact.account, fact.dispute],
  names: ['dispute'],
  needs: NEEDS,
  supersedes: 'where_it_changes',
  about: 'account',
  apply: applyDisputeEnded,
}

/** What became of a dispute that was upheld: it holds until the ledger is corrected, or until this is said. */
const closed = z.strictObject({
  type: z.literal('dispute.closed'),
  ...onDispute,
  reason: z.enum(HUMAN_TASK.dispute_upheld.answers),
})
export const disputeClosed: FactKind<typeof closed> = {
  schema: closed,
  key: (fact) => [fact.account, fact.dispute, when(fact)],
  names: ['dispute'],
  needs: NEEDS,
  supersedes: 'never',
  about: 'account',
  apply: (draft, subject, { dispute, reason }, prepared) =>
    applyDisputeEnded(draft, subject, { dispute, outcome: reason }, prepared),
}

function applyDisputeOpened(
  draft: Draft,
  subject: Subject,
  { dispute, obligation }: z.infer<typeof opened>,
  prepared: Telling,
): Applied {
  putDispute(draft, subject, { externalId: dispute, obligation, until: null }, prepared)
  return 'taken'
}
