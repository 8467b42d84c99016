import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { type Problem, ProblemError } from '../src/core/base/problem.ts'
import { localPath, lendLocalServers } from '../src/shell/env/local-servers.ts'
import { readSettings } from '../src/shell/env/settings.ts'
import { freePort } from '../src/shell/local/port.ts'
import { occupy, openLocalFolder } from '../src/shell/local/folder.ts'
import { ownSecrets } from '../src/shell/local/secrets.ts'
import { bringUpServers } from '../src/shell/local/servers.ts'
import { openLog } from '../src/shell/log/log.ts'
import { migrate } from '../src/shell/pg/base/migrate.ts'
import { demoEnv, type Ports } from './env.ts'
import { type Engine, openEngine } from '../src/shell/run/engine.ts'
import { ready } from '../src/shell/run/ready.ts'

export interface UpOptions {
  reset: boolean
  demo: boolean
  /** The port of the API that was asked for: it is taken or refused; null = the first free one. The board and the simulated provider take the next ones. */
  port: number | null
  say: (text: string) => void
}

/** Servers, tables, keys and an engine in this process; what was taken is given back by `down`, in reverse. */
export interface Up {
  engine: Engine
  env: Record<string, string>
  ports: Ports
  logs: string
  provider: { url: string; token: string }
  boardPassword: string
  /** The work is called at the end, the last one first. */
  atEnd(work: () => Promise<void> | void): void
  down: () => Promise<void>
}

export async function bringUp(options: UpOptions, signal: AbortSignal): Promise<Up> {
  const ends: (() => Promise<void> | void)[] = []
  const down = async (): Promise<void> => {
    for (let end = ends.pop(); end; end = ends.pop()) await end()
  }
  try {
    const folder = openLocalFolder(resolve(localPath()))
    ends.push(occupy(folder))
    const secrets = ownSecrets(folder)
    const { env } = process
    options.say(
      'bringing up Postgres and Redis (the first time they are fetched and set up, which takes a minute) ...',
    )
    const servers = await bringUpServers({
      folder,
      secrets,
      reset: options.reset,
      given: {
        databaseUrl: env['DATABASE_URL'],
        ownerUrl: env['DATABASE_OWNER_URL'],
        redisUrl: env['REDIS_URL'],
      },
    })
    ends.push(servers.stop)
    options.say(`using ${servers.described}; bringing the tables up to date ...`)
    await migrate({ ownerUrl: servers.ownerUrl, engineUrl: servers.databaseUrl })
    const ports = await choosePorts(options)
    const own = demoEnv(env, { folder, secrets, servers, ports, demo: options.demo })
    ends.push(lendLocalServers(folder.path, own))
    const settings = readSettings({ ...env, ...own })
    const log = openLog({ worker: 'up', level: settings.LOG_LEVEL, file: settings.LOG_FILE ?? '/dev/null' })
    const engine = openEngine({ settings, log, worker: 'up', instance: `${hostname()}-${process.pid}` })
    ends.push(engine.close)
    await ready(engine, signal)
    return {
      engine,
      env: own,
      ports,
      logs: folder.logs,
      provider: { url: `http://127.0.0.1:${ports.provider}`, token: secrets.provider },
      boardPassword: secrets.board,
      atEnd: (work) => void ends.push(work),
      down,
    }
  } catch (error) {
    await down()
    throw error
  }
}

const USUAL_PORT = 8460

async function choosePorts({ port, say }: UpOptions): Promise<Ports> {
  const api = await freePort(port ?? USUAL_PORT)
  if (port !== null && api !== port) throw new ProblemError([portTaken(port, api)])
  if (api !== (port ?? USUAL_PORT))
    say(`port ${USUAL_PORT} is taken by another program: the API is on ${api}`)
  const board = await freePort(api + 1)
  return { api, board, provider: await freePort(board + 1) }
}

function portTaken(port: number, free: number): Problem {
  return {
    code: 'port_taken',
    path: '--port',
    message: `another program listens on ${port}`,
    suggestion: `end it, or take another port: ${free} is free`,
  }
}
