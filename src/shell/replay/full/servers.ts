import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { startPrivateServers } from '../../local/private-servers.ts'
import { migrate } from '../../pg/base/migrate.ts'
import { ensureRole } from '../../pg/base/roles.ts'

export interface ReplayServers {
  engineUrl: string
  redisUrl: string
  /** Of the queues of this replay alone. */
  prefix: string
  /** Drops the database; stops what was started. */
  drop(): Promise<void>
}

export interface GivenServers {
  /** May create databases and roles. */
  adminUrl: string
  redisUrl: string
}

/** A database and two roles of its own, migrated, on the servers given or on private ones that live as long as the replay. */
export async function replayServers(given: GivenServers | null): Promise<ReplayServers> {
  const servers = given
    ? { ...given, stop: async () => {} }
    : await startPrivateServers({ purpose: 'replay', careless: true })
  const name = `replay_${randomBytes(6).toString('hex')}`
  const drop = async (): Promise<void> => {
    await dropDatabase(servers.adminUrl, name)
    await servers.stop()
  }
  try {
    const engineUrl = await makeDatabase(servers.adminUrl, name)
    return { engineUrl, redisUrl: servers.redisUrl, prefix: `{${name}}`, drop }
  } catch (error) {
    await drop()
    throw error
  }
}

/** The servers that the environment names, where its owner may create databases; else null. */
export async function serversFromEnv(env: NodeJS.ProcessEnv): Promise<GivenServers | null> {
  const adminUrl = env['DATABASE_OWNER_URL'] ?? env['DATABASE_URL']
  const redisUrl = env['REDIS_URL']
  if (!adminUrl || !redisUrl) return null
  const { rows } = await asAdmin(adminUrl, (client) =>
    client.query<{ may: boolean }>(
      'select rolsuper or (rolcreatedb and rolcreaterole) as may from pg_roles where rolname = current_user',
    ),
  )
  return rows[0]?.may ? { adminUrl, redisUrl } : null
}

async function makeDatabase(adminUrl: string, name: string): Promise<string> {
  const password = randomBytes(12).toString('hex')
  await asAdmin(adminUrl, async (client) => {
    for (const role of rolesOf(name)) await ensureRole(client, role, password)
    await client.query(`create database ${name}`)
  })
  const urlOf = (role: string | null): string => {
    const url = new URL(adminUrl)
    Object.assign(url, { pathname: `/${name}`, ...(role && { username: role, password }) })
    return url.href
  }
  const [owner, engine] = rolesOf(name)
  await asAdmin(urlOf(null), (client) => client.query(`grant create, usage on schema public to ${owner}`))
  await migrate({ ownerUrl: urlOf(owner), engineUrl: urlOf(engine) })
  return urlOf(engine)
}

async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await asAdmin(adminUrl, async (client) => {
    await client.query(`drop database if exists ${name} with (force)`)
    for (const role of rolesOf(name)) await client.query(`drop role if exists ${role}`)
  })
}

function rolesOf(name: string): [owner: string, engine: string] {
  return [`${name}_owner`, `${name}_engine`]
}

async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
