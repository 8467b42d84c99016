import type { Day } from '../../base/time.ts'
import type { Stage, Step } from '../../model/strategy.ts'
import type { Situation } from '../../machine/situation.ts'
import type { CaseView } from './view.ts'
import { isStepOver, isWaived, stepsOn, timesDone, timesDoneOn } from '../step/done.ts'
import { isOpeningDue, ladderDay, phaseOn } from '../ladder/ladder.ts'
import type { PromiseState } from '../../promise/state.ts'
import { planTraits } from '../../model/plan.ts'
import { isPaidOff } from '../../settlement/figures.ts'
import { settlementTraits } from '../../model/settlement.ts'
import { promiseTraits } from '../../model/promise.ts'
import { openAt } from '../pause/quiet.ts'
import { stepDue } from '../step/due.ts'

/** The numbers of a case on a day, for its machine; facts stay as they are. */
export class CaseNumbers implements Situation {
  ladderDay: number
  readonly band
  readonly pastDue
  readonly resting
  readonly currency
  readonly ended: string | null
  readonly holds: Situation['holds']
  readonly promises: Situation['promises']
  readonly plans: Situation['plans']
  readonly ceiling: number
  private readonly known: Record<string, readonly Step[]> = {}

  constructor(
    private readonly view: CaseView,
    readonly lawGaps = 0,
    private readonly day: Day = view.today,
    private readonly overStage: string | null = null,
  ) {
    const { account, quiet, now, promises, plans } = view
    this.ladderDay = ladderDay(view, day)
    this.band = view.band
    this.pastDue = view.pastDue
    this.resting = account.apart?.disputed ?? 0
    this.currency = account.currency
    this.ended = endedAs(view)
    this.holds =
      quiet.length === 0 ? NONE : { hold: openAt(quiet, now, 'hold'), cease: openAt(quiet, now, 'cease') }
    const open = Math.max(openOf(promises), inForceOf(view))
    this.promises = promises.length === 0 && open === 0 ? NO_PROMISE : { open, broken: brokenLast(promises) }
    this.plans = plans.length === 0 ? NO_PLAN : plansIn(view)
    this.ceiling = ceilingOn(view, day)
  }

  duties(stage: string): number {
    return stage === this.overStage ? 0 : this.dutiesIn(stage).length
  }

  /** The numbers as they would be if every step of the stage that comes first were over. */
  besides(stage: string): CaseNumbers {
    return new CaseNumbers(this.view, this.lawGaps, this.day, stage)
  }

  over(name: string): number {
    const step = this.view.compiled.stepByName.get(name)
    return step ? timesDone(this.view, step) + Number(isWaived(this.view, name)) : 0
  }

  attempts(channel: string): number {
    return timesDoneOn(this.view, channel)
  }

  waived(channel: string): number {
    return stepsOn(this.view, channel).filter(({ step }) => isWaived(this.view, step)).length
  }

  /** Steps of the stage that come before any later stage, whose day has come and that are not over. */
  dutiesIn(stage: string): readonly Step[] {
    return (this.known[stage] ??= dutiesOn(this.view, this.view.compiled.stageByName.get(stage), this.day))
  }
}

const NONE = { hold: 0, cease: 0 }
const NO_PROMISE = { open: 0, broken: 0 }
const NO_PLAN = { open: 0, missed: 0, broken: 0 }

/** Collection has ended; or a settlement was paid in this case, and nothing else is owed. */
function endedAs({ account, settlements, case: theCase }: CaseView): string | null {
  if (account.collection === 'ended') return account.endedReason ?? 'closed'
  return isPaidOff(settlements, account, theCase.openedOn) ? 'settled' : null
}

/** A settlement in force rests the case as a promise does. */
function inForceOf({ settlements }: CaseView): number {
  return settlements.some(({ status }) => settlementTraits(status).silent) ? 1 : 0
}

function dutiesOn(view: CaseView, stage: Stage | undefined, day: Day): Step[] {
  if (!stage) return []
  const entry = view.memory.entries[stage.stage] ?? null
  return stage.steps.filter((step) => {
    if (!(step.mandatory || isOpeningDue(view, step.step)) || isStepOver(view, step)) return false
    const due = stepDue(view, step, entry, stage.stage)
    return due.is === 'blocked' || due.is === 'taken' || (due.is === 'due' && due.day <= day)
  })
}

/** Until the opening notice is done and its respite is over, a case that is late stays where it opens. */
function ceilingOn(view: CaseView, day: Day): number {
  const { opening, compiled, case: theCase } = view
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
        compiled.stages.findIndex(({ stage }) => stage === theCase.stage),
      )
    case 'entered':
      return last
  }
}

function plansIn({ plans, quiet, now }: CaseView): Situation['plans'] {
  const last = plans.filter(({ from, status }) => from !== null && planTraits(status).stands !== true).at(-1)
  return {
    open: openAt(quiet, now, 'plan'),
    missed: plans.filter(({ status }) => planTraits(status).inArrears).length,
    broken: last && planTraits(last.status).failed ? 1 : 0,
  }
}

function openOf(promises: readonly PromiseState[]): number {
  return promises.filter(({ status }) => promiseTraits(status).silent).length
}

/** How many of the promises that ran out last were not kept. */
function brokenLast(promises: readonly PromiseState[]): number {
  const isFailed = ({ status }: PromiseState) => promiseTraits(status).failed === true
  const over = promises.filter((one) => one.keptOn !== null || isFailed(one))
  const last = over
    .map(({ lastDay }) => lastDay)
    .sort()
    .at(-1)
  return over.filter((one) => isFailed(one) && one.lastDay === last).length
}
