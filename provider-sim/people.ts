import type { ApiClient, Task, TaskKind } from './api-client.ts'
import { dice } from './dice.ts'
import { callOutcome, promiseFor, visitOutcome } from './outcomes.ts'
import type { SimSettings } from './settings.ts'

export interface PeopleDeps {
  settings: Pick<SimSettings, 'seed' | 'temper' | 'agents' | 'collectors'>
  api: ApiClient
  now: () => number
}

/** Agents and field staff take tasks until there is none that they may do; answers how many were done. */
export async function workAll(deps: PeopleDeps): Promise<number> {
  const { agents, collectors } = deps.settings
  const [calls, visits] = await Promise.all([
    workKind(deps, { kind: 'call', people: agents }),
    workKind(deps, { kind: 'visit', people: collectors }),
  ])
  return calls + visits
}

async function workKind(
  deps: PeopleDeps,
  { kind, people }: { kind: TaskKind; people: number },
): Promise<number> {
  const open = await deps.api.openTasks(kind)
  if (open === 0) return 0
  const names = Array.from({ length: Math.min(people, open) }, (_, index) => `${NAME[kind]}-${index + 1}`)
  const done = await Promise.all(names.map((agent) => workOne(deps, kind, agent)))
  return done.reduce((sum, one) => sum + one, 0)
}

const NAME: Record<TaskKind, string> = { call: 'agent', visit: 'field' }
const MOST = 10_000

async function workOne(deps: PeopleDeps, kind: TaskKind, agent: string): Promise<number> {
  for (let done = 0; done < MOST; done++) {
    const task = await deps.api.claim(kind, agent)
    if (!task) return done
    await doTask(deps, { kind, agent, task })
  }
  return MOST
}

/** Now and then somebody gives a task back before the dial; a withdrawn one is simply left. */
async function doTask(
  { settings, api, now }: PeopleDeps,
  { kind, agent, task }: { kind: TaskKind; agent: string; task: Task },
): Promise<void> {
  const { seed, temper } = settings
  const { contact, amount } = task
  if (temper === 'harsh' && dice(seed, 'release', contact, now()) < 0.05) {
    await api.act(contact, 'release', { agent, why: 'shift ended' })
    return
  }
  if (!(await api.act(contact, 'start', { agent }))) return
  const disposition = kind === 'call' ? callOutcome(seed, task) : visitOutcome(seed, task)
  const promised = disposition.endsWith('_promise')
  const body = {
    agent,
    disposition,
    ...(promised && { promise: promiseFor(seed, { contact, amount, now: now() }) }),
  }
  if (kind === 'call') await api.act(contact, 'disposition', body)
  else await api.act(contact, 'report', { ...body, arrivedAt: new Date(now()).toISOString() })
}
