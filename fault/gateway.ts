import { join } from 'node:path'
import { freePort } from '../src/shell/local/port.ts'
import { answers, startChild } from '../src/shell/run/children.ts'
import type { GatewaySettings } from './gateway-process.ts'
import { type Entry, readJournal } from './journal.ts'
import type { Weather } from './moods.ts'

/** The gateway's process, as the engine's settings name it. */
export interface Gateway {
  url: string
  /** The answer says how many requests the weather before it harmed. */
  set(weather: Weather): Promise<number>
  /** Everything that was taken so far. */
  accepted(): Entry[]
  stop: () => Promise<void>
}

export async function startGateway(
  folder: string,
  settings: Omit<GatewaySettings, 'port' | 'journal'>,
): Promise<Gateway> {
  const port = await freePort(0)
  const url = `http://127.0.0.1:${port}`
  const journal = join(folder, 'accepted.ndjson')
  const given: GatewaySettings = { ...settings, port, journal }
  const child = await startChild({
    name: 'gateway',
    module: 'fault/gateway-process',
    args: [],
    env: { FAULT_GATEWAY: JSON.stringify(given) },
    ready: answers(url),
  })
  return {
    url,
    set: async (weather) => {
      const body = JSON.stringify(weather)
      const told = await fetch(`${url}/weather`, { method: 'POST', body })
      if (!told.ok) throw new Error(`the gateway answered ${told.status}`)
      const { harmed } = (await told.json()) as { harmed: number }
      return harmed
    },
    accepted: () => readJournal(journal),
    stop: child.stop,
  }
}
