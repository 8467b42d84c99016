import type { Strategy } from '../../../src/core/model/strategy.ts'
import type { Schedules } from '../../../src/core/config/schedules.ts'
import { ContentHash } from '../../../src/core/base/id.ts'
import type { HumanTaskKind } from '../../../src/core/model/human-task.ts'
import type { Dossier } from '../../../src/core/model/dossier.ts'
import { brakeScope } from '../../../src/core/deliver/brake.ts'
import type { LedgerBrake } from '../../../src/core/model/ledger.ts'
import { isoOf } from '../../../src/core/base/time.ts'
import { parseFact } from '../../../src/core/fact/parse.ts'
import type { DecidedPage } from '../../../src/flow/decide.ts'
import type { Detected } from '../../../src/flow/detect.ts'
import type { HumanTaskDeps } from '../../../src/flow/human-task.ts'
import type { ParkTx } from '../../../src/flow/ports/park.ts'
import type { IncomingFact, IncomingRow } from '../../../src/flow/ports/record.ts'
import type { Transactions } from '../../../src/flow/ports/transactions.ts'
import type { Recorded } from '../../../src/flow/record.ts'

/** The ledger of one kind of store, as a test sees it: names instead of ids. */
export interface RecordStage {
  at(now: string): Promise<void>
  record(...facts: Record<string, unknown>[]): Promise<Recorded>
  /** The rows go in as any door takes them: what is no fact is refused in its place. */
  door(...rows: unknown[]): Promise<Recorded>
  detect(limit?: number): Promise<Detected>
  /** Every due case is reviewed. */
  decide(): Promise<DecidedPage>
  see(): Promise<Picture>
  /** A contact that the engine made for the open case of the account; its id. */
  contact(account: string, made: MadeContact): Promise<number>
  /** The account gets that name, as if it had been stored before names were read in one form. */
  rename(account: string, name: string): Promise<void>
  /** `sms of acme 2026-03-02T09:00:00Z ann on`, or with when and by whom it was released. */
  brakes(): Promise<string[]>
  /** A human is asked about the open case of the account, as deciding would ask; the answer is the number of the task. */
  ask(
    account: string,
    asked: { kind: HumanTaskKind; step?: string; rule?: string; contact?: number },
  ): Promise<number>
  /** The open case of the account is closed, as deciding would close it. */
  closeCase(account: string, reason: string, lastAnchor: string): Promise<void>
  strategies(strategies: Strategy[]): void
  /** Other schedules: one strategy that takes everybody, and these. */
  publish(more: Partial<Schedules>): Promise<void>
  /** What people are asked. */
  people: HumanTaskDeps
  /** The place where loops put rows aside. */
  aside: Transactions<ParkTx>
  /** All that deciding and sending read of a debtor. */
  dossier(debtor: string): Promise<Dossier>
  close(): Promise<void>
}

export interface MadeContact {
  channel: string
  state: string
  step?: string
  attempt?: number
  /** The value of the person's point. */
  to?: string
  /** The next review is not before that instant. */
  from?: string
}

export interface Picture {
  accounts: Record<string, SeenAccount>
  /** `A1/1 opened 2026-03-02` and so on, by name. */
  cases: { name: string; state: string; open: boolean; epoch: number; due: boolean; strategy: string }[]
  /** `<debtor> <kind> <external id> on|off`, sorted. */
  holds: string[]
  /** `<account> <external id> <amount> <by>[ cancelled]`, sorted. */
  promises: string[]
  /** `<debtor> <key>=<value>`, sorted. */
  evidence: string[]
  /** `<debtor> <value> valid|invalid`, sorted. */
  points: string[]
  contacts: { id: number; channel: string; state: string; outcome: string; direction: string }[]
  /** Kinds in the order in which they were stored. */
  facts: string[]
  /** The tasks of an account: what is asked of nobody in particular is not shown. */
  tasks: string[]
  /** `<contact> <state> <why>` of calls and visits. */
  work: string[]
  zones: Record<string, string[]>
  /** The regions of each debtor. */
  regions: Record<string, string[]>
}

export interface SeenAccount {
  pastDue: number
  balance: number | null
  credit: number
  anchor: string | null
  bucket: number
  lookOn: string | null
  score: number | null
  collection: string
}

export function incoming(facts: Record<string, unknown>[]): IncomingFact[] {
  return facts.map((given, index) => {
    const read = parseFact(given)
    if ('problems' in read) throw new Error(JSON.stringify(read.problems))
    return { fact: read.fact, source: 'ledger', line: index + 1 }
  })
}

export function brakeLine({ from, to, by, releasedBy, ...scope }: LedgerBrake): string {
  const end = to === null ? 'on' : `${isoOf(to)} ${releasedBy}`
  return `${brakeScope(scope)} ${isoOf(from)} ${by} ${end}`
}

export function atDoor(rows: unknown[]): IncomingRow[] {
  return rows.map((given, index) => {
    const read = parseFact(given)
    const place = { source: 'ledger', line: index + 1 }
    return 'problems' in read ? { refused: given, problems: read.problems, ...place } : { ...read, ...place }
  })
}

export function strategy(name: string, change: Partial<Strategy> = {}): Strategy {
  return {
    strategy: name,
    title: name,
    priority: 10,
    applies: {},
    open: { dpd: 1, pastDue: '0.01', perDay: 1000 },
    mode: 'live',
    packs: ['xx-house'],
    risk: { low: [0, 0.2], medium: [0.2, 0.5], high: [0.5, 1], unknown: 'medium' },
    onChange: { default: 'finish' },
    stages: [{ stage: 'first', from: { dpd: 1 }, steps: [] }],
    hash: ContentHash.parse(Buffer.from(name.padEnd(32, '.')).toString('hex').slice(0, 64)),
    ...change,
  }
}

export function schedulesOf(strategies: Strategy[]): Schedules {
  return {
    strategies,
    packs: [],
    calendars: [],
    templates: [],
    wording: [],
    replies: [],
    ticks: { ticks: [{ tick: 'detect', every: { minutes: 15 } }], rates: {} },
  }
}

export const HASH = ContentHash.parse('a'.repeat(64))
