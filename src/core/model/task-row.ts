import type { CaseId, ContactId, PersonId } from '../base/id.ts'
import type { TaskChannel } from '../channel/channel.ts'
import { HOUR, type Instant } from '../base/time.ts'
import type { Duty } from './verdict.ts'

/** A task is of the kind of its channel. */
export type TaskKind = TaskChannel

/** A task that was started and not disposed for so long was left alone. */
export const ABANDONED_AFTER = 12 * HOUR

/** A call or a visit that somebody may take: `open` reserves nothing, `claimed` holds the slot until `actBefore`. */
export interface TaskRow {
  kind: TaskKind
  person: PersonId
  contact: ContactId
  case: CaseId
  rank: number
  state: 'open' | 'claimed' | 'started' | 'done' | 'withdrawn'
  duties: Duty[]
  offeredAt: Instant
  expiresAt: Instant
  claimedBy: string | null
  claimedAt: Instant | null
  /** Machine time. */
  actBefore: Instant | null
  startedAt: Instant | null
  doneAt: Instant | null
  withdrawnWhy: string | null
  /** Agents who had it in hand and have it no more: the last moment at which each can have made it. */
  had: Readonly<Record<string, Instant>>
}
