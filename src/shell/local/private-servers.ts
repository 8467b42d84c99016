import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { saysStarted, startChild } from '../run/children.ts'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'

/** A Postgres and a Redis for one purpose alone; servers and folder are gone after `stop`, and also when this process is killed. */
export interface PrivateServers {
  folder: string
  /** The address for the superuser, at the database `postgres`. */
  adminUrl: string
  redisUrl: string
  postgres: Switch
  redis: Switch
  stop: () => Promise<void>
}

export interface Switch {
  /** `kill`: the servers have no chance to write anything more. */
  stop: (how?: 'kill') => Promise<void>
  /** It starts again on the same port and the same data. */
  start: () => Promise<void>
}

interface Options {
  /** Part of the folder's name. */
  purpose: string
  /** What is lost at a power cut does not matter. */
  careless?: boolean
  /** True = Redis keeps nothing on disk. */
  carelessRedis?: boolean
}

export async function startPrivateServers(options: Options): Promise<PrivateServers> {
  const { purpose, careless = false, carelessRedis = careless } = options
  const folder = mkdtempSync(join(tmpdir(), `arrears-${purpose}-`))
  chmodSync(folder, 0o755)
  const password = randomBytes(12).toString('hex')
  const guard = await startChild({
    name: 'guard',
    module: 'src/shell/local/guard',
    args: [folder],
    env: {},
    ready: saysStarted,
  })
  const stops = [() => guard.stop()]
  const stop = async (): Promise<void> => {
    for (let end = stops.pop(); end; end = stops.pop()) await end()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const home = { home: folder, password }
    const postgres = await switchOf((port) => startPostgres({ ...home, port, careless }))
    stops.push(postgres.stop)
    const redis = await switchOf((port) => startRedis({ ...home, port, careless: carelessRedis }))
    stops.push(redis.stop)
    const { adminUrl } = postgres.first
    return { folder, adminUrl, redisUrl: redis.first.url, postgres, redis, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

interface Started {
  port: number
  server: { stop(signal: 'SIGKILL'): Promise<void> }
  stop(): Promise<void>
}

async function switchOf<Server extends Started>(
  startOn: (port: number) => Promise<Server>,
): Promise<Switch & { first: Server }> {
  const first = await startOn(0)
  let server = first
  return {
    first,
    stop: (how) => (how === 'kill' ? server.server.stop('SIGKILL') : server.stop()),
    start: async () => {
      server = await startOn(first.port)
      if (server.port !== first.port) throw new Error(`port ${first.port} was taken meanwhile`)
    },
  }
}
