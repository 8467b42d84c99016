import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres } from '../../src/shell/local/postgres.ts'
import { startRedis } from '../../src/shell/local/redis.ts'
import { migrate } from '../../src/shell/pg/migrate.ts'
import { ENGINE_ROLE, ensureDatabase, ensureRole, OWNER_ROLE } from '../../src/shell/pg/roles.ts'
import { databaseUrl } from '../support/database-url.ts'

/** A Postgres and a Redis of one test alone, which may go away in the middle of it. */
export interface OwnServers {
  env: { DATABASE_URL: string; REDIS_URL: string }
  /** Gone with the test. */
  folder: string
  postgres: Switch
  redis: Switch
  close(): Promise<void>
}

export interface Switch {
  stop(): Promise<void>
  /** On the same port and the same data. */
  start(): Promise<void>
}

const PASSWORD = 'only-for-tests'
const DATABASE = 'outage'

export async function ownServers(): Promise<OwnServers> {
  const folder = mkdtempSync(join(tmpdir(), 'arrears-outage-'))
  chmodSync(folder, 0o755)
  let postgres = await startPostgres({ home: folder, password: PASSWORD, port: 0, careless: true })
  let redis = await startRedis({ home: folder, password: PASSWORD, port: 0 })
  const { adminUrl, port } = postgres
  const redisPort = redis.port
  const DATABASE_URL = await makeDatabase(adminUrl)
  return {
    env: { DATABASE_URL, REDIS_URL: redis.url },
    folder,
    postgres: {
      stop: () => postgres.stop(),
      start: async () => {
        postgres = await startPostgres({ home: folder, password: PASSWORD, port, careless: true })
        if (postgres.port !== port) throw new Error(`port ${port} was taken meanwhile`)
      },
    },
    redis: {
      stop: () => redis.stop(),
      start: async () => {
        redis = await startRedis({ home: folder, password: PASSWORD, port: redisPort })
        if (redis.port !== redisPort) throw new Error(`port ${redisPort} was taken meanwhile`)
      },
    },
    close: async () => {
      await Promise.all([postgres.stop(), redis.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function makeDatabase(adminUrl: string): Promise<string> {
  const client = new pg.Client(adminUrl)
  await client.connect()
  await ensureRole(client, OWNER_ROLE, PASSWORD)
  await ensureRole(client, ENGINE_ROLE, PASSWORD)
  await ensureDatabase(client, DATABASE, OWNER_ROLE)
  await client.end()
  const engineUrl = databaseUrl(adminUrl, DATABASE, ENGINE_ROLE)
  await migrate({ ownerUrl: databaseUrl(adminUrl, DATABASE, OWNER_ROLE), engineUrl })
  return engineUrl
}
