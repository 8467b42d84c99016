import type { Instant } from '../core/base/time.ts'
import { isoOf } from '../core/base/time.ts'
import type { FactInput } from '../core/fact/fact.ts'
import { releasedMark, releaseOf } from '../core/fact/release-refused.ts'
import type { HumanTaskFile, HumanTaskTx } from './ports/human-task.ts'

/** The facts that a word means on a task of nobody who is known: a message from a number that nobody has, or rows that were refused. */
export async function answerOfNobody(
  tx: Pick<HumanTaskTx, 'refusedHolds'> & { now: Instant },
  task: HumanTaskFile,
  resolution: string,
): Promise<FactInput[]> {
  if (task.kind !== 'read_reply' || task.reply === null) {
    const mark = releasedMark(task, resolution)
    return mark === null ? [] : releaseOf(task.id, await tx.refusedHolds(mark), tx.now)
  }
  return [
    {
      type: 'reply.read',
      at: isoOf(tx.now),
      key: `task-${task.id}-${resolution}`,
      reply: task.reply,
      meaning: resolution === 'optout' ? 'optout' : 'other',
    },
  ]
}
