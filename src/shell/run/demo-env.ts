import { join } from 'node:path'
import type { LocalFolder } from '../local/folder.ts'
import type { Secrets } from '../local/secrets.ts'
import type { Servers } from '../local/servers.ts'

export interface Ports {
  api: number
  board: number
  provider: number
}

/** The environment of every process that `arrears up` starts, and of commands run beside it. What the caller's own environment sets stays. */
export function demoEnv(
  given: NodeJS.ProcessEnv,
  parts: {
    folder: LocalFolder
    secrets: Secrets
    servers: Servers
    ports: Ports
  },
): Record<string, string> {
  const { folder, secrets, servers, ports } = parts
  const own: Record<string, string> = {
    ARREARS_SEAL_KEYS: secrets.seal,
    ARREARS_HASH_KEY: secrets.hash,
    CALLBACK_SECRETS: secrets.webhook,
    BOARD_USERS: `operator:${secrets.board}:operator,viewer:viewer:viewer`,
    BOARD_TITLE: 'demo',
    RING_AFTER_SECONDS: '0',
    REQUEST_SECONDS: '5',
    SMS_URL: `http://127.0.0.1:${ports.provider}`,
    SMS_TOKEN: secrets.provider,
    LOG_LEVEL: 'warn',
    LOG_FILE: join(folder.logs, 'engine.log'),
  }
  const kept = Object.keys(own).filter((name) => given[name] !== undefined && given[name] !== '')
  for (const name of kept) delete own[name]
  return {
    ...own,
    DATABASE_URL: servers.databaseUrl,
    DATABASE_OWNER_URL: servers.ownerUrl,
    REDIS_URL: servers.redisUrl,
    API_PORT: String(ports.api),
    BOARD_PORT: String(ports.board),
    API_URL: `http://127.0.0.1:${ports.api}`,
  }
}
