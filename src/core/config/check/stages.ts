import type { Problem } from '../../base/problem.ts'
import { firstDpd } from '../../machine/stage-days.ts'
import { nearest } from '../../base/nearest.ts'
import { type Placed, repeated } from '../placed.ts'
import { RISK_BANDS, type RiskBand, type Stage, type Strategy } from '../../model/strategy.ts'

/** The ladder of stages: where nobody stands, where two begin, what nobody can reach. */
export function checkStages(placed: Placed<Strategy>): Problem[] {
  const { stages } = placed.value
  const twice = repeated([...stages.entries()], ([, { stage }]) => stage).map(({ item, name }) =>
    problemAt(placed, item[0], 'stage', 'duplicate_stage', `stage ${name} is there twice`),
  )
  const starts = stages.flatMap(({ from }, index) =>
    from.dpd === undefined && from.byRisk === undefined
      ? [
          problemAt(
            placed,
            index,
            'from',
            'stage_no_start',
            'says neither dpd nor byRisk: when does it begin?',
          ),
        ]
      : [],
  )
  return [
    ...twice,
    ...starts,
    ...checkGaps(placed),
    ...stages.flatMap((_, index) => [...checkOrder(placed, index), ...checkRequires(placed, index)]),
  ]
}

/** Every risk band is in some stage from the day on which cases open. */
function checkGaps(placed: Placed<Strategy>): Problem[] {
  const { open, stages } = placed.value
  const gaps = new Map<string, RiskBand[]>()
  for (const band of RISK_BANDS) {
    const days = stages
      .filter((stage) => isUnconditional(stage, open.pastDue))
      .map((stage) => firstDpd(stage, band))
    const first = Math.min(...days.map((day) => day ?? Infinity))
    if (first <= open.dpd) continue
    const until = first === Infinity ? 'on' : `to ${first - 1}`
    const gap = `from ${open.dpd} days past due ${until}`
    gaps.set(gap, [...(gaps.get(gap) ?? []), band])
  }
  return [...gaps].map(([gap, bands]): Problem => {
    const message = `cases of risk ${bands.join(', ')} are in no stage ${gap}`
    const suggestion = `begin the first stage at dpd ${open.dpd}, or open later`
    return { code: 'stage_gap', file: placed.file, path: 'stages[0].from', message, suggestion }
  })
}

/** Whether everybody who has a case owes enough for the stage. */
function isUnconditional({ from, requires }: Stage, least: string): boolean {
  return requires === undefined && (from.pastDue === undefined || Number(from.pastDue) <= Number(least))
}

/** A later stage that begins earlier, or with this one, hides it. */
function checkOrder(placed: Placed<Strategy>, index: number): Problem[] {
  const { stages, open } = placed.value
  const stage = stages[index]
  if (!stage) return []
  const bands = RISK_BANDS.filter((band) => firstDpd(stage, band) !== null)
  const hidden = (later: Stage, band: RiskBand) => {
    const [own, other] = [firstDpd(stage, band), firstDpd(later, band)]
    return own !== null && other !== null && other <= own
  }
  const after = stages.slice(index + 1)
  const reach = bands.filter(
    (band) => !after.some((later) => isUnconditional(later, open.pastDue) && hidden(later, band)),
  )
  if (bands.length > 0 && reach.length === 0) {
    const by = after.find((later) => bands.some((band) => hidden(later, band)))?.stage ?? ''
    const message = `no case is ever in ${stage.stage}: ${by} begins no later`
    return [
      problemAt(
        placed,
        index,
        'from',
        'unreachable_stage',
        message,
        'stages stand in the order of their days',
      ),
    ]
  }
  return after.flatMap((later) => {
    const crossing = bands.filter(
      (band) => (firstDpd(later, band) ?? Infinity) < (firstDpd(stage, band) ?? 0),
    )
    if (crossing.length === 0) return []
    const message = `${later.stage} stands later but begins earlier for risk ${crossing.join(', ')}`
    return [
      problemAt(placed, index, 'from', 'stage_overlap', message, 'stages stand in the order of their days'),
    ]
  })
}

function checkRequires(placed: Placed<Strategy>, index: number): Problem[] {
  const { stages } = placed.value
  const { requires } = stages[index] ?? {}
  if (!requires) return []
  const before = stages.slice(0, index).flatMap((stage) => stage.steps)
  const problems: Problem[] = []
  if (requires.step !== undefined && !before.some(({ step }) => step === requires.step)) {
    problems.push(missingStep(placed, index, requires.step))
  }
  for (const [channel, count] of Object.entries(requires.attempts ?? {})) {
    const most = before
      .filter((step) => step.channel === channel)
      .reduce((sum, step) => sum + (step.max ?? 1), 0)
    if (most >= count) continue
    const message = `asks for ${count} attempts by ${channel}; the stages before make at most ${most}`
    problems.push(problemAt(placed, index, `requires.attempts.${channel}`, 'requires_impossible', message))
  }
  return problems
}

/** A step of this stage or of a later one can only be taken after the stage that waits for it: a cycle. */
function missingStep(placed: Placed<Strategy>, index: number, step: string): Problem {
  const { stages } = placed.value
  const at = stages.findIndex((stage) => stage.steps.some((one) => one.step === step))
  if (at >= index) {
    const message = `waits for ${step} of ${stages[at]?.stage ?? ''}, which comes only after it`
    return problemAt(placed, index, 'requires.step', 'requires_cycle', message)
  }
  const known = stages.slice(0, index).flatMap((stage) => stage.steps.map((one) => one.step))
  const meant = nearest(step, known)
  const suggestion = meant ? `did you mean ${meant}?` : `steps before it: ${known.join(', ')}`
  return problemAt(placed, index, 'requires.step', 'unknown_step', `there is no step ${step}`, suggestion)
}

function problemAt(
  { file }: Placed<Strategy>,
  index: number,
  path: string,
  code: string,
  message: string,
  suggestion?: string,
): Problem {
  return { code, file, path: `stages[${index}].${path}`, message, ...(suggestion && { suggestion }) }
}
