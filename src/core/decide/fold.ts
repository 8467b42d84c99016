import { assertNever } from '../base/assert-never.ts'
import type { CaseId } from '../base/id.ts'
import type { NewContact, NewHumanTask, PersonDecision } from '../model/decision.ts'
import type { Dossier } from '../model/dossier.ts'
import type { PastContact } from '../model/question.ts'
import type { Asking } from './contact/ask-point.ts'
import { changeOf } from './case/change.ts'
import type { CaseSoFar } from './case/review.ts'
import { learn } from './case/view-of.ts'
import { standsAfter } from './ask/close-asked.ts'
import type { Decided } from './decided.ts'
import type { PersonPlan } from './person-plan.ts'

/** The one place in which what is decided about a person is put together. */
export class Folded implements PersonPlan {
  readonly planned: NewContact[] = []
  readonly cancelled: PersonDecision['cancelled'] = []
  readonly tasks: NewHumanTask[] = []
  readonly answered: NonNullable<PersonDecision['answered']> = []
  readonly promises: NonNullable<PersonDecision['promises']> = []
  readonly plans: NonNullable<PersonDecision['plans']> = []
  readonly settlements: NonNullable<PersonDecision['settlements']> = []
  readonly refigured: NonNullable<PersonDecision['refigured']> = []
  readonly assumed: PastContact[] = []
  readonly gone = new Set<number>()

  constructor(
    readonly dossier: Dossier,
    readonly asking: Asking,
    readonly reviews: readonly CaseSoFar[],
  ) {}

  fold(decided: readonly Decided[]): void {
    for (const one of decided) this.add(one)
  }

  /** What is saved. */
  decision(): PersonDecision {
    const { dossier, reviews, planned, cancelled, tasks, answered } = this
    const { promises, plans, settlements, refigured } = this
    return {
      person: dossier.person.id,
      cases: reviews.flatMap((review) => {
        const { decisions, facts, waits } = review
        return changeOf(review, { told: decisions.length + facts.length > 0, waits })
      }),
      planned,
      cancelled,
      facts: reviews.flatMap((review) => review.facts),
      decisions: reviews.flatMap((review) => review.decisions),
      tasks: tasks.filter((task) => standsAfter(this, task)),
      ...(promises.length > 0 && { promises }),
      ...(plans.length > 0 && { plans }),
      ...(settlements.length > 0 && { settlements }),
      ...(refigured.length > 0 && { refigured }),
      ...(answered.length > 0 && { answered }),
    }
  }

  private add(one: Decided): void {
    switch (one.is) {
      case 'remembered':
      case 'told':
      case 'fact':
      case 'next_review':
      case 'waits':
        return this.addToCase(one)
      case 'asked':
        this.tasks.push(one.task)
        return
      case 'asked_by_law':
        if (!this.tasks.some((known) => isSame(known, one.task))) this.tasks.push(one.task)
        return
      case 'promise_told':
        this.promises.push(one.promise)
        return
      case 'plan_told':
        this.plans.push(one.plan)
        return
      case 'settlement_told':
        this.settlements.push(one.settlement)
        return
      case 'refigured':
        this.refigured.push(one.figures)
        return
      case 'answered':
        this.answered.push({ task: one.task, resolution: one.resolution })
        return
      case 'planned':
        this.planned.push(one.contact)
        if (one.counts) this.assumed.push(one.counts)
        for (const { id } of one.instead) this.gone.add(id)
        return
      case 'taken_back':
        this.gone.add(one.contact)
        this.cancelled.push({ contact: one.contact, reason: one.reason })
        return
      case 'cancelled':
        this.cancelled.push({ contact: one.contact, reason: one.reason })
        return
      default:
        return assertNever(one)
    }
  }

  private addToCase(one: OfCase): void {
    switch (one.is) {
      case 'remembered':
        return learn(this.soFar(one.case).view, one.change)
      case 'told':
        this.soFar(one.record.case).decisions.push(one.record)
        return
      case 'fact':
        this.soFar(one.fact.case).facts.push(one.fact)
        return
      case 'next_review': {
        const review = this.soFar(one.case)
        review.next = Math.min(review.next, one.at)
        return
      }
      case 'waits':
        this.soFar(one.case).waits = one.waits
        return
      default:
        return assertNever(one)
    }
  }

  private soFar(caseId: CaseId | null): CaseSoFar {
    for (const review of this.reviews) if (review.view.case.id === caseId) return review
    throw new Error(`case ${caseId} is not reviewed`)
  }
}

type OfCase = Extract<Decided, { is: 'remembered' | 'told' | 'fact' | 'next_review' | 'waits' }>

function isSame(one: NewHumanTask, other: NewHumanTask): boolean {
  return one.case === other.case && one.kind === other.kind && one.rule === other.rule
}
