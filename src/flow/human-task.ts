import type { HumanTaskFile, HumanTaskFilter, HumanTaskTx } from './ports/human-task.ts'
import type { Transactions } from './ports/transactions.ts'

export type HumanTaskAnswer =
  | { ok: true; task: HumanTaskFile }
  | {
      ok: false
      code: 'unknown_task' | 'not_yours' | 'already_resolved' | 'bad_resolution'
      message: string
    }

export type HumanTaskStore = Transactions<HumanTaskTx>

export async function listHumanTasks(
  store: HumanTaskStore,
  filter: HumanTaskFilter,
): Promise<HumanTaskFile[]> {
  return store.transaction((tx) => tx.openTasks(filter))
}

/** Claiming twice by the same person is fine. */
export async function claimHumanTask(
  store: HumanTaskStore,
  id: number,
  by: string,
): Promise<HumanTaskAnswer> {
  return store.transaction(async (tx) => {
    const task = await tx.lockTask(id)
    const refused = refusalOf(task, by)
    if (refused) return refused
    if (!task) return unknown
    if (task.claimedBy !== null) return { ok: true, task }
    await tx.claim(task, by)
    return { ok: true, task: { ...task, claimedBy: by, claimedAt: tx.now } }
  })
}

/** What a human may find out about a contact whose fate is not known: any other word would be a guess. */
const FATES = ['sent', 'not_sent']

/** `resolution` is a short word such as `done`, without personal data; of an unknown contact it is `sent` or `not_sent`. Whoever claimed it resolves it; an unclaimed one, anybody. */
export async function resolveHumanTask(
  store: HumanTaskStore,
  id: number,
  by: string,
  resolution: string,
): Promise<HumanTaskAnswer> {
  return store.transaction(async (tx) => {
    const task = await tx.lockTask(id)
    const refused = refusalOf(task, by)
    if (refused) return refused
    if (!task) return unknown
    if (task.kind === 'unknown_contact' && !FATES.includes(resolution)) {
      return { ok: false, code: 'bad_resolution', message: `resolve it with ${FATES.join(' or ')}` }
    }
    await tx.resolve(task, by, resolution)
    return { ok: true, task: { ...task, claimedBy: task.claimedBy ?? by, resolvedAt: tx.now, resolution } }
  })
}

const unknown: HumanTaskAnswer = { ok: false, code: 'unknown_task', message: 'there is no such task' }

function refusalOf(task: HumanTaskFile | null, by: string): HumanTaskAnswer | null {
  if (!task) return unknown
  if (task.resolvedAt !== null) {
    return { ok: false, code: 'already_resolved', message: `task ${task.id} is resolved` }
  }
  if (task.claimedBy !== null && task.claimedBy !== by) {
    return { ok: false, code: 'not_yours', message: `task ${task.id} is claimed by somebody else` }
  }
  return null
}
