import type { RouteOptions } from 'fastify'
import type { Problem } from '../../core/base/problem.ts'
import type { FactInput } from '../../core/fact/fact.ts'
import type { HumanTaskStore } from '../../flow/human-task.ts'
import type { TaskDeps } from '../../flow/task.ts'
import type { OutcomeDeps } from '../../flow/task-outcome.ts'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import type { Limit } from '../access/second-person.ts'
import type { Log } from '../log/log.ts'
import type { Database } from '../pg/base/database.ts'
import type { Vault } from '../pg/base/vault.ts'
import type { DialerDoor } from '../dialer/dialers.ts'
import type { ReaderOf } from '../../providers/adapter.ts'

export interface NewFact {
  fact: FactInput
  /** Who vouches for the key: the ledger, or a provider. */
  source: string
  line?: number
  /** It bears no instant of its own: the same key with another one is the same thing, told again. */
  holds?: 'unless_known'
  was?: Record<string, string> | undefined
}

/** A row that was refused at the door, as far as it can be read. */
export interface NewRefusal {
  refused: unknown
  problems: readonly Problem[]
  source: string
  line?: number
  /** The number of rows it counts for, where they name nobody. */
  rows?: number
}

/** `recordFacts` with its ports wired; durable when it resolves. */
export type RecordFacts = (rows: (NewFact | NewRefusal)[]) => Promise<RecordAnswer>

export interface RecordAnswer {
  /** `line`s of facts that were known already. */
  sameLines: number[]
  /** Each with its `line`. */
  rejected: Problem[]
  /** Each with its `line`. */
  warnings?: Problem[]
}

/** Facts of the ledger, whether they come by HTTP or from a file, have one source: so one key means one fact. */
export const FACT_SOURCE = 'ledger'

export interface ApiDeps {
  db: Database
  log: Log
  /** Machine time. */
  clock: MachineClock
  record: RecordFacts
  /** It is called when something was stored past `record`. */
  worked?: () => void
  tasks: TaskDeps & OutcomeDeps
  humanTasks: HumanTaskStore
  /** The vault finds who wrote by the keyed hash of the number. */
  vault: Pick<Vault, 'hash' | 'seal'>
  /** Webhooks may go to private networks. */
  privateWebhooks: boolean
  callbackSecrets: readonly string[]
  /** What providers post in their own form; absent = none does. */
  readerOf?: ReaderOf
  /** The dialers that tell what came of their calls; absent = none does. */
  dialers?: DialerDoor
  /** True where Redis answers. */
  pingRedis: () => Promise<boolean>
  /** Jobs by queue and state. */
  queueCounts: () => Promise<Record<string, Record<string, number>>>
  /** True where the owner of the tables and the engine are two roles of the database. */
  separated: boolean
  /** False = /metrics, /docs and the details of /health need a key; absent = everybody sees them. */
  showsEngine?: boolean
  /** What one person alone may release; absent = anything. */
  alone?: Limit
  /** It is called with every route and its right as it is made, so that a test can try them all. */
  onRoute?: (route: RouteOptions) => void
  /** Violations by invariant, for /metrics. */
  invariants?: () => Promise<Record<string, number>>
}
