import type { Day } from '../base/time.ts'
import type { Stage, Step } from '../config/strategy.ts'
import type { Situation } from '../machine/situation.ts'
import type { CaseView } from './case-view.ts'
import { isStepSettled, isWaived, stepsOn, timesDone, timesDoneOn } from './done.ts'
import { isOpeningDue, ladderDay, phaseOn } from './ladder.ts'
import type { PromiseState } from './promise-state.ts'
import { openAt } from './quiet.ts'
import { stepDue } from './step-due.ts'

/** The numbers of a case on a day, for its machine; facts stay as they are. */
export function situationOf(view: CaseView, lawGaps = 0, day: Day = view.today): Situation {
  const { account, quiet, now, promises, compiled } = view
  return {
    ladderDay: ladderDay(view, day),
    band: view.band,
    pastDue: view.pastDue,
    currency: account.currency,
    ended: account.collection === 'ended' ? (account.endedReason ?? 'closed') : null,
    holds: { hold: openAt(quiet, now, 'hold'), cease: openAt(quiet, now, 'cease') },
    lawGaps,
    promises: { open: openOf(promises), broken: brokenLast(promises) },
    ceiling: ceilingOn(view, day),
    duties: (name) => dutiesIn(view, compiled.stageByName.get(name), day).length,
    settled: (name) => {
      const step = compiled.stepByName.get(name)
      return step ? timesDone(view, step) + Number(isWaived(view, name)) : 0
    },
    attempts: (channel) => timesDoneOn(view, channel),
    waived: (channel) => stepsOn(view, channel).filter(({ step }) => isWaived(view, step)).length,
  }
}

/** Steps of the stage that come before any later stage, whose day has come and that are not settled. */
export function dutiesIn(view: CaseView, stage: Stage | undefined, day: Day): Step[] {
  if (!stage) return []
  const entry = view.memory.entries[stage.stage] ?? null
  return stage.steps.filter((step) => {
    if (!(step.mandatory || isOpeningDue(view, step.step)) || isStepSettled(view, step)) return false
    const due = stepDue(view, step, entry, stage.stage)
    return due.is === 'blocked' || due.is === 'taken' || (due.is === 'due' && due.day <= day)
  })
}

/** Until the opening notice is done and its respite is over, a case that is late stays where it opens. */
function ceilingOn(view: CaseView, day: Day): number {
  const { opening, compiled, file } = view
  const last = compiled.stages.length - 1
  if (!opening) return last
  const opens = opening.notices[0].index
  switch (phaseOn(view, day)) {
    case 'as_filed':
      return opening.noticedOn === null && day >= opening.ownDay ? opens : last
    case 'notice_due':
      return opens
    case 'respite':
    case 'ready':
      return Math.max(
        opens,
        compiled.stages.findIndex(({ stage }) => stage === file.stage),
      )
    case 'entered':
      return last
  }
}

function openOf(promises: readonly PromiseState[]): number {
  return promises.filter(({ status }) => status === 'open').length
}

/** Of the promises that are over, those that ran out last and were not kept. */
function brokenLast(promises: readonly PromiseState[]): number {
  const over = promises.filter(({ status }) => status === 'broken' || status === 'kept')
  const last = over
    .map(({ lastDay }) => lastDay)
    .sort()
    .at(-1)
  return over.filter(({ status, lastDay }) => status === 'broken' && lastDay === last).length
}
