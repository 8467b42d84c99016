import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { readSettings } from '../../src/shell/env/settings.ts'
import { signBody } from '../../src/shell/http/signature.ts'
import { freePort } from '../../src/shell/local/port.ts'
import { openLog } from '../../src/shell/log/log.ts'
import { createKeyAsOwner } from '../../src/shell/pg/door/api-key.ts'
import { publishSchedules } from '../../src/shell/pg/config/publish.ts'
import { newVaultKeys } from '../../src/shell/pg/base/vault.ts'
import { moveClock } from '../../src/shell/pg/base/virtual-clock.ts'
import { apiWorker } from '../../src/shell/run/api-worker.ts'
import { boardWorker } from '../../src/shell/run/board-worker.ts'
import { CHANNEL_WORKERS } from '../../src/shell/run/channel-workers.ts'
import { type Engine, openEngine } from '../../src/shell/run/engine.ts'
import { decideWorker, detectWorker, relayWorker } from '../../src/shell/run/page-workers.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { serviceRoles } from '../support/split-roles.ts'
import { freshRedis } from '../support/redis.ts'
import { storySchedules } from '../support/story-engine.ts'
import { everyCommand, type Place, redisTexts, tableTexts } from './canary.ts'

const SECRET = 'what the provider signs with'
const BOARD = 'watcher:board-password:operator,looker:viewer-password:viewer'

/** The engine with every worker in this process, and all that it lets anybody read. */
export interface Watched {
  engine: Engine
  database: TestDatabase
  at(instant: string): Promise<void>
  /** The answer is kept as a place to check, unless it is a claim: the only answer that shows a number. */
  post(path: string, body: unknown, how?: { raw?: string; type?: string }): Promise<Answer>
  callback(id: string, body: unknown): Promise<Answer>
  get(path: string): Promise<Answer>
  board(path: string): Promise<Answer>
  /** The same, for somebody who only looks. */
  look(path: string): Promise<Answer>
  /** A form of the board. */
  submit(path: string, form: Record<string, string>): Promise<Answer>
  /** Everything that was said and stored so far. */
  places(): Promise<Place[]>
  close(): Promise<void>
}
export interface Answer {
  status: number
  text: string
}

export async function watched(more: Record<string, string>): Promise<Watched> {
  const [database, redis] = await Promise.all([freshDatabase(), freshRedis()])
  const folder = mkdtempSync(join(tmpdir(), 'arrears-canary-'))
  const file = join(folder, 'log')
  const keys = newVaultKeys()
  const settings = readSettings({
    DATABASE_URL: database.url,
    REDIS_URL: inject('redis'),
    QUEUE_PREFIX: redis.prefix,
    ARREARS_SEAL_KEYS: keys.seal,
    ARREARS_HASH_KEY: keys.hash,
    CALLBACK_SECRETS: SECRET,
    BOARD_USERS: BOARD,
    API_PORT: String(await freePort(21_460)),
    BOARD_PORT: String(await freePort(22_460)),
    ...more,
  })
  const log = openLog({ worker: 'test', level: 'debug', file })
  const urls = await serviceRoles(database)
  const open = (DATABASE_URL: string): Engine =>
    openEngine({ settings: { ...settings, DATABASE_URL }, log, worker: 'test', instance: 'test' })
  const engine = open(urls.engine)
  const [api, board] = [open(urls.api), open(urls.board)]
  await publishSchedules(database.owner, { ...storySchedules(), by: 'test' })
  const heard = await everyCommand(redis.url, redis.prefix)
  const key = await createKeyAsOwner(database.ownerUrl, { name: 'test', scopes: ['admin'] })
  await moveClock(database.owner, Date.parse('2026-02-01T09:00:00Z'))
  const starts = [detectWorker, decideWorker, relayWorker, CHANNEL_WORKERS.sms, CHANNEL_WORKERS.call]
  const running = await Promise.all([
    apiWorker(api),
    boardWorker(board),
    ...starts.map(async (start) => start(engine)),
  ])
  const said: Place[] = []
  const ask = asker(said, { api: settings.API_PORT, board: settings.BOARD_PORT, key })
  return {
    engine,
    database,
    at: (instant) => moveClock(database.owner, Date.parse(instant)),
    ...ask,
    places: async () => [
      ...said,
      ['log', readFileSync(file, 'utf8')],
      ['commands to Redis, as its append-only file has them', heard.text()],
      ...(await tableTexts(database.owner)),
      ...(await redisTexts(redis.url, redis.prefix)),
    ],
    close: async () => {
      await Promise.all(running.map((one) => one.stop(5)))
      heard.stop()
      await Promise.all([engine, api, board].map((one) => one.close()))
      await Promise.all([database.drop(), redis.drop()])
      rmSync(folder, { recursive: true })
    },
  }
}

function asker(
  said: Place[],
  { api, board, key }: { api: number; board: number; key: string },
): Pick<Watched, 'post' | 'callback' | 'get' | 'board' | 'look' | 'submit'> {
  const ask = async (url: string, options: RequestInit): Promise<Answer> => {
    const response = await fetch(url, options)
    const text = await response.text()
    const { pathname } = new URL(url)
    if (pathname !== '/v1/tasks/claim') said.push([`${options.method ?? 'GET'} ${pathname}`, text])
    return { status: response.status, text }
  }
  const bearer = { authorization: `Bearer ${key}` }
  const basic = (pair: string) => ({ authorization: `Basic ${btoa(pair)}` })
  return {
    post: (path, body, { raw, type = 'application/json' } = {}) =>
      ask(`http://127.0.0.1:${api}${path}`, {
        method: 'POST',
        headers: { ...bearer, 'content-type': type },
        body: raw ?? JSON.stringify(body),
      }),
    callback: (id, body) => {
      const raw = typeof body === 'string' ? body : JSON.stringify(body)
      const seconds = String(Math.floor(Date.now() / 1000))
      return ask(`http://127.0.0.1:${api}/v1/callbacks/sms`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': seconds,
          'webhook-signature': signBody(id, seconds, raw, SECRET),
        },
        body: raw,
      })
    },
    get: (path) => ask(`http://127.0.0.1:${api}${path}`, { headers: bearer }),
    board: (path) => ask(`http://127.0.0.1:${board}${path}`, { headers: basic('watcher:board-password') }),
    look: (path) => ask(`http://127.0.0.1:${board}${path}`, { headers: basic('looker:viewer-password') }),
    submit: (path, form) =>
      ask(`http://127.0.0.1:${board}${path}`, { method: 'POST', body: new URLSearchParams(form) }),
  }
}
