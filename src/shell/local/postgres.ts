import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { ProblemError } from '../../core/base/problem.ts'
import { type ServerProcess, startServer } from './child.ts'
import { findPostgres } from './postgres-binaries.ts'
import { freePort } from './port.ts'
import { serverUser, type ServerUser } from './server-user.ts'

export interface LocalPostgres {
  /** The address for the superuser, at the database `postgres`. */
  adminUrl: string
  port: number
  server: ServerProcess
  stop: () => Promise<void>
}

export interface LocalPostgresOptions {
  /** The folder with the data and, where needed, a copy of the binaries; the server's user can enter it. */
  home: string
  password: string
  port: number
  /** What is lost at a power cut does not matter: tests. */
  careless?: boolean
}

/** A private Postgres on loopback, made where there is none yet. */
export async function startPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const user = serverUser()
  const bin = findPostgres(user, options.home)
  if (!bin) throw new ProblemError([NO_POSTGRES])
  const data = join(options.home, 'postgres')
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(bin, data, options, user)
  const port = await freePort(options.port)
  const server = await startServer({
    file: join(bin, 'postgres'),
    args: ['-D', data, ...settings(port, options.careless === true)],
    user,
    cwd: data,
  })
  const adminUrl = `postgres://postgres:${options.password}@127.0.0.1:${port}/postgres`
  await untilReady(adminUrl, server)
  return { adminUrl, port, server, stop: () => server.stop('SIGINT') }
}

function initialise(bin: string, data: string, options: LocalPostgresOptions, user: ServerUser | null): void {
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const secret = join(options.home, '.initial')
  writeFileSync(secret, options.password, { mode: 0o600 })
  chmodSync(data, 0o700)
  if (user) for (const path of [data, secret]) chownSync(path, user.uid, user.gid)
  try {
    execFileSync(
      join(bin, 'initdb'),
      [
        '-D',
        data,
        '-U',
        'postgres',
        '--auth=scram-sha-256',
        `--pwfile=${secret}`,
        '-E',
        'UTF8',
        '--no-locale',
        '-N',
      ],
      {
        stdio: 'pipe',
        cwd: data,
        env: { PATH: process.env['PATH'], LANG: 'C' },
        ...(user && { uid: user.uid, gid: user.gid }),
      },
    )
  } catch (error) {
    rmSync(data, { recursive: true, force: true })
    throw failed(String((error as { stderr?: Buffer }).stderr ?? error))
  } finally {
    rmSync(secret, { force: true })
  }
}

function settings(port: number, careless: boolean): string[] {
  const given: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_min_messages: 'fatal',
    ...(careless && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

async function untilReady(url: string, server: ServerProcess): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    if (server.exited()) throw failed(server.tail())
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    client.on('error', () => {})
    try {
      await client.connect()
      return
    } catch (error) {
      if ((error as { code?: string }).code === '28P01')
        throw failed('its password is not the one under keys/')
      await sleep(50)
    } finally {
      await client.end().catch(() => {})
    }
  }
  await server.stop('SIGINT')
  throw failed(server.tail())
}

function failed(output: string): ProblemError {
  return new ProblemError([
    {
      code: 'postgres_start_failed',
      message: `the private Postgres did not start: ${output.trim().split('\n').slice(-3).join(' | ')}`,
      suggestion: 'set DATABASE_URL to a Postgres of your own, or start over with --reset',
    },
  ])
}

const NO_POSTGRES = {
  code: 'no_postgres',
  message: 'there is no Postgres here and none came with npm for this platform',
  suggestion:
    process.platform === 'darwin'
      ? 'brew install postgresql'
      : 'docker compose up -d postgres, or apt-get install postgresql',
}
