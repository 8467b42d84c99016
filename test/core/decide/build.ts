import { UNKNOWN_KIND } from '../../../src/core/model/contact-kind.ts'
import type {
  AccountId,
  CaseId,
  ContactId,
  ContentHash,
  NumberId,
  PersonId,
  PointId,
} from '../../../src/core/base/id.ts'
import type { Instant } from '../../../src/core/base/time.ts'
import { type Strategy, StrategySchema } from '../../../src/core/model/strategy.ts'
import type {
  DossierAccount,
  DossierCase,
  DossierContact,
  Dossier,
  DossierHold,
  DossierPoint,
  DossierPromise,
} from '../../../src/core/model/dossier.ts'
import type { DossierPlan } from '../../../src/core/model/plan.ts'
import type { Receipt } from '../../../src/core/model/receipt.ts'

/** Instants of a UTC debtor, as text: `2026-03-02 10:00`. */
export function at(text: string): Instant {
  return Date.parse(`${text.replace(' ', 'T')}${text.length > 10 ? ':00Z' : 'T00:00:00Z'}`)
}

let hashes = 0

export function strategyOf(given: Record<string, unknown>): Strategy {
  hashes++
  const parsed = StrategySchema.parse({
    strategy: 'ladder',
    title: 'A ladder',
    priority: 1,
    applies: {},
    open: { dpd: 1, pastDue: '10.00', perDay: 1000 },
    mode: 'live',
    packs: ['xx-house'],
    risk: { low: [0, 0.2], medium: [0.2, 0.5], high: [0.5, 1], unknown: 'medium' },
    onChange: { default: 'finish' },
    ...given,
  })
  return { ...parsed, hash: String(hashes).padStart(64, '0') as ContentHash }
}

export function accountOf(given: Partial<DossierAccount> = {}): DossierAccount {
  return {
    id: 1 as AccountId,
    externalId: 'A1',
    creditor: 'acme',
    collector: 'acme',
    actor: 'first_party',
    product: 'consumer_loan',
    currency: 'USD',
    pastDue: 10_000,
    balance: null,
    anchor: '2026-03-01',
    score: 0.3,
    collection: 'active',
    endedReason: null,
    received: [],
    ...given,
  }
}

export function caseOf(strategy: Strategy, given: Partial<DossierCase> = {}): DossierCase {
  return {
    id: 1 as CaseId,
    account: 1 as AccountId,
    number: 1,
    open: true,
    state: 'opened',
    stage: null,
    snapshot: { episodes: {}, lastAnchor: '2026-03-01' },
    epoch: 0,
    version: 0,
    strategy: strategy.strategy,
    strategyHash: strategy.hash,
    openedOn: '2026-03-02',
    closedOn: null,
    closeReason: null,
    nextReviewAt: 0,
    ...given,
  }
}

export function pointOf(given: Partial<DossierPoint> = {}): DossierPoint {
  return {
    id: 1 as PointId,
    kind: 'phone',
    number: 1 as NumberId,
    line: 'mobile',
    place: 'home',
    role: 'debtor',
    valid: true,
    ...given,
  }
}

export function holdOf(given: Partial<DossierHold>): DossierHold {
  return {
    kind: 'dispute',
    reason: null,
    account: 1 as AccountId,
    point: null,
    number: null,
    channel: null,
    from: 0,
    until: null,
    lifted: null,
    ...given,
  }
}

export function promiseOf(given: Partial<DossierPromise>): DossierPromise {
  return {
    account: 1 as AccountId,
    externalId: 'P1',
    amount: 5_000,
    madeAt: at('2026-02-25'),
    by: '2026-03-10',
    graceDays: 0,
    cancelled: false,
    cancelledAt: null,
    kind: null,
    replaces: null,
    accepted: null,
    decidedAt: null,
    told: null,
    toldPaid: null,
    ...given,
  }
}

/** Three rates of 50.00 from 10 March on, agreed on 25 February. */
export function planOf(given: Partial<DossierPlan> = {}): DossierPlan {
  return {
    account: 1 as AccountId,
    externalId: 'L1',
    accounts: [1 as AccountId],
    kind: null,
    by: 'lender',
    rates: ['2026-03-10', '2026-04-10', '2026-05-10'].map((on) => ({ on, amount: 5_000 })),
    every: 'month',
    proposedAt: null,
    agreedAt: at('2026-02-25'),
    refusedAt: null,
    acceptedAt: null,
    cancelledAt: null,
    replaces: null,
    told: null,
    toldAs: null,
    ...given,
  }
}

/** Money that is known as soon as it is there. */
export function moneyOf(when: string, amount: number, known = when): Receipt {
  return { at: at(when), recordedAt: at(known), amount }
}

export function contactOf(given: Partial<DossierContact>): DossierContact {
  return {
    id: 900 as ContactId,
    person: 1 as PersonId,
    household: null,
    case: 1 as CaseId,
    accounts: [1 as AccountId],
    point: 1 as PointId,
    number: 1 as NumberId,
    channel: 'sms',
    direction: 'out',
    role: 'debtor',
    place: 'home',
    purpose: 'collect',
    creditor: 'acme',
    collector: 'acme',
    stage: null,
    step: null,
    episode: '2026-03-01',
    attempt: 1,
    mandatory: false,
    dueOn: null,
    epoch: 0,
    state: 'sent',
    notBefore: null,
    expiresAt: null,
    at: null,
    outcome: 'sent',
    disposition: null,
    ...UNKNOWN_KIND,
    ...given,
  }
}

/** A letter of before the engine's time tells the debtor of each account: what is said of opening notices has its own tests. */
export function toldBefore(accounts: readonly DossierAccount[]): DossierContact[] {
  return accounts.map(({ id, anchor }) =>
    contactOf({
      id: (800 + id) as ContactId,
      case: null,
      accounts: [id],
      channel: 'letter',
      episode: null,
      attempt: null,
      at: at(`${anchor ?? '2026-03-01'} 12:00`),
    }),
  )
}

export function dossierOf(given: Partial<Dossier>): Dossier {
  const accounts = given.accounts ?? [accountOf()]
  return {
    person: {
      id: 1 as PersonId,
      externalId: 'P1',
      household: null,
      locale: 'en',
      regions: ['US-NY'],
      zones: ['UTC'],
      closed: [],
    },
    points: [pointOf(), pointOf({ id: 2 as PointId, number: 2 as NumberId, kind: 'address' })],
    cases: [],
    holds: [],
    evidence: [],
    promises: [],
    ...given,
    accounts,
    contacts: [...(given.contacts ?? []), ...toldBefore(accounts)],
  }
}
