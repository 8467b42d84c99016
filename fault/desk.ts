import { setTimeout as sleep } from 'node:timers/promises'
import { apiClient } from '../demo/provider/api-client.ts'
import type { Engine } from './engine.ts'

const KINDS = ['call', 'visit'] as const

/** Agents and field staff, who work every call and visit that is offered while they are at the desk. */
export interface Desk {
  /** Contacts that somebody was allowed to begin, doubles included. */
  started: number[]
  leave(): Promise<void>
}

export function openDesk(api: Engine['api']): Desk {
  const client = apiClient(api.url, api.key)
  const started: number[] = []
  let open = true
  const work = async (kind: (typeof KINDS)[number]): Promise<void> => {
    const agent = `${kind}-1`
    while (open) {
      // Nobody answers while the API is away.
      const task = await client.claim(kind, agent).catch(() => null)
      if (!task) {
        await sleep(200)
        continue
      }
      if (!(await client.act(task.contact, 'start', { agent }).catch(() => false))) continue
      started.push(task.contact)
      const [what, disposition] = kind === 'call' ? ['disposition', 'no_answer'] : ['report', 'no_one_home']
      const arrivedAt = kind === 'visit' ? { arrivedAt: new Date().toISOString() } : {}
      await client
        .act(task.contact, what as 'report', { agent, disposition, ...arrivedAt })
        .catch(() => false)
    }
  }
  const working = Promise.all(KINDS.map(work))
  return {
    started,
    leave: async () => {
      open = false
      await working
    },
  }
}
