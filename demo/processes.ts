import { join } from 'node:path'
import { agentOf } from '../src/core/model/dialer.ts'
import { createKeyAsOwner } from '../src/shell/pg/door/api-key.ts'
import { QUEUES } from '../src/shell/queue/queues.ts'
import { answers, type Child, saysStarted, startChild } from '../src/shell/run/children.ts'
import { SUPERVISOR } from './debtors/office.ts'
import { DEMO_DIALER } from './outside.ts'
import type { Up } from './up.ts'

export interface Staff {
  agents: number
  collectors: number
}

/** Names under which the simulated people, and the simulated dialer, work. */
export function staffNames({ agents, collectors }: Staff): string[] {
  return [
    agentOf(DEMO_DIALER),
    ...Array.from({ length: agents }, (_, index) => `agent-${index + 1}`),
    ...Array.from({ length: collectors }, (_, index) => `field-${index + 1}`),
  ]
}

/** Every worker of compose, in two processes: one does the engine's work, one answers people. */
export const PROCESSES = {
  workers: [...QUEUES, 'webhooks'],
  faces: ['api', 'board'],
} as const satisfies Record<string, readonly string[]>

export async function startWorkers(up: Up): Promise<Child[]> {
  const start = async ([name, workers]: [string, readonly string[]]): Promise<Child> => {
    const child = await startChild({
      name,
      module: 'src/cli/main',
      args: ['worker', ...workers],
      env: up.env,
      ready: saysStarted,
    })
    up.atEnd(child.stop)
    return child
  }
  return Promise.all(Object.entries(PROCESSES).map(start))
}

export interface ProviderOptions {
  up: Up
  seed: string
  /** The key under which people work the tasks, while time moves only when the conductor says so; null = time is real, and real people work. */
  key: string | null
  staff: Staff
}

/** The key is made before anything is read that lets nothing else run for a while: a busy machine would take the wait for a server that is away. */
export function peopleKey({ engine, env }: Pick<Up, 'engine' | 'env'>): Promise<string> {
  return createKeyAsOwner(env['DATABASE_OWNER_URL'] ?? engine.settings.DATABASE_URL, {
    name: 'simulated-people',
    scopes: ['tasks:work'],
    replace: true,
    who: 'arrears up',
  })
}

/** The key of the second person, who bears its name: nobody grants anything under another one. */
export function supervisorKey({ engine, env }: Pick<Up, 'engine' | 'env'>): Promise<string> {
  return createKeyAsOwner(env['DATABASE_OWNER_URL'] ?? engine.settings.DATABASE_URL, {
    name: SUPERVISOR,
    roles: ['supervisor'],
    replace: true,
    who: 'arrears up',
  })
}

/** The simulated gateway, agents and field staff: a process of its own, with its own log. */
export async function startProvider({ up, seed, key, staff }: ProviderOptions): Promise<Child> {
  const { engine, ports, provider } = up
  const child = await startChild({
    name: 'provider-sim',
    module: 'demo/provider/main',
    args: [],
    env: {
      SIM_PORT: String(ports.provider),
      SIM_TOKEN: provider.token,
      SIM_SEED: seed,
      SIM_LOG: providerLog(up),
      SIM_CALLBACK: `http://127.0.0.1:${ports.api}/v1/callbacks/{channel}`,
      SIM_SECRET: engine.settings.CALLBACK_SECRETS?.split(',')[0] ?? '',
      ...(key !== null && {
        SIM_VIRTUAL: '1',
        SIM_API: `http://127.0.0.1:${ports.api}`,
        SIM_API_KEY: key,
        SIM_PRINT: up.env['PROVIDER_DEMO_PRINT_DIR'] ?? '',
        SIM_DIALER: up.env['PROVIDER_DEMO_DIALER_DIR'] ?? '',
      }),
      SIM_AGENTS: String(staff.agents),
      SIM_COLLECTORS: String(staff.collectors),
    },
    ready: answers(`${provider.url}/health`),
  })
  up.atEnd(child.stop)
  return child
}

export function providerLog({ logs }: Pick<Up, 'logs'>): string {
  return join(logs, 'provider.ndjson')
}
