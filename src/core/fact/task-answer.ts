import { HUMAN_TASK, taskTraits } from '../model/human-task.ts'
import { effectOf, type TaskAnswer } from '../model/task-word.ts'
import { type Instant, isoOf } from '../base/time.ts'
import type { Draft } from './draft.ts'
import type { Implied, ImpliedWord } from './implied.ts'
import { isMeant } from '../model/hold-asked.ts'
import type { LedgerHold, LedgerTask } from '../model/ledger.ts'

/** A fact with its own key, told at the instant of the answer. */
type Answer = Pick<Implied, 'fact' | 'key'>

/** What a human's word means for holds, disputes and the account, as facts. */
export function factsImplied(
  draft: Draft,
  { task, answer, at, by }: { task: LedgerTask; answer: TaskAnswer; at: Instant; by: string | null },
): Answer[] {
  const { accounts, persons } = draft.ledger
  const account = task.account === null ? undefined : accounts.get(task.account)?.externalId
  const debtor = persons.get(task.person)?.externalId ?? ''
  // The answer may have named an account only; what it implies names the debtor.
  if (debtor !== '') draft.ledger.personOf.set(debtor, task.person)
  const said = saidBy({ draft, task, answer, by, account, debtor })
  return said.map((fact, index) => ({
    fact: { ...fact, at: isoOf(at) },
    key: `task-${task.id}-${answer}-${index}`,
  }))
}

interface Answered {
  draft: Draft
  task: LedgerTask
  answer: TaskAnswer
  /** Who says it; null = nobody knows. */
  by: string | null
  /** The account as the ledger calls it. */
  account: string | undefined
  debtor: string
}

function saidBy({ draft, task, answer, by, account, debtor }: Answered): ImpliedWord[] {
  const { kind } = task
  const { implies, forbids } = effectOf(answer)
  if (implies === 'account_closed' && account !== undefined)
    return [{ type: 'account.closed', account, reason: 'closed' }]
  if (implies === 'account_reopened' && account !== undefined) return [{ type: 'account.reopened', account }]
  if (taskTraits(kind).ofPromise && account !== undefined && task.rule !== null) {
    const named = { account, promise: task.rule }
    if (implies === 'accepted') return [{ type: 'promise.accepted', ...named }]
    return forbids ? [{ type: 'promise.refused', ...named }] : []
  }
  if (taskTraits(kind).ofPlan && account !== undefined && task.rule !== null) {
    const named = { account, plan: task.rule }
    if (implies === 'accepted') return [{ type: 'plan.accepted', ...named }]
    return forbids ? [{ type: 'plan.refused', ...named }] : []
  }
  if (taskTraits(kind).ofSettlement && account !== undefined && task.rule !== null && by !== null) {
    const named = { account, settlement: task.rule, by }
    if (implies === 'accepted') return [{ type: 'settlement.approved', ...named }]
    return forbids ? [{ type: 'settlement.rejected', ...named }] : []
  }
  if (implies === 'taken_back' && taskTraits(kind).about?.kind === 'cease')
    return [{ type: 'cease.withdrawn', debtor }]
  return [...draft.ledger.holds.values()]
    .filter((hold) => isOn(hold, task) && isMeant(hold, kind))
    .flatMap((hold): ImpliedWord[] => {
      const own = hold.account === null ? undefined : draft.ledger.accounts.get(hold.account)?.externalId
      if (hold.kind === 'dispute') return disputeFacts(hold.externalId, own ?? account, answer)
      if (implies !== 'holds_lifted') return []
      return [
        {
          type: 'hold.lifted',
          hold: hold.externalId,
          ...(own === undefined ? { debtor } : { account: own }),
        },
      ]
    })
}

/** It stands, on the person or on the account of the task. */
function isOn(hold: LedgerHold, task: LedgerTask): boolean {
  const whose = hold.account === null || hold.account === task.account
  return hold.person === task.person && whose && hold.lifted === null
}

function disputeFacts(dispute: string, account: string | undefined, answer: TaskAnswer): ImpliedWord[] {
  if (account === undefined) return []
  const outcome = HUMAN_TASK.dispute.answers.find((one) => one === answer)
  if (outcome) return [{ type: 'dispute.resolved', account, dispute, outcome }]
  const reason = HUMAN_TASK.dispute_upheld.answers.find((one) => one === answer)
  return reason ? [{ type: 'dispute.closed', account, dispute, reason }] : []
}
