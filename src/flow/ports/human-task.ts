import type { RefusedHold } from '../../core/fact/release-refused.ts'
import type { Instant } from '../../core/base/time.ts'
import type { Channel } from '../../core/channel/channel.ts'
import type { Disposition } from '../../core/channel/disposition.ts'
import type { Meaning } from '../../core/wording/understand.ts'
import type { HasNow } from './transactions.ts'

export interface HumanTaskTx extends HasNow {
  /** The open ones, soonest due first. */
  openTasks(filter: HumanTaskFilter): Promise<HumanTaskView[]>
  /** The person of the task locked first, as every transaction does. */
  lockTask(id: number): Promise<HumanTaskView | null>
  claim(task: HumanTaskView, by: string): Promise<void>
  /** What the debtor wrote, for whoever has the task in hand; null where there is no text or it was erased. */
  textOf(task: HumanTaskView): Promise<string | null>
  /** The message of nobody who is known that the task is about; null = it is about none, or about a debtor. */
  messageOf(task: HumanTaskView): Promise<UnmatchedMessage | null>
  isKnown(named: Owner): Promise<boolean>
  /** The message is that owner's from here on; false = it was said to be another's, and is recorded so or may be just now. */
  matchTo(task: HumanTaskView, owner: Owner): Promise<boolean>
  /** It could not be recorded as that. */
  unmatch(id: number): Promise<void>
  /** The open holds of refused rows whose name ends so. */
  refusedHolds(mark: string): Promise<RefusedHold[]>
  /** The ledger's name of the account that it is about, or of the person. */
  subjectOf(task: HumanTaskView): Promise<{ account: string } | { debtor: string }>
  /** The task is resolved, and its case is reviewed now where it is open. */
  resolve(task: HumanTaskView, by: string, resolution: string): Promise<void>
}

/** The ledger's name of a debtor, or of an account. */
export type Owner = { debtor: string } | { account: string }

/** The key of the fact that the message of a task becomes. */
export function matchedKey(id: number): string {
  return `matched-${id}`
}

/** Nobody knows whose it is; who has the task in hand reads it. */
export interface UnmatchedMessage {
  at: Instant
  channel: Channel
  disposition: Disposition
  /** What was understood of it when it came. */
  understood: Meaning | null
  /** The number or address as it was written; null where it was erased. */
  from: string | null
  /** Null where it has no text, or it was erased. */
  text: string | null
}

export interface HumanTaskFilter {
  kind?: string | undefined
  role?: string | undefined
  limit: number
}

export interface HumanTaskView {
  id: number
  person: number
  case: number | null
  /** `<account>/<number>` where it is about a case, else the account, else the person by the engine's number. */
  about: string
  contact: number | null
  kind: string
  /** The rule of law that asks. */
  rule: string | null
  /** The step that it is about. */
  step: string | null
  reason: string
  /** Key of the message that it is about. */
  reply: string | null
  role: string
  due: Instant
  createdAt: Instant
  claimedBy: string | null
  claimedAt: Instant | null
  resolvedAt: Instant | null
  resolution: string | null
}
