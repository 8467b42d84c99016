import type { Instant } from '../base/time.ts'
import { isoOf } from '../base/time.ts'
import type { FactInput } from './fact.ts'
import { markOf } from './hold-refused.ts'
import { effectOf } from '../model/task-word.ts'
import { taskTraits } from '../model/human-task.ts'

/** A hold of a refused row that stands. */
export interface RefusedHold {
  id: number
  /** Null = on the person. */
  account: string | null
  debtor: string
  hold: string
}

/** How the names of the holds end that came of a task's rows; null = the word ends none. */
export function releasedMark(
  { kind, rule }: { kind: string; rule: string | null },
  resolution: string,
): string | null {
  const releases = effectOf(resolution).implies === 'rows_released'
  return taskTraits(kind).ofRows && rule !== null && releases ? `#${markOf(rule)}` : null
}

/** What `release` means: the holds end, whatever the rows said. */
export function releaseOf(task: number, holds: readonly RefusedHold[], now: Instant): FactInput[] {
  return holds.map(({ id, account, debtor, hold }) => ({
    type: 'hold.lifted',
    at: isoOf(now),
    key: `task-${task}-release-${id}`,
    ...(account === null ? { debtor } : { account }),
    hold,
  }))
}
