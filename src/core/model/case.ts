import type { CaseId } from '../base/id.ts'
import type { Day, Instant } from '../base/time.ts'
import type { CaseChange } from './decision.ts'
import type { DossierAccount, DossierCase } from './dossier.ts'
import type { Strategy } from './strategy.ts'

/** The case that an account comes to. */
export interface NewCase {
  account: Pick<DossierAccount, 'id'>
  number: number
  strategy: Pick<Strategy, 'strategy' | 'hash'>
  day: Day
  anchor: Day
}

/** A case as it is opened: it is reviewed at once. */
export function openedCase(
  id: CaseId,
  { account, number, strategy, day, anchor }: NewCase,
  now: Instant,
): DossierCase {
  return {
    id,
    account: account.id,
    number,
    open: true,
    state: 'opened',
    stage: null,
    snapshot: { episodes: {}, lastAnchor: anchor },
    epoch: 0,
    version: 0,
    strategy: strategy.strategy,
    strategyHash: strategy.hash,
    openedOn: day,
    closedOn: null,
    closeReason: null,
    nextReviewAt: now,
  }
}

/** An open case after what was decided about it. */
export function changedCase<C extends DossierCase>(theCase: C, change: CaseChange): C {
  const { state, stage, snapshot, strategy, strategyHash, nextReviewAt, closed } = change
  return {
    ...theCase,
    state,
    stage,
    snapshot,
    strategy,
    strategyHash,
    nextReviewAt,
    version: theCase.version + 1,
    open: closed === null,
    closedOn: closed?.on ?? null,
    closeReason: closed?.reason ?? null,
  }
}
