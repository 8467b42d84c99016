import type { ActiveConfig } from '../../flow/ports/config.ts'
import type { OpenTask } from '../../flow/ports/task.ts'
import { claimTask, startTask } from '../../flow/task.ts'
import { listTasks } from '../../flow/task-list.ts'
import type { TaskDeps } from '../../flow/task.ts'
import { disposeTask } from '../../flow/task-outcome.ts'
import type { OutcomeDeps } from '../../flow/task-outcome.ts'
import { TASK_CHANNELS, taskKind } from '../../core/channel/channel.ts'
import type { PermitContact } from '../../core/deliver/ask.ts'
import type { Speaks } from './driver.ts'

const AGENT = 'replay'
const MANY = 100_000

/** Every open call and visit is done at this instant, in an order that does not depend on who was offered first: nobody answers, unless the input says otherwise. */
export async function doTasks(deps: TaskDeps & OutcomeDeps, speaks: Speaks): Promise<boolean> {
  let any = false
  for (const kind of TASK_CHANNELS) {
    const open = (await listTasks(deps, kind, MANY)).sort(byName)
    for (const task of open) {
      any = true
      await doTask(deps, task, speaks)
    }
  }
  return any
}

/** Every agent of a replay has shown what the law asks of an agent at the claim. */
export function asBestAgent(permit: TaskDeps['permit']): TaskDeps['permit'] {
  return (config: ActiveConfig): PermitContact => {
    const ask = permit(config)
    return (question) => ask({ ...question, moment: 'redeem' })
  }
}

async function doTask(deps: TaskDeps & OutcomeDeps, task: OpenTask, speaks: Speaks): Promise<void> {
  const { kind, contact, account, step, attempt } = task
  const claimed = await claimTask(deps, { kind, agent: AGENT, contact })
  if (!claimed.ok) return
  const started = await startTask(deps, { contact, agent: AGENT })
  if (!started.ok || speaks({ account, step: step ?? '', attempt: attempt ?? 1 })) return
  const done = await disposeTask(deps, { contact, agent: AGENT, disposition: taskKind(kind).nobodyThere })
  if (!done.ok) throw new Error(`a ${kind} of the replay could not be ended: ${done.code}`)
}

function byName(a: OpenTask, b: OpenTask): number {
  const [one, other] = [nameOf(a), nameOf(b)]
  return one < other ? -1 : one > other ? 1 : 0
}

function nameOf({ account, step, attempt }: OpenTask): string {
  return `${account} ${step ?? ''} ${attempt ?? 0}`
}
