import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { ProblemError } from '../../core/base/problem.ts'
import { type ServerProcess, startServer } from './child.ts'
import { freePort } from './port.ts'
import { systemFolders } from './system-folders.ts'
import { type RedisBinary, unpackRedis } from './unpack-redis.ts'

export interface LocalRedis {
  url: string
  port: number
  server: ServerProcess
  stop: () => Promise<void>
}

export interface LocalRedisOptions {
  home: string
  password: string
  port: number
  /** True = it keeps nothing on disk, for tests. */
  careless?: boolean
}

/** A private redis-server (or valkey-server) on loopback, with a password, AOF every second and no eviction. */
export async function startRedis(options: LocalRedisOptions): Promise<LocalRedis> {
  const binary = findRedis(options.home)
  const data = join(options.home, 'redis')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const port = await freePort(options.port)
  const server = await startServer({
    file: binary.file,
    args: ['-'],
    env: binary.env,
    user: null,
    cwd: data,
    stdin: config(data, port, options),
  })
  const url = `redis://:${options.password}@127.0.0.1:${port}`
  await untilReady(url, server)
  return { url, port, server, stop: () => server.stop('SIGTERM') }
}

/** The configuration goes through standard input, so that the password is on no command line. */
function config(data: string, port: number, options: LocalRedisOptions): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${options.password}`,
    `dir ${JSON.stringify(data)}`,
    `pidfile ${JSON.stringify(join(options.home, 'redis.pid'))}`,
    `appendonly ${options.careless ? 'no' : 'yes'}`,
    'appendfsync everysec',
    'maxmemory-policy noeviction',
    'save ""',
    'daemonize no',
    '',
  ].join('\n')
}

/** The server of the system, else one that is fetched and unpacked into `home`; a second call finds it there. */
export function findRedis(home: string): RedisBinary {
  const binary = ofSystem() ?? unpackRedis(join(home, 'redis-binaries'))
  if (!binary) throw new ProblemError([NO_REDIS])
  return binary
}

function ofSystem(): RedisBinary | null {
  const folders = systemFolders({ after: ['/usr/local/bin', '/opt/homebrew/bin'] })
  for (const name of ['redis-server', 'valkey-server']) {
    const folder = folders.find((path) => existsSync(join(path, name)))
    if (folder) return { file: join(folder, name), env: {} }
  }
  return null
}

async function untilReady(url: string, server: ServerProcess): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    if (server.exited()) break
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.ping()
      return
    } catch {
      await sleep(50)
    } finally {
      client.disconnect()
    }
  }
  await server.stop('SIGTERM')
  throw new ProblemError([
    {
      code: 'redis_start_failed',
      message: `the private Redis did not start: ${server.tail().trim().split('\n').slice(-3).join(' | ')}`,
      suggestion: 'set REDIS_URL to a Redis of your own, or start over with --reset',
    },
  ])
}

const NO_REDIS = {
  code: 'no_redis',
  message: 'there is no redis-server or valkey-server here, and none could be fetched',
  suggestion:
    process.platform === 'darwin'
      ? 'brew install redis'
      : 'docker compose up -d redis, or apt-get install redis-server',
}
