import { cpSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { copyOf, makeTemplate } from '../bench/database.ts'
import { startServers } from '../bench/servers.ts'
import { freePort } from '../src/shell/local/port.ts'
import { createKeyAsOwner } from '../src/shell/pg/door/api-key.ts'
import type { PrivateServers } from '../src/shell/local/private-servers.ts'
import type { Database } from '../src/shell/pg/base/database.ts'
import { newVaultKeys } from '../src/shell/pg/base/vault.ts'
import { publishFolder } from '../src/shell/run/publish-folder.ts'
import { type Gateway, startGateway } from './gateway.ts'
import { startWorkers, type WorkerProcesses } from './worker-processes.ts'

/** The whole engine in processes of its own on servers of its own, by the real clock, for one run. */
export interface Engine {
  servers: PrivateServers
  db: Database
  gateway: Gateway
  workers: WorkerProcesses
  api: { url: string; key: string }
  stop: () => Promise<void>
}

/** These waits are minutes in production; here a run of seconds lives through them. */
export const PACE = { lock: 2, lease: 3, request: 1, quiet: 2, ringAfter: 3, sweep: 1 }
const SMALL_PAGES = { DETECT_PAGE: '20', DECIDE_PAGE: '20', RELAY_PAGE: '20', CHANNEL_CONCURRENCY: '8' }
const SECRET = 'what the gateway signs with'

export async function startEngine(): Promise<Engine> {
  const servers = await startServers('fault')
  const ends: (() => Promise<unknown>)[] = []
  servers.atStop(async () => {
    for (let end = ends.pop(); end; end = ends.pop()) await end()
  })
  try {
    const template = await makeTemplate(servers, async () => {})
    const { db, url, ownerUrl } = await copyOf(servers, template)
    ends.push(() => db.close())
    await publishFolder(db, gatherSchedules(servers.folder))
    const apiUrl = `http://127.0.0.1:${await freePort(0)}`
    const gateway = await startGateway(servers.folder, {
      databaseUrl: url,
      callbackUrl: `${apiUrl}/v1/callbacks/sms`,
      callbackSecret: SECRET,
      answerMs: 60,
      lateMs: PACE.request * 1500,
      paidMs: PACE.lease * 1000,
    })
    ends.push(gateway.stop)
    const env = {
      DATABASE_URL: url,
      DATABASE_OWNER_URL: ownerUrl,
      REDIS_URL: servers.redisUrl,
      SMS_URL: gateway.url,
    }
    const workers = await startWorkers({
      env: { ...env, ...(await settingsOf(servers.folder, apiUrl)) },
      folder: servers.folder,
    })
    ends.push(workers.stop)
    await workers.add('sms')
    const scopes = ['facts:write', 'tasks:work'] as const
    const key = await createKeyAsOwner(ownerUrl, { name: 'fault', scopes })
    return { servers, db, gateway, workers, api: { url: apiUrl, key }, stop: servers.stop }
  } catch (error) {
    await servers.stop()
    throw error
  }
}

async function settingsOf(folder: string, apiUrl: string): Promise<Record<string, string>> {
  const keys = newVaultKeys()
  return {
    ...SMALL_PAGES,
    ARREARS_SEAL_KEYS: keys.seal,
    ARREARS_HASH_KEY: keys.hash,
    SMS_TOKEN: 'fault',
    CALLBACK_SECRETS: SECRET,
    BOARD_USERS: 'fault:fault-password:viewer',
    API_PORT: new URL(apiUrl).port,
    BOARD_PORT: String(await freePort(0)),
    LOG_FILE: join(folder, 'workers.log'),
    DRAIN_SECONDS: '5',
    LOCK_SECONDS: String(PACE.lock),
    LEASE_SECONDS: String(PACE.lease),
    REQUEST_SECONDS: String(PACE.request),
    QUIET_SECONDS: String(PACE.quiet),
    RING_AFTER_SECONDS: String(PACE.ringAfter),
    SWEEP_SECONDS: String(PACE.sweep),
  }
}

/** The strategies of this folder under the house's own law. */
function gatherSchedules(home: string): string {
  const folder = join(home, 'schedules')
  cpSync('fault/schedules', folder, { recursive: true })
  for (const kind of ['calendars', 'wording', 'replies'])
    cpSync(join('schedules', kind), join(folder, kind), { recursive: true })
  mkdirSync(join(folder, 'compliance'))
  for (const file of readdirSync('schedules/compliance').filter((name) => name.startsWith('xx-')))
    cpSync(join('schedules/compliance', file), join(folder, 'compliance', file))
  return folder
}
