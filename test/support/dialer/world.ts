import type { Pack } from '../../../src/core/compliance/pack/pack.ts'
import { ContentHash } from '../../../src/core/base/id.ts'
import { StrategySchema } from '../../../src/core/model/strategy.ts'
import { permitUnder } from '../../../src/core/deliver/ask-law.ts'
import type { DeliverDeps } from '../../../src/flow/deliver.ts'
import type { ActiveConfig } from '../../../src/flow/ports/config.ts'
import type { IncomingRow } from '../../../src/flow/ports/record.ts'
import type { FactInput } from '../../../src/core/fact/fact.ts'
import { isoOf } from '../../../src/core/base/time.ts'
import { type RecordDeps, recordFacts } from '../../../src/flow/record.ts'
import type { TaskDeps } from '../../../src/flow/task.ts'
import type { OutcomeDeps } from '../../../src/flow/task-outcome.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import type { Database } from '../../../src/shell/pg/base/database.ts'
import { deliverStore } from '../../../src/shell/pg/deliver/deliver.ts'
import { loadDossiers, loadToSend } from '../../../src/shell/pg/dossier/dossier.ts'
import { recordStore } from '../../../src/shell/pg/record/record.ts'
import { taskStore } from '../../../src/shell/pg/task/task.ts'
import { newVaultKeys, openVault, type Vault } from '../../../src/shell/pg/base/vault.ts'
import { freshDatabase } from '../database.ts'
import { shipped } from '../law.ts'
import { repliesOf, wordingOf } from '../wording.ts'

/** A database, and the engine's flows over it under the packs that are given. */
export interface World {
  db: Database
  vault: Vault
  deliver: DeliverDeps
  tasks: TaskDeps & OutcomeDeps
  record: RecordDeps
  setNow(at: number): Promise<void>
  close(): Promise<void>
}

export const HASH = ContentHash.parse('d'.repeat(64))
export const TEMPLATE = 'dialled'

let asShipped: ReturnType<typeof shipped> | undefined

export interface Rules {
  /** True = the house's own ceilings and hours bind too; false = the law alone. */
  house: boolean
  /** The function spoils a pack, to see whether anybody notices. */
  change?: (pack: Pack) => Pack
}

export async function dialledWorld({ house, change = (pack) => pack }: Rules): Promise<World> {
  const database = await freshDatabase()
  const { db } = database
  const vault = openVault(newVaultKeys())
  const { packs, calendars } = (asShipped ??= shipped())
  const bound = packs.filter(({ pack }) => house || !pack.startsWith('xx-')).map(change)
  const config = configOf({ packs: bound, calendars })
  const recording: RecordDeps = { store: recordStore(db), prepare: prepareWith(vault) }
  const common = {
    config: { active: async () => config, strategyByHash: async () => strategy },
    permit: ({ schedules }: ActiveConfig) => permitUnder(schedules),
    machine: { now: () => 0 },
    record: (facts: readonly IncomingRow[]) => recordFacts(recording, facts),
    voice: { callback: '+12025550199', paylink: 'https://pay.example/a', optout: 'STOP' },
  }
  return {
    db,
    vault,
    deliver: {
      ...common,
      store: deliverStore(db, { vault, loadDossiers: loadToSend }),
      provider: {
        send: async () => ({ kind: 'not_reached', code: 'nobody' }),
        look: async () => ({ seen: 'no_answer' }),
      },
      leaseMs: 30_000,
      requestMs: 10_000,
      sendWithinMs: 2_000,
      enqueuer: { enqueueContacts: async () => {} },
    },
    tasks: { ...common, store: taskStore(db, { vault, loadDossiers }) },
    record: recording,
    setNow: async (at) => {
      await db.query(
        `insert into virtual_clock (at) values (to_timestamp($1::float8 / 1000))
         on conflict (one) do update set at = excluded.at`,
        [at],
      )
    },
    close: () => database.drop(),
  }
}

/** A fact of that instant is recorded. */
export function tell(world: World, at: number, fact: (time: string) => FactInput): Promise<void> {
  return tellAll(world, [fact(isoOf(at))])
}

export async function tellAll({ record }: World, facts: readonly FactInput[]): Promise<void> {
  const { rejected } = await recordFacts(
    record,
    facts.map((fact) => ({ fact, source: 'dialled' })),
  )
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected))
}

const strategy = {
  ...StrategySchema.parse({
    strategy: 'dialled',
    title: 'Dialled',
    priority: 1,
    applies: {},
    open: { dpd: 1, pastDue: '1.00', perDay: 100 },
    mode: 'live',
    packs: ['xx-house'],
    risk: { low: [0, 0.2], medium: [0.2, 0.5], high: [0.5, 1], unknown: 'medium' },
    onChange: { default: 'finish' },
    stages: [{ stage: 'dialled', from: { dpd: 1 }, steps: [] }],
  }),
  hash: HASH,
}

/** The world has one text, which carries whatever some law wants said. */
/** The union's law binds and does not cover where it alone is on file: somebody has accepted that. */
const ACCEPTED = [{ region: 'ES', acceptedOn: '2026-01-01', reason: 'the law of the union is on file' }]

function configOf({
  packs,
  calendars,
}: Pick<ActiveConfig['schedules'], 'packs' | 'calendars'>): ActiveConfig {
  const carries = packs
    .flatMap(({ rules }) => rules)
    .flatMap((rule) => (rule.kind === 'content' ? (rule.parameters.must ?? []) : []))
  const text = {
    template: TEMPLATE,
    locale: 'en',
    channel: 'sms' as const,
    purpose: 'collect' as const,
    carries: [...new Set(carries)],
    acknowledges: [],
    maxSegments: 3,
    text: '{creditor}: {amount} {currency} is past due. Reply {optout} to opt out.',
    hash: HASH,
  }
  return {
    id: 1,
    hash: HASH,
    schedules: {
      strategies: [strategy],
      residences: { residences: ACCEPTED },
      packs,
      calendars,
      templates: [text],
      wording: [wordingOf({})],
      replies: [repliesOf({})],
      ticks: { ticks: [], rates: {} },
    },
  }
}
