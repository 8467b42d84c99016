import type { NewHumanTask, PersonDecision } from '../model/decision.ts'
import type { Dossier } from '../model/dossier.ts'
import type { Asking, Counted } from './contact/ask-point.ts'
import type { CaseReview } from './case/review.ts'

/** What a review of one person has come to so far: whoever decides something later reads it. */
export interface PersonPlan extends Counted {
  readonly dossier: Dossier
  readonly asking: Asking
  readonly reviews: readonly CaseReview[]
  readonly planned: readonly PersonDecision['planned'][number][]
  readonly cancelled: readonly PersonDecision['cancelled'][number][]
  readonly tasks: readonly NewHumanTask[]
  readonly answered: readonly NonNullable<PersonDecision['answered']>[number][]
}
