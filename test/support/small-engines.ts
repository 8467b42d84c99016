import type { PersonId } from '../../src/core/base/id.ts'
import { isoOf } from '../../src/core/base/time.ts'
import { memoryConfig } from '../../src/shell/replay/memory/config.ts'
import { memoryDecideStore } from '../../src/shell/replay/memory/decide.ts'
import { memoryDeliverStore } from '../../src/shell/replay/memory/deliver.ts'
import { memoryDetectStore } from '../../src/shell/replay/memory/detect.ts'
import { memoryDossiers } from '../../src/shell/replay/memory/dossier.ts'
import { humanTaskStore as memoryHumanTasks } from './memory/human-task.ts'
import { clearVault } from '../../src/shell/replay/memory/record/vault.ts'
import { memoryRecordStore } from '../../src/shell/replay/memory/record/record.ts'
import { memoryRelayStore } from '../../src/shell/replay/memory/relay.ts'
import { memoryTaskStore } from '../../src/shell/replay/memory/task.ts'
import { emptyWorld } from '../../src/shell/replay/memory/world.ts'
import { knownReplies } from '../../src/shell/config/known-replies.ts'
import { prepareWith } from '../../src/shell/feed/prepare.ts'
import { configPort } from '../../src/shell/pg/config/config.ts'
import { publishSchedules } from '../../src/shell/pg/config/publish.ts'
import { decideStore } from '../../src/shell/pg/decide/decide.ts'
import { deliverStore } from '../../src/shell/pg/deliver/deliver.ts'
import { detectStore } from '../../src/shell/pg/detect/detect.ts'
import { loadDossiers, loadToSend } from '../../src/shell/pg/dossier/dossier.ts'
import { humanTaskStore } from '../../src/shell/pg/task/human-task.ts'
import { recordStore } from '../../src/shell/pg/record/record.ts'
import { relayStore } from '../../src/shell/pg/deliver/relay.ts'
import { taskStore } from '../../src/shell/pg/task/task.ts'
import { newVaultKeys, openVault } from '../../src/shell/pg/base/vault.ts'
import type { ReplayConfig } from '../../src/shell/replay/engine.ts'
import { reusedDatabase } from './reused-database.ts'
import { SmallEngine, type Stores } from './two-engines.ts'

export const ENGINES = { 'in memory': inMemory, 'in Postgres': inPostgres }

async function inMemory({ schedules, hash }: ReplayConfig): Promise<SmallEngine> {
  const world = emptyWorld(0)
  const config = memoryConfig(schedules, hash)
  const load = (persons: Parameters<typeof memoryDossiers>[1]) => memoryDossiers(world, persons)
  const stores: Stores = {
    record: {
      store: memoryRecordStore(world),
      prepare: prepareWith(clearVault),
      replies: knownReplies(config),
    },
    detect: memoryDetectStore(world),
    decide: memoryDecideStore(world),
    relay: memoryRelayStore(world),
    deliver: memoryDeliverStore(world, load),
    task: memoryTaskStore(world, load),
    humanTasks: memoryHumanTasks(world),
    config,
    setNow: async (now) => void (world.now = now),
    now: () => world.now,
    decisions: async () =>
      world.decisions.map(({ kind, step, reasons }) =>
        [kind, step ?? '-', ...reasons.map((one) => `${one.rule}:${one.effect}`)].join(' '),
      ),
    contacts: async () =>
      [...world.contacts.values()]
        .filter((row) => row.case !== null)
        .map((row) => `${row.step}#${row.attempt} ${row.state}`),
    dossiers: async () => memoryDossiers(world, [...world.persons.keys()]),
    planned: async () =>
      [...world.contacts.values()]
        .filter((row) => row.state === 'planned')
        .map((row) => `${row.step} ${isoOf(row.notBefore ?? 0)}..${isoOf(row.expiresAt ?? 0)}`),
    nextReview: async () => [...world.cases.values()].find((theCase) => theCase.open)?.nextReviewAt ?? null,
    versions: async () => [...world.cases.values()].reduce((sum, theCase) => sum + theCase.version, 0),
    audit: async () => [],
    publish: async (next) => config.publish(next.schedules, next.hash),
    close: async () => {},
  }
  return new SmallEngine(stores)
}

async function inPostgres(config: ReplayConfig): Promise<SmallEngine> {
  const fresh = await reusedDatabase()
  const { db } = fresh
  const vault = openVault(newVaultKeys())
  await publishSchedules(db, { ...config, by: 'test' })
  const port = configPort(db)
  let now = 0
  const list = async (statement: string) =>
    (await db.query<{ line: string }>(statement)).map(({ line }) => line)
  const stores: Stores = {
    record: { store: recordStore(db), prepare: prepareWith(vault), replies: knownReplies(port) },
    detect: detectStore(db),
    decide: decideStore(db),
    relay: relayStore(db),
    deliver: deliverStore(db, { vault, loadDossiers: loadToSend }),
    task: taskStore(db, { vault, loadDossiers }),
    humanTasks: humanTaskStore(db),
    config: port,
    setNow: async (at) => {
      now = at
      await db.query(
        `insert into virtual_clock (at) values (to_timestamp($1::float8 / 1000))
         on conflict (one) do update set at = excluded.at`,
        [at],
      )
    },
    now: () => now,
    decisions: () =>
      list(
        `select concat_ws(' ', kind, coalesce(step, '-'), (select string_agg(concat(r ->> 'rule', ':', r ->> 'effect'), ' ' order by n)
           from jsonb_array_elements(reasons) with ordinality as e (r, n))) as line from decision order by id`,
      ),
    contacts: () =>
      list(
        `select concat(step, '#', attempt, ' ', state) as line from contact where case_id is not null order by id`,
      ),
    dossiers: () =>
      db.transaction(async (tx) => {
        const persons = await tx.query<{ id: PersonId }>('select id from person order by id')
        return loadDossiers(
          tx,
          persons.map(({ id }) => id),
        )
      }),
    planned: async () =>
      (
        await db.query<{ step: string; from: number; until: number }>(
          `select step, not_before as "from", expires_at as until from contact where state = 'planned' order by id`,
        )
      ).map((row) => `${row.step} ${isoOf(row.from)}..${isoOf(row.until)}`),
    nextReview: async () =>
      (
        await db.query<{ at: number | null }>(
          'select next_review_at as at from collection_case where closed_on is null',
        )
      )[0]?.at ?? null,
    versions: async () =>
      (
        await db.query<{ sum: number }>('select coalesce(sum(version), 0)::int as sum from collection_case')
      )[0]?.sum ?? 0,
    audit: () => list(`select concat_ws(' ', who, what, detail::text) as line from audit order by id`),
    publish: async (next) => void (await publishSchedules(db, { ...next, by: 'test' })),
    close: () => fresh.drop(),
  }
  return new SmallEngine(stores)
}
