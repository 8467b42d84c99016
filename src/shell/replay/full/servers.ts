import { randomBytes } from 'node:crypto'
import { startPrivateServers } from '../../local/private-servers.ts'
import { dropOwnDatabase, makeOwnDatabase, mayMakeDatabases } from '../../pg/base/own-database.ts'

export interface ReplayServers {
  engineUrl: string
  redisUrl: string
  /** The prefix of the queues of this replay alone. */
  prefix: string
  /** The database is dropped; what was started is stopped. */
  drop(): Promise<void>
}

export interface GivenServers {
  /** The role of this connection may create databases and roles. */
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
    await dropOwnDatabase(servers.adminUrl, name)
    await servers.stop()
  }
  try {
    const engineUrl = await makeOwnDatabase(servers.adminUrl, name)
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
  return (await mayMakeDatabases(adminUrl)) ? { adminUrl, redisUrl } : null
}
