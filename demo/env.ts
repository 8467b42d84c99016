import { join } from 'node:path'
import { simulatedProviders } from '../src/shell/env/providers.ts'
import type { LocalFolder } from '../src/shell/local/folder.ts'
import type { Secrets } from '../src/shell/local/secrets.ts'
import type { Servers } from '../src/shell/local/servers.ts'
import { outsideEnv } from './outside.ts'

export interface Ports {
  api: number
  board: number
  provider: number
}

export interface OwnEnv {
  folder: LocalFolder
  secrets: Secrets
  servers: Servers
  ports: Ports
  /** A synthetic book is played: nothing may be sent to a real provider, whatever the caller's environment says. */
  demo: boolean
}

/** The environment of every process that `arrears up` starts, and of commands run beside it; what the caller has set stays where it can do no harm. */
export function demoEnv(given: NodeJS.ProcessEnv, parts: OwnEnv): Record<string, string> {
  const { folder, secrets, servers, ports, demo } = parts
  const provider = {
    ...simulatedProviders(`http://127.0.0.1:${ports.provider}`, secrets.provider),
    CALLBACK_SECRETS: secrets.webhook,
  }
  const suggested: Record<string, string> = {
    ARREARS_SEAL_KEYS: secrets.seal,
    ARREARS_HASH_KEY: secrets.hash,
    BOARD_USERS: `operator:${secrets.board}:operator`,
    BOARD_TITLE: demo ? 'demo' : 'local',
    LOG_LEVEL: 'warn',
    LOG_FILE: join(folder.logs, 'engine.log'),
    ...(!demo && provider),
    // Whoever tries webhooks has a receiver on this machine.
    ...(demo && { WEBHOOK_PRIVATE: 'true' }),
  }
  for (const name of Object.keys(suggested)) if (given[name]) delete suggested[name]
  return {
    ...suggested,
    ...(demo && {
      ...provider,
      ...outsideEnv(folder, secrets),
      RING_AFTER_SECONDS: '0',
      REQUEST_SECONDS: '5',
    }),
    DATABASE_URL: demo ? hasty(servers) : servers.databaseUrl,
    DATABASE_OWNER_URL: servers.ownerUrl,
    REDIS_URL: servers.redisUrl,
    API_PORT: String(ports.api),
    BOARD_PORT: String(ports.board),
    API_URL: `http://127.0.0.1:${ports.api}`,
  }
}

/** A book of invented persons may lose its last second at a power cut: ninety days are played in minutes. */
function hasty({ databaseUrl, isPrivate }: Servers): string {
  if (!isPrivate) return databaseUrl
  const url = new URL(databaseUrl)
  url.searchParams.set('options', '-c synchronous_commit=off')
  return url.href
}
