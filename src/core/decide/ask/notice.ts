import type { HumanTaskKind } from '../../model/human-task.ts'
import { allTaken } from '../../machine/step-guards.ts'
import type { CaseReview } from '../case/review.ts'
import type { CaseView } from '../case/view.ts'
import type { Decided } from '../decided.ts'
import { isDeniedLong } from '../contact/denied.ts'
import type { FiledStep } from '../ladder/file-day.ts'
import { untriedPoints, validPoints } from '../step/points.ts'
import { askOnce } from './human.ts'

const KIND: HumanTaskKind = 'opening_notice'

/** An opening notice that no step can make, or that was refused for seven days running, is a human's: the answer stands for it. */
export function askForNotice({ view, to, closed }: CaseReview): Decided[] {
  const { opening } = view
  if (!opening || closed !== null || to.state !== 'working') return []
  if (opening.noticedOn !== null) return closeAsk(view)
  if (view.today < opening.ownDay) return []
  const [first] = opening.notices
  const why = opening.notices.every((one) => isImpossible(view, one))
    ? 'no valid number or address is left'
    : isDeniedLong(view, first.step.step)
      ? `refused for seven days running (${view.memory.denied[first.step.step]?.told ?? 'at the send'})`
      : null
  if (why === null) return []
  return askOnce(view, {
    kind: KIND,
    reason: `${first.step.step}: the opening notice cannot be made: ${why}`,
    role: 'operations',
    once: 'opening_notice',
    step: first.step.step,
  })
}

function isImpossible(view: CaseView, { step }: FiledStep): boolean {
  const { taken, open } = view.rows.of(step.step)
  if (open) return false
  const tried = allTaken(step, taken)
  return (tried ? untriedPoints(view, step) : validPoints(view.points, step.channel)).length === 0
}

/** The debtor was told in some other way. */
function closeAsk({ asked }: CaseView): Decided[] {
  return asked
    .filter(({ kind, answeredAt }) => kind === KIND && answeredAt === null)
    .map(({ task }) => ({ is: 'answered', task, resolution: 'arrived' }))
}
