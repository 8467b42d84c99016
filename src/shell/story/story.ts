import type { Reason } from '../../core/model/verdict.ts'
import type { BreakerKind } from '../../core/deliver/brake.ts'
import type { DecisionRecord, NewHumanTask } from '../../core/model/decision.ts'
import type { LawRecord } from '../config/law-record.ts'

/** The history of one case as plain JSON: ids, amounts, dates and rules; no name, number, address or text of a person. Instants are UTC texts with `Z`, days are local dates. */
export interface Story {
  case: CaseHead
  waiting: Waiting
  entries: StoryEntry[]
  /** Everything that decisions and contacts of the story were judged under, by the hash that they name. */
  laws: Record<string, LawRecord>
  /** More happened than is shown: only the latest entries are. */
  truncated: boolean
}

export interface CaseHead {
  id: number
  /** `<account>/<number>`. */
  name: string
  account: string
  /** The engine's own number, not the ledger's. */
  person: number
  state: string
  stage: string | null
  strategy: string
  strategyHash: string
  openedOn: string
  closedOn: string | null
  closeReason: string | null
  nextReviewAt: string | null
  epoch: number
  version: number
  currency: string
  /** The amount in the currency's plain decimals. */
  pastDue: string
  /** Interest and fees of it, and what is disputed or held by itself and left out of it; null = nothing of the kind. */
  apart: { disputed: string; interest: string; fees: string } | null
  /** The oldest unpaid due date. */
  anchor: string | null
  dpd: number | null
  /** Candidate zones of the person; times are told in the first. */
  zones: string[]
  /** Business now. */
  now: string
}

/** Why nothing happens at the moment. */
export interface Waiting {
  nextReviewAt: string | null
  for: WaitingFor[]
}

export type WaitingFor =
  | { what: 'review'; at: string }
  | { what: 'overdue_review'; at: string }
  | {
      what: 'contact'
      contact: number
      channel: string
      step: string | null
      state: string
      from: string | null
    }
  | { what: 'human_task'; task: number; kind: string; role: string; due: string }
  | { what: 'hold'; kind: string; reason: string | null; scope: string; until: string | null }
  | { what: 'promise'; by: string; amount: string; paid: string | null }
  | { what: 'settlement'; settlement: string; by: string; amount: string | null; paid: string }
  | { what: 'plan'; plan: string; by: string; amount: string }
  | {
      what: 'brake'
      channel: string | null
      strategy: string | null
      creditor: string | null
      since: string
      by: string
    }
  | { what: 'breaker'; channel: string; provider: string; kind: BreakerKind; retryAt: string | null }
  | {
      what: 'rule'
      rule: string
      pack: string | null
      text: string
      cite: string | null
      step: string | null
    }
  | { what: 'closed'; on: string; reason: string | null }

export type StoryEntry = FactEntry | DecisionEntry | ContactEntry | TaskEntry

export interface FactEntry {
  entry: 'fact'
  at: string
  id: number
  type: string
  /** The instant at which it happened, where that is not when the engine learnt it (`at`). */
  happenedAt: string | null
  source: string
  body: Record<string, string | number | boolean | null>
}

export interface DecisionEntry {
  entry: 'decision'
  at: string
  id: number
  kind: DecisionRecord['kind']
  from: string
  to: string
  step: string | null
  contact: number | null
  strategyHash: string
  config: number
  tzdata: string
  /** Hash of what it was judged under: packs, calendars and time zone data. */
  law: string | null
  reasons: StoryReason[]
}

export interface ContactEntry {
  entry: 'contact'
  /** The contact itself; else when its row last changed; else when it is to be. */
  at: string
  id: number
  channel: string
  direction: string
  stage: string | null
  step: string | null
  attempt: number | null
  dpd: number | null
  state: string
  outcome: string
  disposition: string | null
  template: string | null
  notBefore: string | null
  expiresAt: string | null
  tries: number
  segments: number | null
  providerCode: string | null
  /** Hash of what it was last let pass under. */
  law: string | null
  reasons: StoryReason[]
  /** Why it should not have been made, by what was told after it; null = nothing says so. */
  wrong: WrongPart | null
}

export interface WrongPart {
  reasons: string[]
  /** Kinds of the facts that were told late. */
  late: string[]
  /** The instant at which the first of them was told. */
  since: string | null
}

export interface TaskEntry {
  entry: 'task'
  at: string
  id: number
  kind: NewHumanTask['kind']
  reason: string
  role: string
  due: string
  claimedBy: string | null
  resolvedAt: string | null
  resolution: string | null
}

export interface StoryReason extends Omit<Reason, 'liftsAt'> {
  liftsAt: string | null
}
