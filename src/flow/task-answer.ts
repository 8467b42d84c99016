import type { HumanTaskKind } from '../core/base/human-task.ts'
import { isoOf } from '../core/base/time.ts'
import { TEXT_CLEARED } from '../core/deliver/text-check.ts'
import type { FactInput, FactOf } from '../core/fact/fact.ts'
import { HOLD_REASON, type HoldReason } from '../core/fact/hold-reason.ts'
import type { HumanTaskFile, HumanTaskTx, OpenHold } from './ports/human-task.ts'

/** What a human's word means for the person, as facts: asked again after a failure, they are the same facts. */
export async function factsOfAnswer(
  tx: HumanTaskTx,
  task: HumanTaskFile,
  resolution: string,
): Promise<FactInput[]> {
  const debtor = await tx.debtorOf(task)
  const envelope = { at: isoOf(tx.now), key: `task-${task.id}-${resolution}` }
  if (task.kind === 'read_reply' && task.reply !== null) {
    const meaning = resolution === 'optout' ? 'optout' : 'other'
    return [{ type: 'reply.read', ...envelope, debtor, reply: task.reply, meaning }]
  }
  if (task.kind === 'wording') {
    const value = resolution === 'cleared'
    return [{ type: 'evidence.recorded', ...envelope, debtor, evidence: TEXT_CLEARED, value }]
  }
  if (task.kind === 'arrears_after_end' && resolution === 'reopen')
    return [{ type: 'account.reopened', ...envelope, account: task.about }]
  if (task.kind === 'cease' && resolution === 'withdrawn')
    return [{ type: 'cease.withdrawn', ...envelope, debtor }]
  if (LIFTS[task.kind] === undefined && !isAboutDispute(task.kind)) return []
  const holds = (await tx.holdsOf(task)).filter((hold) => isMeant(hold, task.kind))
  return holds.flatMap((hold, index) => {
    const own = { ...envelope, key: `${envelope.key}-${index}` }
    return hold.kind === 'dispute'
      ? disputeFacts(hold, task, resolution, own)
      : resolution === 'lift'
        ? [
            {
              type: 'hold.lifted' as const,
              ...own,
              ...(hold.account ? { account: hold.account } : { debtor }),
              hold: hold.name,
            },
          ]
        : []
  })
}

/** The reason of the holds that a task of the kind is about. */
const LIFTS: Record<string, HoldReason | undefined> = Object.fromEntries(
  (Object.keys(HOLD_REASON) as HoldReason[]).flatMap((reason): [HumanTaskKind, HoldReason][] => {
    const { asks } = HOLD_REASON[reason]
    return asks ? [[asks.kind, reason]] : []
  }),
)

function isAboutDispute(kind: string): boolean {
  return kind === 'dispute' || kind === 'dispute_upheld'
}

function isMeant(hold: OpenHold, kind: string): boolean {
  if (hold.kind !== 'dispute') return hold.reason !== null && LIFTS[kind] === hold.reason
  return isAboutDispute(kind) && hold.upheld === (kind === 'dispute_upheld')
}

/** A dispute is decided on the account of its task. */
function disputeFacts(
  { name, account }: OpenHold,
  { about }: HumanTaskFile,
  resolution: string,
  envelope: { at: string; key: string },
): FactInput[] {
  const on = { ...envelope, account: account ?? about, dispute: name }
  switch (resolution) {
    case 'upheld':
    case 'rejected':
    case 'withdrawn':
      return [{ type: 'dispute.resolved', ...on, outcome: resolution }]
    case 'corrected':
    case 'stays_owed':
      return [{ type: 'dispute.closed', ...on, reason: resolution } satisfies FactOf<'dispute.closed'>]
    default:
      return []
  }
}
