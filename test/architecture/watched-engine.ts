import pg from 'pg'
import { fillBook } from '../../bench/book.ts'
import { loadSchedules } from '../../src/shell/config/load.ts'
import { readSettings } from '../../src/shell/env/settings.ts'
import { prepareWith } from '../../src/shell/feed/prepare.ts'
import { recordFacts } from '../../src/flow/record.ts'
import { openLog } from '../../src/shell/log/log.ts'
import { configPort } from '../../src/shell/pg/config/config.ts'
import { publishSchedules } from '../../src/shell/pg/config/publish.ts'
import { recordStore } from '../../src/shell/pg/record/record.ts'
import { newVaultKeys, openVault } from '../../src/shell/pg/base/vault.ts'
import { type Engine, openEngine } from '../../src/shell/run/engine.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { freshRedis } from '../support/redis.ts'
import { type Explained, explained } from './explained.ts'
import { fillHistory } from './history.ts'
import { ROOT } from './source.ts'

export interface WatchedEngine {
  engine: Engine
  test: TestDatabase
  seen: Explained[]
  close(): Promise<void>
}

const KEYS = newVaultKeys()
export const NOW = '2026-06-10T02:00:00Z'
const TODAY = '2026-06-10'

/** An engine over a generated book of 20,000 accounts with a past, whose every statement is explained before it runs. */
export async function watchedEngine(): Promise<WatchedEngine> {
  const [test, redis] = await Promise.all([freshDatabase(), freshRedis()])
  await fill(test)
  const engine = openEngine({
    settings: readSettings({
      DATABASE_URL: test.url,
      REDIS_URL: redis.url,
      QUEUE_PREFIX: redis.prefix,
      ARREARS_SEAL_KEYS: KEYS.seal,
      ARREARS_HASH_KEY: KEYS.hash,
    }),
    log: openLog({ worker: 'test', level: 'silent' }),
    worker: 'test',
    instance: 'plans',
  })
  const { db, seen } = explained(test.db)
  const recording = { store: recordStore(db), prepare: prepareWith(engine.vault) }
  return {
    test,
    seen,
    engine: { ...engine, db, config: configPort(db), record: (facts) => recordFacts(recording, facts) },
    close: async () => {
      await engine.close()
      await redis.drop()
      await test.drop()
    },
  }
}

async function fill(test: TestDatabase): Promise<void> {
  const { schedules, hash, problems } = loadSchedules(`${ROOT}/schedules`)
  if (!schedules || !hash) throw new Error(JSON.stringify(problems))
  await publishSchedules(test.db, { schedules, hash, by: 'test' })
  const strategyHash = schedules.strategies.find((one) => one.strategy === 'cn-consumer')?.hash ?? ''
  const client = new pg.Client(test.ownerUrl)
  await client.connect()
  try {
    await client.query('insert into virtual_clock (at) values ($1)', [NOW])
    const sealed = openVault(KEYS).seal('+12025550100')
    await fillBook(client, { accounts: 20_000, dueEvery: 15, today: TODAY, sealed })
    const query = async <Row>(text: string, params?: unknown[]) =>
      (await client.query({ text, ...(params && { values: params }) })).rows as Row[]
    await fillHistory({ query }, { strategyHash, now: NOW })
  } finally {
    await client.end()
  }
}
