import type { Day } from '../../base/time.ts'
import type { RiskBand, Stage, Step, Strategy } from '../../model/strategy.ts'
import { firstDpd, isForBand } from '../../machine/stage-days.ts'
import { type FiledStep, filedSteps, finalSteps, isContact, mayOpen } from './file-day.ts'

/** How an episode opens. Until its opening notice is done, a case hears no last notice and sees nobody at the door. */
export interface Opening {
  /** The opening step, and those that stand in for it where it cannot be made; never empty. */
  notices: [FiledStep, ...FiledStep[]]
  /** The day on which the file has the opening step for this case. */
  ownDay: Day
  /** The day on which the notice was done; null = not yet. */
  noticedOn: Day | null
  /** The step that it was done by; null = a contact of another kind. */
  noticedBy: FiledStep | null
  /** It was done in an earlier episode of the same case. */
  inherited: boolean
  /** The day before which nothing is due after a late notice. */
  respiteEnds: Day | null
}

/** What a strategy says of late entry, worked out once per risk band. */
export interface OpeningRules {
  /** Every step for the band, in the order of its days. */
  filed: FiledStep[]
  /** Last notices. */
  final: ReadonlySet<string>
  /** Stages that a late case never enters directly. */
  closed: ReadonlySet<string>
  /** Names of the steps that may be the opening notice, the first that is for the case counts. */
  opens: FiledStep[]
}

export function openingRules(strategy: Strategy, band: RiskBand): OpeningRules {
  const filed = filedSteps(strategy, band)
  const final = finalSteps(strategy, band)
  return { filed, final, closed: closedStages(strategy, band, final), opens: openers(strategy, filed, final) }
}

/** The step that the file names first, then messages and calls that are not final and do not lie in the last of several stages. */
function openers(strategy: Strategy, filed: readonly FiledStep[], final: ReadonlySet<string>): FiledStep[] {
  const last = strategy.stages.length > 1 ? strategy.stages.length - 1 : Infinity
  const usual = filed.filter(({ step, index }) => mayOpen(step) && !final.has(step.step) && index < last)
  const inFileOrder = [...usual].sort((a, b) => a.index - b.index || orderIn(a) - orderIn(b))
  const named = filed.filter(({ step }) => step.step === strategy.opens)
  return [...named, ...inFileOrder.filter(({ step }) => step.step !== strategy.opens)]
}

function orderIn({ stage, step }: FiledStep): number {
  return stage.steps.indexOf(step)
}

/** The stages beyond `lateEntry.upTo`; where the file does not name it, the last of several stages and those that begin with a visit or a final step. */
function closedStages(
  { stages, lateEntry }: Strategy,
  band: RiskBand,
  final: ReadonlySet<string>,
): Set<string> {
  if (lateEntry?.upTo !== undefined) {
    const upTo = stages.findIndex(({ stage }) => stage === lateEntry.upTo)
    return new Set(stages.slice(upTo + 1).map(({ stage }) => stage))
  }
  const closed = stages.filter(
    (stage, index) => (index > 0 && index === stages.length - 1) || beginsHard(stage, band, final),
  )
  return new Set(closed.map(({ stage }) => stage))
}

function beginsHard(stage: Stage, band: RiskBand, final: ReadonlySet<string>): boolean {
  if (firstDpd(stage, band) === null) return false
  const first = stage.steps.find((step) => isContact(step) && isForBand(step.risk, band))
  return first !== undefined && (!mayOpen(first) || final.has(first.step))
}

/** The opening step, and those that stand in for it where it cannot be made: of each other channel the next one that is neither a visit nor final. */
export function noticeSteps(rules: OpeningRules, isFor: (step: Step, stage: Stage) => boolean): FiledStep[] {
  const opening = rules.opens.find(({ step, stage }) => isFor(step, stage))
  if (!opening) return []
  const notices = [opening]
  for (const filed of rules.filed.slice(rules.filed.indexOf(opening) + 1)) {
    const { step, stage } = filed
    if (!mayOpen(step) || rules.final.has(step.step)) continue
    if (notices.some((one) => one.step.channel === step.channel) || !isFor(step, stage)) continue
    notices.push(filed)
  }
  return notices
}

/** The day of the file on which the next contact is due after a step, for the case: another step, of its stage or of any, or its own repetition. Null = none. */
export function nextContactDay(
  rules: OpeningRules,
  after: FiledStep,
  isFor: (step: Step, stage: Stage) => boolean,
  within: 'stage' | 'file' = 'file',
): number | null {
  const later = rules.filed.slice(rules.filed.indexOf(after) + 1)
  const next = later.find(
    ({ step, stage, index }) =>
      isContact(step) && isFor(step, stage) && (within === 'file' || index === after.index),
  )
  const days = [next?.day, after.step.every && after.day + after.step.every.days]
  const known = days.filter((day) => day !== undefined)
  return known.length === 0 ? null : Math.min(...known)
}
