import { rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { ProblemError } from '../../core/base/problem.ts'
import { ENGINE_ROLE, ensureDatabase, ensureRole, OWNER_ROLE } from '../pg/base/roles.ts'
import type { LocalFolder } from './folder.ts'
import { stopLeftovers } from './leftovers.ts'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'
import type { Secrets } from './secrets.ts'

export interface Servers {
  databaseUrl: string
  ownerUrl: string
  redisUrl: string
  /** The Postgres is ours. */
  isPrivate: boolean
  /** One line for people: what runs where, without passwords. */
  described: string
  stop: () => Promise<void>
}

export interface ServersOptions {
  folder: LocalFolder
  secrets: Secrets
  /** True = the private data is wiped first. */
  reset: boolean
  given: { databaseUrl: string | undefined; ownerUrl: string | undefined; redisUrl: string | undefined }
}

interface Running {
  url: string
  ownerUrl?: string
  words: string
  stop: () => Promise<void>
}

const DATABASE = 'arrears'
const POSTGRES_PORT = 54_740
const REDIS_PORT = 63_740

/** The servers that the environment names, or private ones for what it does not name. */
export async function bringUpServers(options: ServersOptions): Promise<Servers> {
  const { given, folder } = options
  if (options.reset && (given.databaseUrl || given.redisUrl)) throw new ProblemError([NOT_OURS])
  await stopLeftovers(folder.servers)
  if (options.reset)
    for (const name of ['postgres', 'redis'])
      rmSync(join(folder.servers, name), { recursive: true, force: true })
  const postgres = given.databaseUrl
    ? {
        url: given.databaseUrl,
        ownerUrl: given.ownerUrl ?? given.databaseUrl,
        words: 'the Postgres of DATABASE_URL',
        stop: nothing,
      }
    : await privatePostgres(options)
  const redis = given.redisUrl
    ? { url: given.redisUrl, words: 'the Redis of REDIS_URL', stop: nothing }
    : await privateRedis(options).catch(async (error: unknown) => {
        await postgres.stop()
        throw error
      })
  return {
    databaseUrl: postgres.url,
    ownerUrl: postgres.ownerUrl ?? postgres.url,
    redisUrl: redis.url,
    isPrivate: !given.databaseUrl,
    described: `${postgres.words}, ${redis.words}`,
    stop: async () => {
      await Promise.all([postgres.stop(), redis.stop()])
    },
  }
}

async function nothing(): Promise<void> {}

async function privatePostgres({ folder, secrets }: ServersOptions): Promise<Running> {
  const running = await startPostgres({
    home: folder.servers,
    password: secrets.postgres,
    port: POSTGRES_PORT,
  })
  const client = new pg.Client(running.adminUrl)
  await client.connect()
  try {
    await ensureRole(client, OWNER_ROLE, secrets.owner)
    await ensureRole(client, ENGINE_ROLE, secrets.engine)
    await ensureDatabase(client, DATABASE, OWNER_ROLE)
  } finally {
    await client.end()
  }
  const url = (role: string, password: string): string =>
    `postgres://${role}:${password}@127.0.0.1:${running.port}/${DATABASE}`
  return {
    url: url(ENGINE_ROLE, secrets.engine),
    ownerUrl: url(OWNER_ROLE, secrets.owner),
    words: `a private Postgres on port ${running.port}`,
    stop: running.stop,
  }
}

async function privateRedis({ folder, secrets }: ServersOptions): Promise<Running> {
  const running = await startRedis({ home: folder.servers, password: secrets.redis, port: REDIS_PORT })
  return {
    url: running.url,
    words: `a private Redis on port ${running.port}`,
    stop: running.stop,
  }
}

const NOT_OURS = {
  code: 'not_ours_to_reset',
  message: '--reset wipes only the private servers, and DATABASE_URL or REDIS_URL names others',
  suggestion: 'unset them, or empty those servers yourself',
}
