import { type ContactChannel, contactKind, isContactChannel } from '../../channel/channel.ts'
import { type RiskBand, type Stage, type Step, type Strategy } from '../../model/strategy.ts'
import { firstDpd, hasDay, isForBand } from '../../machine/stage-days.ts'

/** A step with its place in the file, for one risk band. */
export interface FiledStep {
  step: Step
  stage: Stage
  /** The position of the stage in the file. */
  index: number
  /** Days past due on which the file has it. */
  day: number
}

/** Every step that is for the band, by its day and then as the file has them. */
export function filedSteps({ stages }: Pick<Strategy, 'stages'>, band: RiskBand): FiledStep[] {
  const filed = stages.flatMap((stage, index) => {
    const first = firstDpd(stage, band)
    if (first === null) return []
    return stage.steps
      .filter((step) => hasDay(step) && isForBand(step.risk, band))
      .map((step) => ({ step, stage, index, day: step.dpd ?? first + (step.after?.days ?? 0) }))
  })
  return filed.sort((a, b) => a.day - b.day || a.index - b.index)
}

/** It contacts somebody; other steps open a task for a person. */
export function isContact(step: Step): step is Step & { channel: ContactChannel } {
  return isContactChannel(step.channel)
}

/** It may be the first contact of an episode, as far as its channel goes. */
export function mayOpen(step: Step): boolean {
  return isContact(step) && contactKind(step.channel).mayOpen
}

/** Last notices: those that are marked, else the first contact of the last of several stages. */
export function finalSteps({ stages }: Pick<Strategy, 'stages'>, band: RiskBand): Set<string> {
  const marked = stages.flatMap(({ steps }) => steps.filter(({ final }) => final === true))
  if (marked.length > 0) return new Set(marked.map(({ step }) => step))
  const last = stages.length > 1 ? stages.at(-1) : undefined
  const first = last?.steps.find((step) => isContact(step) && hasDay(step) && isForBand(step.risk, band))
  return new Set(first ? [first.step] : [])
}
