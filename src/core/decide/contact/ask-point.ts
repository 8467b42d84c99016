import { assumed, questionOf } from '../../compliance/known/from-dossier.ts'
import type { Circumstances, PastContact, Question } from '../../model/question.ts'
import type { PendingDuties } from '../../compliance/pending-duties.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Instant } from '../../base/time.ts'
import type { Candidate } from './candidate.ts'
import type { CaseReview } from '../case/review.ts'
import type { DossierContact, Dossier, DossierPoint } from '../../model/dossier.ts'
import { isContact } from '../ladder/file-day.ts'
import type { Planning } from '../planning.ts'
import { pointsLeft } from '../step/reachable.ts'

export interface Answer {
  point: DossierPoint
  verdict: Verdict
}

const NOTHING: PendingDuties = { duties: [], reviews: [] }

/** What was decided in this review and counts for the law: contacts as if they were made, and rows that are not there any more. */
export interface Counted {
  readonly assumed: readonly PastContact[]
  readonly gone: ReadonlySet<number>
}

/** The questions to the law for one person, each after what was planned before it in the same review. */
export class Asking {
  /** The law's file for as long as nothing else counts. */
  private kept: { file: Circumstances; assumed: number; gone: number } | null = null

  constructor(
    private readonly dossier: Dossier,
    private readonly planning: Planning,
  ) {}

  /** The best answer over the debtor's valid numbers or addresses, as if `without` were not there; null = there is none. */
  best(candidate: Candidate, counted: Counted, without: readonly DossierContact[]): Answer | null {
    const file = without.length > 0 ? this.fileOf(counted, without) : this.fileAfter(counted)
    const { compiled, now } = candidate.review.view
    const { packs } = compiled.strategy
    let best: Answer | null = null
    for (const point of pointsLeft(candidate.review.view, candidate.step)) {
      const verdict = this.planning.ask(questionAt(this.dossier, candidate, point, now), file, packs)
      if (best === null || rank(verdict) < rank(best.verdict)) best = { point, verdict }
      if (verdict.answer === 'permit') break
    }
    return best
  }

  /** What the law asks of people about the account of a case. */
  standing({ view }: CaseReview, counted: Counted): PendingDuties {
    const { account, dpd, now, compiled, person, case: theCase } = view
    const about = { dossier: this.dossier, account, point: null, channel: null, at: now, dpd }
    return (
      this.planning.standing?.({
        question: questionOf({ ...about, moment: 'plan' }),
        regions: person.regions,
        file: () => this.fileAfter(counted),
        packs: compiled.strategy.packs,
        openedOn: theCase.openedOn,
      }) ?? NOTHING
    )
  }

  /** The contact as the law counts it when it is planned for that instant. */
  planned(candidate: Candidate, point: DossierPoint, at: Instant): PastContact | null {
    return assumed(questionAt(this.dossier, candidate, point, at))
  }

  private fileAfter(counted: Counted): Circumstances {
    const { assumed, gone } = counted
    if (this.kept?.assumed !== assumed.length || this.kept.gone !== gone.size)
      this.kept = { file: this.fileOf(counted, []), assumed: assumed.length, gone: gone.size }
    return this.kept.file
  }

  private fileOf({ assumed, gone }: Counted, without: readonly DossierContact[]): Circumstances {
    const { dossier } = this
    const out = without.length === 0 ? gone : new Set([...gone, ...without.map(({ id }) => id as number)])
    const contacts = out.size === 0 ? dossier.contacts : dossier.contacts.filter(({ id }) => !out.has(id))
    return this.planning.fileOf({ ...dossier, contacts }, [...assumed])
  }
}

function questionAt(
  dossier: Dossier,
  { review, step, template, tokens }: Candidate,
  point: DossierPoint,
  at: Instant,
): Question {
  const { account, dpd } = review.view
  return questionOf({
    dossier,
    account,
    point,
    channel: isContact(step) ? step.channel : null,
    at,
    dpd,
    moment: 'plan',
    durationMinutes: step.duration?.minutes ?? 0,
    purpose: template?.purpose ?? 'collect',
    ...(template?.automation && { automation: template.automation }),
    tokens,
  })
}

function rank(verdict: Verdict): number {
  switch (verdict.answer) {
    case 'permit':
      return 0
    case 'defer':
      return verdict.to
    case 'deny':
      return Infinity
  }
}
