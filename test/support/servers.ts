import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startPrivateServers } from '../../src/shell/local/private-servers.ts'
import { findRedis } from '../../src/shell/local/redis.ts'
import type { RedisBinary } from '../../src/shell/local/unpack-redis.ts'
import { migrate } from '../../src/shell/pg/base/migrate.ts'
import { ENGINE_ROLE, ensureDatabase, ensureRole, OWNER_ROLE } from '../../src/shell/pg/base/roles.ts'
import { databaseUrl, TEMPLATE } from './database-url.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: string
    redis: string
    /** A folder of this run alone, gone at its end. */
    folder: string
    /** The server itself, for a test that starts one of its own. */
    redisBinary: RedisBinary
  }
}

/** One private Postgres with a migrated template database, and one private Redis, for a whole test run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await startPrivateServers({ purpose: 'test', careless: true })
  try {
    await makeTemplate(servers.adminUrl)
  } catch (error) {
    await servers.stop()
    throw error
  }
  project.provide('postgres', servers.adminUrl)
  project.provide('redis', servers.redisUrl)
  project.provide('folder', servers.folder)
  project.provide('redisBinary', findRedis(servers.folder))
  return servers.stop
}

async function makeTemplate(adminUrl: string): Promise<void> {
  const client = new pg.Client(adminUrl)
  await client.connect()
  const { password } = new URL(adminUrl)
  for (const role of [OWNER_ROLE, ENGINE_ROLE]) await ensureRole(client, role, password)
  await ensureDatabase(client, TEMPLATE, OWNER_ROLE)
  await client.end()
  await migrate({
    ownerUrl: databaseUrl(adminUrl, TEMPLATE, OWNER_ROLE),
    engineUrl: databaseUrl(adminUrl, TEMPLATE, ENGINE_ROLE),
  })
}
