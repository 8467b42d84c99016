import { walksStages } from '../../model/lifecycle.ts'
import type { ContactFile, Dossier } from '../../model/dossier.ts'
import { type CaseReview, told } from '../case/review.ts'
import type { Decided } from '../decided.ts'
import { decideGround } from '../ground.ts'
import { stillStands } from '../step/due.ts'
import { isWaiting } from '../../model/contact-state.ts'

/** What waits and no longer stands is taken back. */
export function takeBack({ contacts }: Dossier, review: CaseReview): Decided[] {
  const waiting = contacts.filter(({ case: of, state }) => of === review.view.file.id && isWaiting(state))
  return waiting.flatMap((row): Decided[] => {
    const reason = whyTakenBack(review, row)
    if (reason === null) return []
    return [{ is: 'taken_back', contact: row.id, reason }, cancelled(review, row, reason)]
  })
}

type TakenBack = 'stage_left' | 'step_over' | 'episode_over' | 'case_rests'

/** A mandatory one outlives its stage, while its case works. */
function whyTakenBack({ closed, to, view }: CaseReview, row: ContactFile): TakenBack | null {
  if (closed !== null || !walksStages(to)) return 'case_rests'
  if (row.episode !== view.anchor) return 'episode_over'
  if (row.stage !== to.stage && !row.mandatory) return 'stage_left'
  const stage = view.compiled.stageByName.get(row.stage ?? '')
  const step = stage?.steps.find((one) => one.step === row.step)
  const stands = stage && step && stillStands(view, step, stage.stage, row.notBefore ?? view.now)
  return stands ? null : 'step_over'
}

/** The line of the decision log. */
export function cancelled(
  review: CaseReview,
  { episode, step, attempt, dueOn }: ContactFile,
  why: 'overtaken' | TakenBack,
): Decided {
  const contactKey = episode && step && attempt ? { episode, step, attempt } : null
  return told(review, { kind: 'cancelled', step, contactKey, reasons: [decideGround(why, dueOn ?? '')] })
}
