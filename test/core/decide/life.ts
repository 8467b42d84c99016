import type { Instant } from '../../../src/core/base/time.ts'
import { afterDecision } from '../../../src/core/decide/rehearse/after-decision.ts'
import type { Dossier } from '../../../src/core/model/dossier.ts'
import type { PersonDecision } from '../../../src/core/model/decision.ts'
import { planPerson } from '../../../src/core/decide/plan.ts'
import type { Planning } from '../../../src/core/decide/planning.ts'

/** The world of one person that goes on: decisions are applied, contacts are sent at once at their not-before. */
export class Life {
  dossier: Dossier
  /** `2026-03-04T10:00 A1 friendly#1` */
  readonly sent: string[] = []
  readonly decisions: PersonDecision[] = []
  private told = false

  constructor(
    dossier: Dossier,
    public planning: Planning,
  ) {
    this.dossier = dossier
  }

  /** The person is reviewed once; where nobody had asked for it, a fact does so now. */
  review(now: Instant, outage = false): PersonDecision {
    this.settle(now)
    if (!outage) this.wake(now)
    const decision = planPerson(this.dossier, this.planning, now)
    this.decisions.push(decision)
    this.dossier = afterDecision(this.dossier, structuredClone(decision), now)
    this.settle(now)
    return decision
  }

  /** The person is reviewed whenever a case asks for it, and at the extra instants, up to and with `to`. */
  live(from: Instant, to: Instant, extra: readonly Instant[] = []): void {
    const more = [...extra].sort((a, b) => a - b)
    let now = from
    for (let turn = 0; turn < 2000; turn++) {
      this.review(now)
      if (this.told) {
        // What an agent or a field collector reports is a fact, and makes the case decide again.
        this.told = false
        this.review(now)
      }
      const open = this.dossier.cases.filter((theCase) => theCase.open)
      const reviews = open.map((theCase) => theCase.nextReviewAt ?? Infinity)
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

  /** What was planned of that step is denied when it is to be sent. */
  deny(step: string, when: Instant): void {
    const rows = this.dossier.contacts.filter((one) => one.step === step && one.at === when)
    this.sent.splice(this.sent.length - rows.length)
    const denied = rows.flatMap(({ case: caseId, episode }) =>
      caseId === null || episode === null
        ? []
        : [{ case: caseId, episode, step, state: 'denied' as const, changedAt: when }],
    )
    const contacts = this.dossier.contacts.filter((one) => !rows.includes(one))
    this.change({ contacts, denied: [...(this.dossier.denied ?? []), ...denied] })
  }

  /** A human answers what a rule asked. */
  answer(rule: string, answer: string, when: Instant): void {
    const asked = (this.dossier.asked ?? []).map((one) =>
      one.rule === rule && one.answer === null ? { ...one, answer, answeredAt: when } : one,
    )
    this.change({ asked })
  }

  /** A human answers what was asked about a step. */
  resolve(step: string, answer: string, when: Instant): void {
    const asked = (this.dossier.asked ?? []).map((one) =>
      one.step === step && one.answer === null ? { ...one, answer, answeredAt: when } : one,
    )
    this.change({ asked })
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

  private wake(now: Instant): void {
    const cases = this.dossier.cases.map((theCase) =>
      theCase.nextReviewAt !== null && theCase.nextReviewAt < now
        ? { ...theCase, nextReviewAt: now }
        : theCase,
    )
    this.change({ cases })
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
