import { inject } from 'vitest'
import { parseFact } from '../../src/core/fact/parse.ts'
import { decidePage } from '../../src/flow/decide.ts'
import { detectPage } from '../../src/flow/detect.ts'
import type { ContactRef } from '../../src/flow/ports/deliver.ts'
import { recordFacts } from '../../src/flow/record.ts'
import { relayPage } from '../../src/flow/relay.ts'
import { readSettings } from '../../src/shell/env/settings.ts'
import { knownReplies } from '../../src/shell/config/known-replies.ts'
import { prepareWith } from '../../src/shell/feed/prepare.ts'
import { openLog } from '../../src/shell/log/log.ts'
import { publishSchedules } from '../../src/shell/pg/config/publish.ts'
import type { Database } from '../../src/shell/pg/base/database.ts'
import { decideStore } from '../../src/shell/pg/decide/decide.ts'
import { detectStore } from '../../src/shell/pg/detect/detect.ts'
import { recordStore } from '../../src/shell/pg/record/record.ts'
import { newVaultKeys } from '../../src/shell/pg/base/vault.ts'
import { moveClock } from '../../src/shell/pg/base/virtual-clock.ts'
import { openEngine } from '../../src/shell/run/engine.ts'
import type { Engine } from '../../src/shell/run/engine.ts'
import { relayDeps } from '../../src/shell/run/wire.ts'
import { freshDatabase } from './database.ts'
import { freshRedis } from './redis.ts'
import { storySchedules } from './story-engine.ts'

/** The engine on real servers with no worker running: a story moves every arrow by hand, and stops between any two of them. */
export interface RealEngine {
  engine: Engine
  db: Database
  /** What no service may do: the owner does it. */
  owner: Database
  /** The environment for processes of the same engine. */
  env: Record<string, string>
  at(instant: string): Promise<void>
  /** Facts are recorded without waking decide. */
  take(...facts: Record<string, unknown>[]): Promise<void>
  detect(): Promise<void>
  decide(): Promise<void>
  /** The relay hands what is due to the queues. */
  relay(): Promise<void>
  /** The engine detects, decides and relays at that instant. */
  morning(instant: string): Promise<void>
  contacts(): Promise<RealContact[]>
  wipeRedis(): Promise<void>
  close(): Promise<void>
}

export interface RealContact extends ContactRef {
  account: string
  step: string
  state: string
  /** The contacts from `sent` to `failed` also say when. */
  at: number | null
  reference: string
}

export async function realEngine(
  more: Record<string, string> = {},
  config = storySchedules(),
): Promise<RealEngine> {
  const [database, redis] = await Promise.all([freshDatabase(), freshRedis()])
  const keys = newVaultKeys()
  const env = {
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    REDIS_URL: inject('redis'),
    QUEUE_PREFIX: redis.prefix,
    ARREARS_SEAL_KEYS: keys.seal,
    ARREARS_HASH_KEY: keys.hash,
    LOG_LEVEL: 'silent',
    ...more,
  }
  const settings = readSettings(env)
  const log = openLog({ worker: 'test', level: 'silent' })
  const engine = openEngine({ settings, log, worker: 'test', instance: 'test' })
  await publishSchedules(engine.db, { ...config, by: 'test' })
  const arrows = arrowsOf(engine)
  return {
    engine,
    db: engine.db,
    owner: database.owner,
    env,
    ...arrows,
    morning: async (instant) => {
      await arrows.at(instant)
      await arrows.detect()
      await arrows.decide()
      await arrows.relay()
    },
    contacts: () => engine.db.query<RealContact>(CONTACTS),
    wipeRedis: redis.wipe,
    close: async () => {
      await engine.close()
      await Promise.all([database.drop(), redis.drop()])
    },
  }
}

function arrowsOf(engine: Engine): Pick<RealEngine, 'at' | 'take' | 'detect' | 'decide' | 'relay'> {
  const recording = {
    store: recordStore(engine.db),
    prepare: prepareWith(engine.vault),
    replies: knownReplies(engine.config),
  }
  const detecting = { store: detectStore(engine.db), config: engine.config }
  const deciding = { store: decideStore(engine.db), config: engine.config }
  return {
    at: (instant) => moveClock(engine.db, Date.parse(instant)),
    take: async (...facts) => {
      const parsed = facts.map((fact) => {
        const read = parseFact(fact)
        if ('problems' in read) throw new Error(JSON.stringify(read.problems))
        return { fact: read.fact, source: 'story' }
      })
      const { rejected } = await recordFacts(recording, parsed)
      if (rejected.length > 0) throw new Error(JSON.stringify(rejected))
    },
    detect: async () => {
      while ((await detectPage(detecting, 500)).more);
    },
    decide: async () => {
      while ((await decidePage(deciding, 500)).more);
    },
    relay: async () => {
      while ((await relayPage(relayDeps(engine))).more);
    },
  }
}

const CONTACTS = `
  select c.id as contact, c.person_id as person, a.external_id as account, c.step, c.state, c.at,
    c.client_ref as reference
  from contact c join account a on a.person_id = c.person_id and a.id = c.account_id
  order by c.id`
