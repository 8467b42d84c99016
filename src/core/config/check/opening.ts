import type { Problem } from '../../base/problem.ts'
import { contactKind } from '../../channel/channel.ts'
import { filedSteps, isContact } from '../../decide/ladder/file-day.ts'
import { openingRules } from '../../decide/ladder/opening.ts'
import { nearest } from '../../base/nearest.ts'
import type { Placed } from '../placed.ts'
import { RISK_BANDS, type RiskBand, type Stage, type Step, type Strategy } from '../../model/strategy.ts'

/** Nobody's first contact is a last notice: how an episode opens, and how far a late case goes. */
export function checkOpening(placed: Placed<Strategy>): Problem[] {
  return [
    ...checkNamed(placed),
    ...checkFirst(placed),
    ...checkThere(placed),
    ...checkUpTo(placed),
    ...checkFinal(placed),
  ]
}

function checkNamed(placed: Placed<Strategy>): Problem[] {
  const { opens, stages } = placed.value
  if (opens === undefined) return []
  const steps = stages.flatMap((stage) => stage.steps)
  const step = steps.find((one) => one.step === opens)
  if (!step)
    return [unknownName(placed, { path: 'opens', code: 'unknown_step', name: opens, known: namesOf(steps) })]
  const why = whyNotFirst(step)
  if (why === null) return []
  const suggestion = 'name a message or a call that says for the first time what is owed'
  return [
    {
      code: 'opening_too_hard',
      file: placed.file,
      path: 'opens',
      message: `${opens} is ${why}: nobody hears that first`,
      suggestion,
    },
  ]
}

function whyNotFirst(step: Step): string | null {
  if (step.final) return 'final'
  if (!isContact(step)) return 'a task for a person'
  const { mayOpen, noun } = contactKind(step.channel)
  return mayOpen ? null : noun
}

/** A contact that the file has before the opening step would be the first one. */
function checkFirst({ file, value }: Placed<Strategy>): Problem[] {
  const { opens } = value
  if (opens === undefined) return []
  const earlier = RISK_BANDS.flatMap((band) => {
    const filed = filedSteps(value, band).filter(({ step }) => isContact(step))
    const day = filed.find(({ step }) => step.step === opens)?.day ?? 0
    return filed.filter((one) => one.day < day).map(({ step }) => step.step)
  })
  const names = [...new Set(earlier)]
  if (names.length === 0) return []
  return [
    {
      code: 'opening_not_first',
      file,
      path: 'opens',
      message: `${names.join(', ')} would be made before ${opens}, which is to be the first contact`,
      suggestion: `name ${names[0] ?? ''}, or give ${opens} an earlier day`,
    },
  ]
}

/** Every case that the strategy takes has a step to open with, whatever its risk and however little it owes. */
function checkThere(placed: Placed<Strategy>): Problem[] {
  const { value, file } = placed
  const least = Number(value.open.pastDue)
  const isFor = (step: Step, stage: Stage) =>
    Number(step.pastDue ?? 0) <= least && Number(stage.from.pastDue ?? 0) <= least
  const without = RISK_BANDS.filter((band) => contactsOf(value, band) && !opensFor(value, band, isFor))
  if (without.length === 0) return []
  return [
    {
      code: 'no_opening_step',
      file,
      path: 'stages',
      message: `cases of risk ${without.join(', ')} have no step to open with: no message or call before the last stage that is for all of them and is not final`,
      suggestion: 'add one to the first stage, or name the step with opens: STEP',
    },
  ]
}

function contactsOf(strategy: Strategy, band: RiskBand): boolean {
  return filedSteps(strategy, band).some(({ step }) => isContact(step))
}

function opensFor(strategy: Strategy, band: RiskBand, isFor: (step: Step, stage: Stage) => boolean): boolean {
  return openingRules(strategy, band).opens.some(({ step, stage }) => isFor(step, stage))
}

function checkUpTo(placed: Placed<Strategy>): Problem[] {
  const upTo = placed.value.lateEntry?.upTo
  const names = placed.value.stages.map(({ stage }) => stage)
  if (upTo === undefined || names.includes(upTo)) return []
  return [unknownName(placed, { path: 'lateEntry.upTo', code: 'unknown_stage', name: upTo, known: names })]
}

function checkFinal(placed: Placed<Strategy>): Problem[] {
  return placed.value.stages.flatMap(({ steps }, index) =>
    steps.flatMap((step, at): Problem[] =>
      step.final !== undefined && !isContact(step)
        ? [
            {
              code: 'final_human',
              file: placed.file,
              path: `stages[${index}].steps[${at}].final`,
              message: 'a task for a person is no notice: only contacts are final',
              suggestion: 'leave final out',
            },
          ]
        : [],
    ),
  )
}

function namesOf(steps: readonly Step[]): string[] {
  return steps.map(({ step }) => step)
}

interface Unknown {
  path: string
  code: 'unknown_step' | 'unknown_stage'
  name: string
  known: readonly string[]
}

function unknownName({ file }: Placed<Strategy>, { path, code, name, known }: Unknown): Problem {
  const meant = nearest(name, known)
  const suggestion = meant ? `did you mean ${meant}?` : `one of ${known.join(', ')}`
  return {
    code,
    file,
    path,
    message: `there is no ${code === 'unknown_step' ? 'step' : 'stage'} ${name}`,
    suggestion,
  }
}
