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
import type { LegalFile, PastContact, Question } from '../../../src/core/compliance/question.ts'
import type { Verdict } from '../../../src/core/compliance/verdict.ts'
import { type Strategy, StrategySchema } from '../../../src/core/config/strategy.ts'
import type { Template } from '../../../src/core/config/template.ts'
import type {
  AccountFile,
  CaseFile,
  ContactFile,
  Dossier,
  HoldFile,
  PointFile,
  PromiseFile,
} from '../../../src/core/decide/dossier.ts'
import type { PersonDecision } from '../../../src/core/decide/output.ts'
import { planPerson } from '../../../src/core/decide/plan.ts'
import type { Planning } from '../../../src/core/decide/planning.ts'

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

export function accountOf(given: Partial<AccountFile> = {}): AccountFile {
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

export function caseOf(strategy: Strategy, given: Partial<CaseFile> = {}): CaseFile {
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

export function pointOf(given: Partial<PointFile> = {}): PointFile {
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

export function holdOf(given: Partial<HoldFile>): HoldFile {
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

export function promiseOf(given: Partial<PromiseFile>): PromiseFile {
  return {
    account: 1 as AccountId,
    amount: 5_000,
    madeAt: 0,
    by: '2026-03-10',
    graceDays: 0,
    cancelled: false,
    ...given,
  }
}

export function contactOf(given: Partial<ContactFile>): ContactFile {
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
    ...given,
  }
}

export function dossierOf(given: Partial<Dossier>): Dossier {
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
    accounts: [accountOf()],
    cases: [],
    holds: [],
    evidence: [],
    promises: [],
    contacts: [],
    ...given,
  }
}

export const always: Verdict = { answer: 'permit', until: 8e15, duties: [], warnings: [] }

export function denies(rule: string, review = false): Verdict {
  const reason = { rule, pack: 'test', text: rule, cite: null, effect: 'block' as const, liftsAt: null }
  return { answer: 'deny', reasons: [reason], review, duties: [], warnings: [] }
}

export function defersTo(to: Instant, rule = 'TEST-WINDOW'): Verdict {
  const reason = { rule, pack: 'test', text: rule, cite: null, effect: 'block' as const, liftsAt: to }
  return { answer: 'defer', to, until: to + 3_600_000, reasons: [reason], duties: [], warnings: [] }
}

export type Law = (question: Question, history: readonly PastContact[]) => Verdict

/** A law that is a function of the question and of what was planned before it. */
export function planningOf(strategies: Strategy[], law: Law = () => always, texts?: Template[]): Planning {
  const active = new Map(strategies.map((one) => [one.strategy, one]))
  const steps = strategies.flatMap((one) => one.stages.flatMap((stage) => stage.steps))
  const written = steps.flatMap((step) =>
    step.channel === 'human'
      ? []
      : [templateOf({ template: step.template ?? step.script ?? '', channel: step.channel })],
  )
  return {
    strategies: new Map(strategies.map((one) => [one.hash, one])),
    active,
    templates: texts ?? written,
    ask: (question, file) => law(question, file.history),
    fileOf: (dossier, assume): LegalFile => ({
      regions: [],
      zones: ['UTC'],
      closed: [],
      history: [...dossier.contacts.map(pastOf), ...assume],
      statuses: [],
      evidence: [],
    }),
  }
}

export function templateOf(given: Partial<Template>): Template {
  return {
    template: 'friendly',
    locale: 'en',
    channel: 'sms',
    purpose: 'collect',
    carries: [],
    maxSegments: 3,
    text: 'Pay, please.',
    hash: 'f'.repeat(64) as ContentHash,
    ...given,
  }
}

function pastOf(contact: ContactFile): PastContact {
  return {
    at: contact.at ?? contact.notBefore ?? 0,
    channel: contact.channel,
    direction: contact.direction,
    outcome: contact.outcome,
    role: contact.role,
    place: contact.place,
    purpose: contact.purpose,
    person: contact.person,
    accounts: contact.accounts,
    bookedTo: null,
    point: contact.number,
    creditor: contact.creditor,
    collector: contact.collector,
    household: contact.household,
    tags: [],
  }
}

/** The world of one person that goes on: decisions are applied, contacts are sent at once at their not-before. */
export class Life {
  dossier: Dossier
  /** `2026-03-04T10:00 A1 friendly#1` */
  readonly sent: string[] = []
  readonly decisions: PersonDecision[] = []
  private contactId = 1000
  private told = false

  constructor(
    dossier: Dossier,
    public planning: Planning,
  ) {
    this.dossier = dossier
  }

  /** Reviews the person once. */
  review(now: Instant): PersonDecision {
    this.settle(now)
    const decision = planPerson(this.dossier, this.planning, now)
    this.decisions.push(decision)
    this.apply(decision)
    this.settle(now)
    return decision
  }

  /** Reviews whenever a case asks for it, and at the extra instants, up to and with `to`. */
  live(from: Instant, to: Instant, extra: readonly Instant[] = []): void {
    const more = [...extra].sort((a, b) => a - b)
    let now = from
    for (let turn = 0; turn < 2000; turn++) {
      this.review(now)
      if (this.told) {
        // what an agent or a field collector reports is a fact, and makes the case decide again
        this.told = false
        this.review(now)
      }
      const open = this.dossier.cases.filter((file) => file.open)
      const reviews = open.map((file) => file.nextReviewAt ?? Infinity)
      const sends = this.dossier.contacts
        .filter((one) => one.state === 'planned')
        .map((one) => one.notBefore ?? 0)
      const next = Math.min(...reviews, ...sends, ...more.filter((instant) => instant > now))
      if (next > to) return this.settle(to)
      if (next <= now) throw new Error(`the next review is not later than ${new Date(now).toISOString()}`)
      now = next
    }
    throw new Error('too many reviews')
  }

  change(part: Partial<Dossier>): void {
    this.dossier = { ...this.dossier, ...part }
  }

  dropped(): string[] {
    return this.decisions
      .flatMap((one) => one.decisions)
      .filter((one) => one.kind === 'dropped' || one.kind === 'refused' || one.kind === 'cancelled')
      .map(
        (one) =>
          `${new Date(one.at).toISOString().slice(0, 16)} ${one.step} ${one.reasons.map((reason) => reason.rule).join(',')}`,
      )
  }

  stages(): string[] {
    return this.decisions
      .flatMap((one) => one.facts)
      .filter((fact) => fact.type === 'case.moved')
      .map((fact) => `${new Date(fact.at).toISOString().slice(0, 16)} ${String(fact.body['to'])}`)
  }

  private apply(decision: PersonDecision): void {
    const cases = this.dossier.cases.map((file) => {
      const change = decision.cases.find((one) => one.case === file.id)
      if (!change) return file
      const { closed, moved: _moved, case: _case, ...rest } = change
      return {
        ...file,
        ...structuredClone(rest),
        version: file.version + 1,
        open: closed === null,
        closedOn: closed?.on ?? null,
        closeReason: closed?.reason ?? null,
      }
    })
    const gone = new Set(decision.cancelled.map((one) => one.contact))
    const planned = decision.planned.map((one) =>
      contactOf({
        id: ++this.contactId as ContactId,
        case: one.case,
        accounts: [one.account],
        point: one.point,
        channel: one.channel,
        stage: one.stage,
        step: one.step,
        episode: one.episode,
        attempt: one.attempt,
        mandatory: one.mandatory,
        dueOn: one.dueOn,
        epoch: one.epoch,
        state: 'planned',
        notBefore: one.notBefore,
        expiresAt: one.expiresAt,
        outcome: 'pending',
      }),
    )
    const contacts = [...this.dossier.contacts.filter((one) => !gone.has(one.id)), ...planned]
    this.dossier = { ...this.dossier, cases, contacts }
  }

  private settle(now: Instant): void {
    const contacts = this.dossier.contacts.map((one) => {
      if (one.state !== 'planned' || one.notBefore === null || one.notBefore > now) return one
      const account = this.dossier.accounts.find((each) => each.id === one.accounts[0])
      this.sent.push(
        `${new Date(one.notBefore).toISOString().slice(0, 16)} ${account?.externalId} ${one.step}#${one.attempt}`,
      )
      const task = one.channel === 'call' || one.channel === 'visit'
      this.told ||= task
      return {
        ...one,
        state: 'sent' as const,
        at: one.notBefore,
        outcome: task ? ('no_answer' as const) : ('sent' as const),
        disposition: task ? ('no_answer' as const) : null,
      }
    })
    this.dossier = { ...this.dossier, contacts }
  }
}
