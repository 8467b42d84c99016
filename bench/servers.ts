import { type PrivateServers, startPrivateServers } from '../src/shell/local/private-servers.ts'

/** A private Postgres (fsync on) and Redis (AOF every second) of the run's own. */
export interface Servers {
  /** A folder of the run's own, gone at its end. */
  folder: string
  /** The address for the superuser, at the database `postgres`. */
  adminUrl: string
  redisUrl: string
  /** The work ends processes that must end before the servers do, also when the run is broken off. */
  atStop(work: () => Promise<unknown>): void
  stop: () => Promise<void>
}

export async function startServers(purpose = 'bench'): Promise<Servers & PrivateServers> {
  const servers = await startPrivateServers({ purpose })
  const works: (() => Promise<unknown>)[] = []
  const stopAll = async (): Promise<void> => {
    await Promise.allSettled(works.map((work) => work()))
    await servers.stop()
  }
  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => (stopped ??= stopAll())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(130)))
  }
  return { ...servers, atStop: (work) => void works.push(work), stop }
}
