import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../src/shell/local/postgres.ts'
import { startRedis } from '../src/shell/local/redis.ts'

/** A private Postgres (fsync on) and Redis (AOF every second) of the benchmark's own. */
export interface Servers {
  /** Of the superuser, at the database `postgres`. */
  adminUrl: string
  redisUrl: string
  /** For processes that must end before the servers do, also when the benchmark is broken off. */
  atStop(work: () => Promise<unknown>): void
  stop(): Promise<void>
}

export async function startServers(): Promise<Servers> {
  const home = mkdtempSync(join(tmpdir(), 'arrears-bench-'))
  chmodSync(home, 0o755)
  const password = randomBytes(12).toString('hex')
  const postgres = await startPostgres({ home, password, port: 0 })
  const redis = await startRedis({ home, password, port: 0 })
  const works: (() => Promise<unknown>)[] = []
  const stopAll = async (): Promise<void> => {
    await Promise.allSettled(works.map((work) => work()))
    await Promise.all([postgres.stop(), redis.stop()])
    rmSync(home, { recursive: true, force: true })
  }
  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => (stopped ??= stopAll())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(130)))
  }
  return {
    adminUrl: postgres.adminUrl,
    redisUrl: redis.url,
    atStop: (work) => void works.push(work),
    stop,
  }
}
