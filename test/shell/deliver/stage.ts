import { CaseId, ContactId, ContentHash, PersonId } from '../../../src/core/base/id.ts'
import type { ContactState } from '../../../src/core/model/contact-state.ts'
import type { Channel } from '../../../src/core/channel/channel.ts'
import { HOUR, type Instant, MINUTE } from '../../../src/core/base/time.ts'
import type { Verdict } from '../../../src/core/model/verdict.ts'
import { StrategySchema } from '../../../src/core/model/strategy.ts'
import type { ContactQuestion, PermitContact } from '../../../src/core/deliver/ask.ts'
import { sendReason } from '../../../src/core/deliver/send-reason.ts'
import type { DeliverDeps } from '../../../src/flow/deliver.ts'
import type { ActiveConfig, ConfigPort } from '../../../src/flow/ports/config.ts'
import type { ContactJob } from '../../../src/flow/ports/enqueuer.ts'
import type { DeliverTx, Provider, Record } from '../../../src/flow/ports/deliver.ts'
import type { RelayTx } from '../../../src/flow/ports/relay.ts'
import type { SweepTx } from '../../../src/flow/ports/sweep.ts'
import type { TaskTx } from '../../../src/flow/ports/task.ts'
import type { Transactions } from '../../../src/flow/ports/transactions.ts'
import type { SweepDeps } from '../../../src/flow/sweep.ts'
import type { TaskDeps } from '../../../src/flow/task.ts'
import type { OutcomeDeps } from '../../../src/flow/task-outcome.ts'
import { repliesOf, wordingOf } from '../../support/wording.ts'

export const NOW = Date.parse('2026-03-02T10:00:00Z')

/** Persons 1 and 2 share number 900, persons 3 and 4 have their own; person 1 has accounts 11 and 12. */
export const ACCOUNTS = [
  { account: 11, person: 1, number: 900 },
  { account: 12, person: 1, number: 900 },
  { account: 21, person: 2, number: 900 },
  { account: 31, person: 3, number: 903 },
  { account: 41, person: 4, number: 904 },
] as const
export type Account = (typeof ACCOUNTS)[number]['account']

/** A contact of an account: its case has the account's number plus 100, its point that of the person plus 1000. */
export interface ContactSeed {
  id: number
  account: Account
  channel?: Channel
  state?: ContactState
  notBefore?: Instant
  expiresAt?: Instant
  epoch?: number
  attempt?: number
}

/** What a contract test checks, on either implementation. */
export interface Stage {
  deliver: Transactions<DeliverTx>
  relay: Transactions<RelayTx>
  task: Transactions<TaskTx>
  sweep: Transactions<SweepTx>
  setNow(now: Instant): Promise<void>
  contacts(seeds: ContactSeed[]): Promise<void>
  contact(id: number): Promise<Seen>
  /** What a payment does to a case: everything planned before is stale. */
  raiseEpoch(account: Account): Promise<void>
  /** What a human's word that it was not made does to a contact. */
  requeue(id: number): Promise<void>
  brake(channel: string | null): Promise<void>
  resume(): Promise<void>
  nextReview(account: Account): Promise<Instant | null>
  decisions(): Promise<{ kind: string; to: string; rules: string[] }[]>
  humanTasks(): Promise<string[]>
  close(): Promise<void>
}

export interface Seen {
  state: ContactState
  ring: number
  tries: number
  at: Instant | null
  notBefore: Instant | null
  expiresAt: Instant | null
  providerRef: string | null
  providerCode: string | null
  rules: string[]
}

export function refOf(id: number, account: Account): { contact: ContactId; person: PersonId } {
  const person = ACCOUNTS.find((one) => one.account === account)?.person ?? 1
  return { contact: ContactId.parse(id), person: PersonId.parse(person) }
}

export const caseOf = (account: Account): CaseId => CaseId.parse(account + 100)
export const HASH = ContentHash.parse('a'.repeat(64))

const strategy = {
  ...StrategySchema.parse({
    strategy: 'test',
    title: 'Test',
    priority: 1,
    applies: {},
    open: { dpd: 1, pastDue: '1.00', perDay: 100 },
    mode: 'live',
    packs: ['xx-house'],
    risk: { low: [0, 0.2], medium: [0.2, 0.5], high: [0.5, 1], unknown: 'medium' },
    onChange: { default: 'finish' },
    stages: [{ stage: 'reminder', from: { dpd: 1 }, steps: [] }],
  }),
  hash: HASH,
}

export function configOf(perHour = 1000, words: Words = {}): ConfigPort {
  const template = (name: string, channel: 'sms' | 'call' | 'visit', text: string) => ({
    template: name,
    locale: 'en',
    channel,
    purpose: 'collect' as const,
    carries: [],
    acknowledges: [],
    maxSegments: 3,
    text,
    hash: HASH,
  })
  const active: ActiveConfig = {
    id: 1,
    hash: HASH,
    schedules: {
      strategies: [strategy],
      packs: [],
      calendars: [],
      templates: [
        template(
          'sms-text',
          'sms',
          '{creditor}: {amount} {currency} is past due. Reply {optout} to opt out.',
        ),
        template('call-text', 'call', 'For {creditor}: ask for {amount} {currency}.'),
        template('visit-text', 'visit', 'Ask for {amount} {currency}.'),
      ],
      wording: [wordingOf({})],
      replies: [repliesOf({})],
      ...words,
      ticks: { ticks: [], rates: { sms: { perHour }, call: { perHour } } },
    },
  }
  return { active: async () => active, strategyByHash: async () => strategy }
}

type Words = Partial<Pick<ActiveConfig['schedules'], 'wording' | 'replies' | 'routes'>>

/** A contact is lawful from 08:00 to 20:00 UTC, and one contact to a number in 24 hours. */
export const oncePerNumber: PermitContact = ({ contact, dossier, at }: ContactQuestion): Verdict => {
  const day = Math.floor(at / (24 * HOUR)) * 24 * HOUR
  const [open, close] = [day + 8 * HOUR, day + 20 * HOUR]
  const others = dossier.contacts.filter(
    (one) => one.number === contact.number && one.at !== null && at - one.at < 24 * HOUR,
  )
  const refused = { duties: [], warnings: [] }
  if (others.length > 0) {
    const reasons = [{ ...sendReason('rate_used'), rule: 'TEST-CAP' }]
    return { answer: 'defer', to: at + 24 * HOUR, until: at + 25 * HOUR, reasons, ...refused }
  }
  if (at < open) return { answer: 'defer', to: open, until: close, reasons: [], ...refused }
  if (at >= close) {
    return { answer: 'defer', to: open + 24 * HOUR, until: close + 24 * HOUR, reasons: [], ...refused }
  }
  return { answer: 'permit', until: close, ...refused }
}

export interface Depot {
  deliver: DeliverDeps
  task: TaskDeps & OutcomeDeps
  sweep: SweepDeps
  /** The machine time, which the test moves by hand. */
  machine: { now: Instant }
  rings: ContactJob[]
  recorded: Parameters<Record>[0]
}

export function depotOf(
  stage: Stage,
  {
    provider,
    permit = oncePerNumber,
    perHour,
    words,
  }: { provider: Provider; permit?: PermitContact; perHour?: number; words?: Words },
): Depot {
  const machine = { now: Date.parse('2030-01-01T00:00:00Z') }
  const rings: ContactJob[] = []
  const recorded: Parameters<Record>[0] = []
  const record: Record = async (facts) => {
    recorded.push(...facts)
    return { taken: facts.length, same: 0, rejected: [] }
  }
  const clock = { now: () => machine.now }
  const voice = { callback: '+12025550199', paylink: 'https://pay.example/a', optout: 'STOP' }
  const common = { config: configOf(perHour, words), permit: () => permit, machine: clock, voice, record }
  const enqueuer = {
    enqueueContacts: async (more: ContactJob[]) => void rings.push(...more),
    enqueueContactsAgain: async (more: ContactJob[]) => void rings.push(...more),
    enqueueReviews: async () => {},
    enqueueDue: async () => {},
    enqueueDetect: async () => {},
    enqueueRelay: async () => {},
  }
  return {
    machine,
    rings,
    recorded,
    deliver: {
      ...common,
      store: stage.deliver,
      provider,
      leaseMs: 30_000,
      requestMs: 10_000,
      sendWithinMs: 2_000,
      enqueuer,
    },
    task: { ...common, store: stage.task },
    sweep: {
      store: stage.sweep,
      enqueuer,
      machine: clock,
      provider,
      relay: async () => ({ queued: 0, more: false }),
      quietMs: 10 * MINUTE,
      enqueueAgainAfterMs: MINUTE,
      requestMs: 10_000,
      detectDue: async (now) => now,
      unresolvedRole: async () => 'settlements',
    },
  }
}
