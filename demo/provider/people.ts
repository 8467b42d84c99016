import { TASK_CHANNELS, type TaskChannel } from '../../src/core/channel/channel.ts'
import type { ApiClient, Task } from './api-client.ts'
import { dice } from './dice.ts'
import { callOutcome, noteOn, planFor, promiseFor, visitOutcome } from './outcomes.ts'
import type { SimSettings } from './settings.ts'
import type { Disposition } from '../../src/core/channel/disposition.ts'
import { meaningOf } from '../../src/core/channel/disposition.ts'

export interface PeopleDeps {
  settings: Pick<SimSettings, 'seed' | 'temper' | 'agents' | 'collectors'>
  api: ApiClient
  now: () => number
}

interface Crew {
  /** Each of them is called so, with a number behind it. */
  name: string
  size: (settings: PeopleDeps['settings']) => number
  outcome: (seed: string, task: Task) => Disposition
  /** They tell how it ended by a report of where they were, too. */
  reports: boolean
}

/** Who does the tasks of a channel. */
const CREW = {
  call: { name: 'agent', size: ({ agents }) => agents, outcome: callOutcome, reports: false },
  visit: { name: 'field', size: ({ collectors }) => collectors, outcome: visitOutcome, reports: true },
} satisfies Record<TaskChannel, Crew>

/** Agents and field staff take tasks until there is none that they may do; the answer says how many were done. */
export async function workAll(deps: PeopleDeps): Promise<number> {
  const done = await Promise.all(TASK_CHANNELS.map((kind) => workKind(deps, kind)))
  return done.reduce((sum, one) => sum + one, 0)
}

async function workKind(deps: PeopleDeps, kind: TaskChannel): Promise<number> {
  const open = await deps.api.openTasks(kind)
  if (open === 0) return 0
  const { name, size } = CREW[kind]
  const people = Math.min(size(deps.settings), open)
  const names = Array.from({ length: people }, (_, index) => `${name}-${index + 1}`)
  const done = await Promise.all(names.map((agent) => workOne(deps, kind, agent)))
  return done.reduce((sum, one) => sum + one, 0)
}

const MOST = 10_000

async function workOne(deps: PeopleDeps, kind: TaskChannel, agent: string): Promise<number> {
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
  { kind, agent, task }: { kind: TaskChannel; agent: string; task: Task },
): Promise<void> {
  const { seed, temper } = settings
  const { contact, amount } = task
  if (temper === 'harsh' && dice(seed, 'release', contact, now()) < 0.05) {
    await api.act(contact, 'release', { agent, why: 'shift ended' })
    return
  }
  if (!(await api.act(contact, 'start', { agent }))) return
  const { outcome, reports } = CREW[kind]
  const disposition = outcome(seed, task)
  const { effect } = meaningOf(disposition)
  const told = { contact, amount, now: now() }
  const note = noteOn(disposition, contact)
  const body = {
    agent,
    disposition,
    ...(note !== undefined && { note }),
    ...(effect === 'promise' && { promise: promiseFor(seed, told) }),
    ...(effect === 'plan' && { plan: planFor(seed, told) }),
  }
  if (reports) await api.act(contact, 'report', { ...body, arrivedAt: new Date(now()).toISOString() })
  else await api.act(contact, 'disposition', body)
}
