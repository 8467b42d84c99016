import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../src/shell/local/postgres.ts'
import { findRedis, type RedisBinary, startRedis } from '../../src/shell/local/redis.ts'
import { migrate } from '../../src/shell/pg/migrate.ts'
import { ENGINE_ROLE, ensureDatabase, ensureRole, OWNER_ROLE } from '../../src/shell/pg/roles.ts'
import { databaseUrl, TEMPLATE } from './database-url.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: string
    redis: string
    /** The server itself, for a test that starts one of its own. */
    redisBinary: RedisBinary
  }
}

const PASSWORD = 'only-for-tests'

/** One private Postgres with a migrated template database, and one private Redis, for a whole test run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), 'arrears-test-'))
  chmodSync(home, 0o755)
  const options = { home, password: PASSWORD, port: 0, careless: true }
  const [postgres, redis] = await Promise.all([startPostgres(options), startRedis(options)])
  const teardown = async (): Promise<void> => {
    await Promise.all([postgres.stop(), redis.stop()])
    rmSync(home, { recursive: true, force: true })
  }
  try {
    await makeTemplate(postgres.adminUrl)
  } catch (error) {
    await teardown()
    throw error
  }
  project.provide('postgres', postgres.adminUrl)
  project.provide('redis', redis.url)
  project.provide('redisBinary', findRedis(home))
  return teardown
}

async function makeTemplate(adminUrl: string): Promise<void> {
  const client = new pg.Client(adminUrl)
  await client.connect()
  await ensureRole(client, OWNER_ROLE, PASSWORD)
  await ensureRole(client, ENGINE_ROLE, PASSWORD)
  await ensureDatabase(client, TEMPLATE, OWNER_ROLE)
  await client.end()
  await migrate({
    ownerUrl: databaseUrl(adminUrl, TEMPLATE, OWNER_ROLE),
    engineUrl: databaseUrl(adminUrl, TEMPLATE, ENGINE_ROLE),
  })
}
