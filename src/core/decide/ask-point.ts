import { assumed, questionOf } from '../compliance/from-dossier.ts'
import type { PastContact, Question } from '../model/question.ts'
import type { Standing } from '../compliance/standing.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Instant } from '../base/time.ts'
import type { Candidate } from './candidate.ts'
import type { CaseReview } from './case/review.ts'
import type { ContactFile, Dossier, PointFile } from '../model/dossier.ts'
import { isContact } from './file-day.ts'
import type { Planning } from './planning.ts'
import { pointsLeft } from './reachable.ts'

export interface Answer {
  point: PointFile
  verdict: Verdict
}

const NOTHING: Standing = { duties: [], reviews: [] }

/** Asks the law for one person, remembering what was planned before in the same review. */
export class Asking {
  private readonly assumed: PastContact[] = []
  private readonly gone = new Set<number>()
  private file: ReturnType<Planning['fileOf']> | null = null

  constructor(
    private readonly dossier: Dossier,
    private readonly planning: Planning,
  ) {}

  /** The best answer over the debtor's valid numbers or addresses, as if `without` were not there; null = there is none. */
  best(candidate: Candidate, without: readonly ContactFile[]): Answer | null {
    const file = without.length > 0 ? this.fileWithout(without) : (this.file ??= this.fileWithout([]))
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
  standing({ view }: CaseReview): Standing {
    const { account, dpd, now, compiled, person, file } = view
    const about = { dossier: this.dossier, account, point: null, channel: null, at: now, dpd }
    return (
      this.planning.standing?.({
        question: questionOf({ ...about, moment: 'plan' }),
        regions: person.regions,
        file: () => (this.file ??= this.fileWithout([])),
        packs: compiled.strategy.packs,
        openedOn: file.openedOn,
      }) ?? NOTHING
    )
  }

  /** From now on the contact counts as made at that instant, and those it replaces do not. */
  count(candidate: Candidate, point: PointFile, at: Instant, replaced: readonly ContactFile[]): void {
    const past = assumed(questionAt(this.dossier, candidate, point, at))
    if (past) this.assumed.push(past)
    this.forget(replaced)
  }

  /** Rows that were taken back no longer count. */
  forget(rows: readonly ContactFile[]): void {
    for (const row of rows) this.gone.add(row.id)
    this.file = null
  }

  private fileWithout(without: readonly ContactFile[]) {
    const gone = new Set([...this.gone, ...without.map((row) => row.id as number)])
    const { dossier } = this
    const contacts = gone.size === 0 ? dossier.contacts : dossier.contacts.filter((row) => !gone.has(row.id))
    return this.planning.fileOf({ ...dossier, contacts }, this.assumed)
  }
}

function questionAt(
  dossier: Dossier,
  { review, step, template, tokens }: Candidate,
  point: PointFile,
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
