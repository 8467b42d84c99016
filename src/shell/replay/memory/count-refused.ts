import type { AccountId, PersonId } from '../../../core/base/id.ts'
import { ASKED_BY_STORE } from '../../../core/model/asked-by-store.ts'
import { taskTraits } from '../../../core/model/human-task.ts'
import type { LedgerChanges } from '../../../core/model/ledger-changes.ts'
import { refusedReason } from '../../../core/fact/hold-refused.ts'
import type { World } from './world.ts'

/** One open task per source, kind and file, whose counts go on. */
export function countRefused(world: World, rows: LedgerChanges['refused']): void {
  for (const { origin, codes, due } of rows) {
    const open = world.humanTasks.find(
      (task) => taskTraits(task.kind).ofRows && task.rule === origin && task.resolvedAt === null,
    )
    const counts: Record<string, number> = { ...open?.counts }
    for (const [code, more] of Object.entries(codes)) counts[code] = (counts[code] ?? 0) + more
    const told = { counts, reason: refusedReason({ origin, codes: counts }) }
    if (open) Object.assign(open, told)
    else
      world.humanTasks.push({
        person: 0 as PersonId,
        account: 0 as AccountId,
        case: null,
        kind: ASKED_BY_STORE.refused.kind,
        rule: origin,
        role: ASKED_BY_STORE.refused.role,
        due,
        resolvedAt: null,
        ...told,
      })
  }
}
