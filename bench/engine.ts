import { readSettings } from '../src/shell/env/settings.ts'
import { openLog } from '../src/shell/log/log.ts'
import { type Engine, openEngine } from '../src/shell/run/engine.ts'
import { type BenchDatabase, copyOf } from './database.ts'
import { KEYS } from './morning.ts'
import type { Servers } from './servers.ts'

export interface BenchEngine {
  engine: Engine
  copy: BenchDatabase
  close: () => Promise<void>
}

/** The engine as a worker process has it, over a fresh copy of the book and queues of its own. */
export async function engineOn(
  servers: Servers,
  template: string,
  settings: Record<string, string> = {},
  name?: string,
): Promise<BenchEngine> {
  const copy = await copyOf(servers, template, { max: 2, ...(name && { name }) })
  const engine = openEngine({
    settings: readSettings({ ...settingsOf(servers, copy), ...settings }),
    log: openLog({ worker: 'bench', level: 'silent' }),
    worker: 'bench',
    instance: copy.name,
  })
  return {
    engine,
    copy,
    close: async () => {
      await engine.close()
      await copy.drop()
    },
  }
}

/** The environment of a worker on that database. */
export function settingsOf(servers: Servers, { url, name }: BenchDatabase): Record<string, string> {
  return {
    DATABASE_URL: url,
    REDIS_URL: servers.redisUrl,
    QUEUE_PREFIX: `{${name}}`,
    ARREARS_SEAL_KEYS: KEYS.seal,
    ARREARS_HASH_KEY: KEYS.hash,
  }
}
