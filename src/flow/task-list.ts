import type { ContactId } from '../core/base/id.ts'
import { isoOf } from '../core/base/time.ts'
import { inHand, type TaskRefusal, taskRefusal } from '../core/deliver/task-check.ts'
import type { TaskKind } from '../core/model/task-row.ts'
import type { OpenTask, TaskTx } from './ports/task.ts'
import type { Transactions } from './ports/transactions.ts'

export interface TaskListDeps {
  store: Transactions<TaskTx>
}

export async function listTasks(deps: TaskListDeps, kind: TaskKind, limit: number): Promise<OpenTask[]> {
  return deps.store.transaction((tx) => tx.openTasks(kind, limit))
}

/** The task is given back without a contact. */
export async function releaseTask(
  deps: TaskListDeps,
  { contact, agent }: { contact: ContactId; agent: string; why?: string },
): Promise<{ ok: true; at: string } | TaskRefusal> {
  return deps.store.transaction(async (tx) => {
    const ref = await tx.findTask(contact)
    if (ref) await tx.lock([ref])
    const task = ref && (await tx.loadTask(ref))
    const refused = inHand(task, agent)
    if (refused) return refused
    if (task?.state !== 'claimed') return taskRefusal('not_claimed')
    await tx.saveReleased(task)
    return { ok: true, at: isoOf(tx.now) }
  })
}
