import { type Day, daysBetween } from '../../base/time.ts'
import { isPastDue } from '../../machine/opens.ts'
import type { CaseSnapshot } from '../../model/case-memory.ts'
import type { CaseChange, WaitsFor } from '../../model/decision.ts'
import type { CaseReview } from './review.ts'

const EPISODES_KEPT = 24

/** What the row of the case becomes. One that was not due and that nothing changed keeps its row. */
export function changeOf(
  review: CaseReview,
  { told, waits }: { told: boolean; waits: WaitsFor | null },
): CaseChange[] {
  const { view, to, moved, closed } = review
  const { case: theCase, now } = view
  const due = theCase.nextReviewAt === null || theCase.nextReviewAt <= now
  const nextReviewAt = closed ? null : review.next
  const quiet = !moved && !told && !view.learnt
  if (!due && quiet && theCase.nextReviewAt === nextReviewAt) return []
  const { strategy } = view.compiled
  return [
    {
      case: theCase.id,
      version: theCase.version,
      moved,
      state: to.state,
      stage: to.stage,
      snapshot: snapshotOf(review),
      strategy: strategy.strategy,
      strategyHash: strategy.hash,
      nextReviewAt,
      closed,
      waits,
    },
  ]
}

/** What is remembered of the other episodes: since when they are not the case's. */
function left(episodes: CaseSnapshot['episodes'], today: Day): CaseSnapshot['episodes'] {
  const entries = Object.entries(episodes)
  return Object.fromEntries(
    entries.map(([anchor, memory]) => [anchor, memory.leftOn ? memory : { ...memory, leftOn: today }]),
  )
}

/** An anchor that is not past due yet is no episode: the instalment that falls due after a cure is another case. */
function snapshotOf({ view, closed }: CaseReview): CaseSnapshot {
  const { snapshot } = view.case
  if (!isPastDue(view.dpd))
    return closed ? { ...snapshot, episodes: left(snapshot.episodes, view.today) } : snapshot
  const memory = closed ? { ...view.memory, leftOn: view.today } : view.memory
  const episodes = { ...left(snapshot.episodes, view.today), [view.anchor]: memory }
  const others = Object.keys(snapshot.episodes).filter((anchor) => anchor !== view.anchor)
  for (const old of others.sort().slice(0, Math.max(0, others.length + 1 - EPISODES_KEPT)))
    delete episodes[old]
  return {
    episodes,
    lastAnchor: daysBetween(snapshot.lastAnchor, view.anchor) > 0 ? view.anchor : snapshot.lastAnchor,
  }
}
