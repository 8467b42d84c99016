import pg from 'pg'
import { type PrivateServers, startPrivateServers } from '../../src/shell/local/private-servers.ts'
import { migrate } from '../../src/shell/pg/base/migrate.ts'
import { ENGINE_ROLE, ensureDatabase, ensureRole, OWNER_ROLE } from '../../src/shell/pg/base/roles.ts'
import { databaseUrl } from '../support/database-url.ts'

/** A Postgres and a Redis of one file alone, which may go away in the middle of a test. */
export interface OwnServers extends PrivateServers {
  /** A migrated database of that name. */
  fresh(name: string): Promise<{ DATABASE_URL: string; DATABASE_OWNER_URL: string; REDIS_URL: string }>
}

const TEMPLATE = 'outage'

export async function ownServers(): Promise<OwnServers> {
  const servers = await startPrivateServers({ purpose: 'outage', careless: true, carelessRedis: false })
  const { adminUrl, redisUrl } = servers
  const urls = (name: string) => ({
    DATABASE_URL: databaseUrl(adminUrl, name, ENGINE_ROLE),
    DATABASE_OWNER_URL: databaseUrl(adminUrl, name, OWNER_ROLE),
    REDIS_URL: redisUrl,
  })
  const { password } = new URL(adminUrl)
  await asAdmin(adminUrl, async (client) => {
    for (const role of [OWNER_ROLE, ENGINE_ROLE]) await ensureRole(client, role, password)
    await ensureDatabase(client, TEMPLATE, OWNER_ROLE)
  })
  const { DATABASE_URL: engineUrl, DATABASE_OWNER_URL: ownerUrl } = urls(TEMPLATE)
  await migrate({ ownerUrl, engineUrl })
  return {
    ...servers,
    fresh: async (name) => {
      const statement = `create database ${name} template ${TEMPLATE} owner ${OWNER_ROLE}`
      await asAdmin(adminUrl, (client) => client.query(statement))
      return urls(name)
    },
  }
}

async function asAdmin(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
