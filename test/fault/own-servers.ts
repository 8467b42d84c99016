import pg from 'pg'
import { type PrivateServers, startPrivateServers } from '../../src/shell/local/private-servers.ts'
import { migrate } from '../../src/shell/pg/base/migrate.ts'
import { ENGINE_ROLE, ensureDatabase, ensureRole, OWNER_ROLE } from '../../src/shell/pg/base/roles.ts'
import { databaseUrl } from '../support/database-url.ts'

/** A Postgres and a Redis of one test alone, which may go away in the middle of it. */
export interface OwnServers extends PrivateServers {
  env: { DATABASE_URL: string; DATABASE_OWNER_URL: string; REDIS_URL: string }
}

const DATABASE = 'outage'

export async function ownServers(): Promise<OwnServers> {
  const servers = await startPrivateServers({ purpose: 'outage', careless: true, carelessRedis: false })
  const urls = await makeDatabase(servers.adminUrl)
  return { ...servers, env: { ...urls, REDIS_URL: servers.redisUrl } }
}

async function makeDatabase(adminUrl: string): Promise<{ DATABASE_URL: string; DATABASE_OWNER_URL: string }> {
  const client = new pg.Client(adminUrl)
  await client.connect()
  const { password } = new URL(adminUrl)
  for (const role of [OWNER_ROLE, ENGINE_ROLE]) await ensureRole(client, role, password)
  await ensureDatabase(client, DATABASE, OWNER_ROLE)
  await client.end()
  const engineUrl = databaseUrl(adminUrl, DATABASE, ENGINE_ROLE)
  const ownerUrl = databaseUrl(adminUrl, DATABASE, OWNER_ROLE)
  await migrate({ ownerUrl, engineUrl })
  return { DATABASE_URL: engineUrl, DATABASE_OWNER_URL: ownerUrl }
}
