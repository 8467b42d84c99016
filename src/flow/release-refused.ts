import type { Instant } from '../core/base/time.ts'
import { isoOf } from '../core/base/time.ts'
import type { FactInput } from '../core/fact/fact.ts'
import { markOf } from '../core/fact/hold-refused.ts'
import type { HumanTaskFile, HumanTaskTx } from './ports/human-task.ts'

/** What `release` means: the holds that came of the task's rows end, whatever the rows said. */
export async function releaseRefused(
  tx: Pick<HumanTaskTx, 'refusedHolds'> & { now: Instant },
  task: HumanTaskFile,
  resolution: string,
): Promise<FactInput[]> {
  if (task.kind !== 'data_refused' || task.rule === null || resolution !== 'release') return []
  const holds = await tx.refusedHolds(`#${markOf(task.rule)}`)
  return holds.map(({ id, account, debtor, hold }) => ({
    type: 'hold.lifted',
    at: isoOf(tx.now),
    key: `task-${task.id}-release-${id}`,
    ...(account === null ? { debtor } : { account }),
    hold,
  }))
}
