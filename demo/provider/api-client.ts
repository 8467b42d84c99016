import type { TaskChannel } from '../../src/core/channel/channel.ts'
import { exchange } from './exchange.ts'

/** The engine's HTTP, as an agent's desk would use it. */
export interface ApiClient {
  openTasks(kind: TaskChannel): Promise<number>
  /** Null = nothing to do. */
  claim(kind: TaskChannel, agent: string): Promise<Task | null>
  /** False = the engine says no: superseded, expired, refused. */
  act(contact: number, what: 'start' | 'release' | 'disposition' | 'report', body: object): Promise<boolean>
}

export interface Task {
  contact: number
  dpd: number | null
  amount: string
}

const ANSWER_WITHIN_MS = 30_000

export function apiClient(url: string, key: string): ApiClient {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const call = async (
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<{ status: number; json: unknown }> => {
    const asked = { method, url: new URL(path, url).href, headers, body: body ? JSON.stringify(body) : null }
    const answer = await exchange(asked, ANSWER_WITHIN_MS)
    return { status: answer.status, json: answer.body === '' ? null : JSON.parse(answer.body) }
  }
  return {
    async openTasks(kind) {
      const { status, json } = await call('GET', `/v1/tasks?kind=${kind}&limit=50`)
      return status === 200 && isRecord(json) && Array.isArray(json['tasks']) ? json['tasks'].length : 0
    },
    async claim(kind, agent) {
      const { status, json } = await call('POST', '/v1/tasks/claim', { kind, agent })
      if (status !== 200 || !isRecord(json)) return null
      const { contact, dpd, amount } = json
      if (typeof contact !== 'number') return null
      return {
        contact,
        dpd: typeof dpd === 'number' ? dpd : null,
        amount: typeof amount === 'string' ? amount : '0',
      }
    },
    async act(contact, what, body) {
      const { status } = await call('POST', `/v1/tasks/${contact}/${what}`, body)
      return status >= 200 && status < 300
    },
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
