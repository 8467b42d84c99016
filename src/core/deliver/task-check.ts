import type { Reason } from '../model/verdict.ts'
import type { TaskRow } from '../model/task-row.ts'
import type { Instant } from '../base/time.ts'
import { taskKind } from '../channel/channel.ts'

/** Why an agent cannot go on with a task; an ordinary answer, not an error. */
export interface TaskRefusal {
  ok: false
  code:
    | 'unknown_task'
    | 'superseded'
    | 'not_yours'
    | 'not_claimed'
    | 'not_started'
    | 'expired'
    | 'refused'
    | 'evidence_missing'
    | 'wrong_disposition'
    | 'not_recorded'
    | 'put_aside'
  message: string
  reasons: Reason[]
}

const MESSAGE: Record<TaskRefusal['code'], string> = {
  unknown_task: 'there is no such task',
  superseded: 'something was learnt about this account: do not contact, take the next task',
  not_yours: 'somebody else has this task',
  not_claimed: 'claim the task first',
  not_started: 'start the task first: dial, or arrive',
  expired: 'the time to act is over: claim the next task',
  refused: 'this contact is not lawful now',
  evidence_missing: 'something must be shown first',
  wrong_disposition: 'this disposition is not one of this kind of task',
  not_recorded: 'the outcome could not be recorded',
  put_aside: 'what this task needs cannot be read: it is put aside for a human, take the next task',
}

export function taskRefusal(code: TaskRefusal['code'], reasons: Reason[] = []): TaskRefusal {
  return { ok: false, code, message: MESSAGE[code], reasons }
}

/** The contact is lawful, but not by this agent as he stands: what he has to show first is named with the rule that asks for it. */
export function unfitRefusal(reasons: Reason[]): TaskRefusal {
  const missing = reasons.flatMap(({ rule, missing: keys = [] }) => keys.map((key) => `${key} (${rule})`))
  if (missing.length === 0 || reasons.some((reason) => !reason.missing))
    return taskRefusal('refused', reasons)
  const message = `show first: ${[...new Set(missing)].join(', ')}`
  return { ...taskRefusal('evidence_missing', reasons), message }
}

/** Whether `agent` has the task in hand, claimed or started. */
export function inHand(task: TaskRow | null, agent: string): TaskRefusal | null {
  if (!task) return taskRefusal('unknown_task')
  if (task.state === 'open') return taskRefusal('not_claimed')
  if (task.claimedBy !== null && task.claimedBy !== agent) return taskRefusal('not_yours')
  switch (task.state) {
    case 'withdrawn':
      return taskRefusal(withdrawnCode(task.withdrawnWhy))
    case 'done':
      return taskRefusal('not_claimed')
    case 'claimed':
    case 'started':
      return null
  }
}

/** How the word of an agent on a task is heard: of what he started, or beside it where it was taken from him, or he from it, before that; `at` = when it was made, at the latest. Null = he has it in hand and has not started it, or never had it. */
export function heardFrom(
  task: TaskRow,
  agent: string,
  now: Instant,
): { beside: boolean; at: Instant } | null {
  const { state, claimedBy, startedAt, claimedAt, had } = task
  const isHis = claimedBy === agent && state !== 'open'
  if (isHis && state === 'claimed') return null
  if (isHis && startedAt !== null) return { beside: false, at: startedAt }
  const until = isHis && claimedAt !== null ? lastMoment({ ...task, claimedAt }, now) : had[agent]
  return until === undefined ? null : { beside: true, at: until }
}

/** Whoever claimed it, and did not start it, made it by then if at all. */
export function lastMoment(
  { kind, claimedAt }: Pick<TaskRow, 'kind'> & { claimedAt: Instant },
  now: Instant,
): Instant {
  return Math.min(now, claimedAt + taskKind(kind).actWithinMs)
}

/** A task that is gone before anybody had it in hand. */
export function withdrawnCode(why: string | null): 'superseded' | 'expired' | 'refused' {
  if (why === 'expired') return 'expired'
  return why === 'denied' || why === 'planned' || why === 'failed' ? 'refused' : 'superseded'
}
