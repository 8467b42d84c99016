import type { HumanTaskKind } from '../base/human-task.ts'
import { type Instant, isoOf } from '../base/time.ts'
import { TEXT_CLEARED } from './text-check.ts'
import type { FactInput } from '../fact/fact.ts'
import { HOLD_REASON, type HoldReason } from '../fact/hold-reason.ts'

/** A task as its answer is understood. */
export interface AnsweredTask {
  id: number
  kind: string
  /** The account, or the case, that it is about. */
  about: string
  /** Key of the message that it is about. */
  reply: string | null
  /** As the ledger calls the person. */
  debtor: string
  /** Holds and disputes that are on, of the person and of the account of the task. */
  holds: readonly OpenHold[]
}

export interface OpenHold {
  kind: 'hold' | 'dispute'
  name: string
  reason: string | null
  /** As the ledger calls it; null = the whole person. */
  account: string | null
  upheld: boolean
}

interface Envelope {
  at: string
  key: string
}

/** What a human's word means for the person, as facts: asked again after a failure, they are the same facts. */
export function factsOfAnswer(task: AnsweredTask, resolution: string, now: Instant): FactInput[] {
  const { kind, reply, debtor } = task
  const envelope = { at: isoOf(now), key: `task-${task.id}-${resolution}` }
  if (kind === 'read_reply' && reply !== null) {
    const meaning = resolution === 'optout' ? 'optout' : 'other'
    return [{ type: 'reply.read', ...envelope, debtor, reply, meaning }]
  }
  if (kind === 'wording') {
    const value = resolution === 'cleared'
    return [{ type: 'evidence.recorded', ...envelope, debtor, evidence: TEXT_CLEARED, value }]
  }
  if (kind === 'arrears_after_end' && resolution === 'reopen')
    return [{ type: 'account.reopened', ...envelope, account: task.about }]
  if (kind === 'cease' && resolution === 'withdrawn')
    return [{ type: 'cease.withdrawn', ...envelope, debtor }]
  return task.holds
    .filter((hold) => isMeant(hold, kind))
    .flatMap((hold, index) => {
      const own = { ...envelope, key: `${envelope.key}-${index}` }
      if (hold.kind === 'dispute') return disputeFacts(hold, task, resolution, own)
      return resolution === 'lift' ? [liftFact(hold, task, own)] : []
    })
}

/** Whether the answer of such a task is about holds or disputes. */
export function isAboutHolds(kind: string): boolean {
  return REASONS[kind] !== undefined || isAboutDispute(kind)
}

function liftFact({ name, account }: OpenHold, { debtor }: AnsweredTask, envelope: Envelope): FactInput {
  const whose = account === null ? { debtor } : { account }
  return { type: 'hold.lifted', ...envelope, ...whose, hold: name }
}

/** The reason of the holds that a task of the kind is about. */
const REASONS: Record<string, HoldReason | undefined> = Object.fromEntries(
  (Object.keys(HOLD_REASON) as HoldReason[]).flatMap((reason): [HumanTaskKind, HoldReason][] => {
    const { asks } = HOLD_REASON[reason]
    return asks ? [[asks.kind, reason]] : []
  }),
)

function isAboutDispute(kind: string): boolean {
  return kind === 'dispute' || kind === 'dispute_upheld'
}

function isMeant(hold: OpenHold, kind: string): boolean {
  if (hold.kind !== 'dispute') return hold.reason !== null && REASONS[kind] === hold.reason
  return isAboutDispute(kind) && hold.upheld === (kind === 'dispute_upheld')
}

/** A dispute is decided on the account of its task. */
function disputeFacts(
  { name, account }: OpenHold,
  { about }: AnsweredTask,
  resolution: string,
  envelope: Envelope,
): FactInput[] {
  const on = { ...envelope, account: account ?? about, dispute: name }
  switch (resolution) {
    case 'upheld':
    case 'rejected':
    case 'withdrawn':
      return [{ type: 'dispute.resolved', ...on, outcome: resolution }]
    case 'corrected':
    case 'stays_owed':
      return [{ type: 'dispute.closed', ...on, reason: resolution }]
    default:
      return []
  }
}
