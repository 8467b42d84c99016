import {
  RISK_BANDS,
  type RiskBand,
  type Stage,
  type Step,
  STOPPERS,
  type Strategy,
} from '../../../src/core/config/strategy.ts'
import type { Lifecycle } from '../../../src/core/machine/lifecycle.ts'
import type { Situation } from '../../../src/core/machine/situation.ts'
import type { Standing, StepSituation } from '../../../src/core/machine/step-situation.ts'

/** The numbers of a case as plain data. */
export interface Numbers {
  day: number
  band: RiskBand
  pastDue: number
  currency: 'USD' | 'JPY'
  ended: string | null
  hold: number
  cease: number
  lawGaps: number
  open: number
  broken: number
  ceiling: number
  duties: Record<string, number>
  settled: Record<string, number>
  attempts: Record<string, number>
  waived: Record<string, number>
}

export interface Place {
  state: Lifecycle
  stage: string | null
}

export function situationFrom(n: Numbers): Situation {
  return {
    ladderDay: n.day,
    band: n.band,
    pastDue: n.pastDue,
    currency: n.currency,
    ended: n.ended,
    holds: { hold: n.hold, cease: n.cease },
    lawGaps: n.lawGaps,
    promises: { open: n.open, broken: n.broken },
    ceiling: n.ceiling,
    duties: (stage) => n.duties[stage] ?? 0,
    settled: (step) => n.settled[step] ?? 0,
    attempts: (channel) => n.attempts[channel] ?? 0,
    waived: (channel) => n.waived[channel] ?? 0,
  }
}

/** Where a case belongs, worked out from the file by itself: it shares no code with the machine. */
export function belongs(strategy: Strategy, n: Numbers): Place {
  const rest = restOf(strategy, n)
  if (rest === 'no_contact' || rest === null)
    return { state: rest ?? 'working', stage: stageFor(strategy, n).stage }
  return { state: rest, stage: null }
}

function restOf({ open }: Strategy, n: Numbers): Lifecycle | null {
  if (n.ended === 'settled' || n.ended === 'charged_off') return n.ended
  if (n.ended !== null && n.ended !== 'placed') return 'closed'
  if (n.pastDue <= 0 || n.pastDue < minor(open.pastDue, n)) return 'cured'
  if (n.ended === 'placed') return 'placed'
  if (n.hold > 0 || n.lawGaps > 0) return 'held'
  if (n.cease > 0) return 'no_contact'
  if (n.open > 1) return 'on_plan'
  return n.open === 1 ? 'promised' : null
}

/** From the first stage up: the last that may be entered, none behind one with a step to be taken first. */
export function stageFor(strategy: Strategy, n: Numbers): Outlook {
  const outlook: Outlook = { stage: null, kept: null }
  for (const [index, stage] of strategy.stages.entries()) {
    if (outlook.kept === 'duty') return outlook
    if (!reached(stage, index, n)) continue
    if (required(stage, n)) {
      outlook.stage = stage.stage
      outlook.kept = stage.steps.length > 0 && (n.duties[stage.stage] ?? 0) > 0 ? 'duty' : null
    } else outlook.kept = `requirement ${stage.stage}`
  }
  return outlook
}

export interface Outlook {
  stage: string | null
  kept: string | null
}

function reached({ from }: Stage, index: number, n: Numbers): boolean {
  if (index > n.ceiling) return false
  if (from.risk && !from.risk.some((band) => band === n.band)) return false
  const first = from.byRisk?.[n.band] ?? from.dpd
  if (first === undefined || n.day < first) return false
  return from.pastDue === undefined || n.pastDue >= minor(from.pastDue, n)
}

function required({ requires }: Stage, n: Numbers): boolean {
  if (requires?.step && !n.settled[requires.step]) return false
  const counts = Object.entries(requires?.attempts ?? {})
  return counts.every(([channel, count]) => (n.attempts[channel] ?? 0) >= count || n.waived[channel])
}

function minor(text: string, { currency }: Pick<Numbers, 'currency'>): number {
  const hundredths = Math.round(Number(text) * 100)
  return currency === 'USD' ? hundredths : Math.ceil(hundredths / 100)
}

/** What is told on the way from place to place; null = nothing. */
export function tells(strategy: Strategy, from: Place, n: Numbers): string | null {
  const to = belongs(strategy, n)
  const order = strategy.stages.map(({ stage }) => stage)
  const moves = to.state !== from.state || (walks(to) && to.stage !== from.stage)
  if (!moves) return null
  if (to.state === 'no_contact') return 'ceased'
  if (to.state !== 'working') return to.state
  switch (from.state) {
    case 'working':
      if (from.stage === null) return 'entered'
      return to.stage !== null && order.indexOf(to.stage) > order.indexOf(from.stage)
        ? 'escalated'
        : 'fell_back'
    case 'held':
    case 'no_contact':
      return 'lifted'
    case 'placed':
      return 'recalled'
    case 'promised':
    case 'on_plan':
      return n.broken > 0 ? 'promise_broken' : 'promise_over'
    default:
      return 'entered'
  }
}

function walks({ state }: Place): boolean {
  return state === 'working' || state === 'no_contact'
}

/** The next day on which a stage begins, or a mandatory step of a stage that comes at all. */
export function nextDayFor({ stages }: Strategy, band: RiskBand, day: number): number | null {
  const days = stages.flatMap(({ from, steps }) => {
    const first = from.risk && !from.risk.includes(band) ? undefined : (from.byRisk?.[band] ?? from.dpd)
    if (first === undefined) return []
    return [first, ...steps.flatMap((step) => (step.mandatory && step.dpd !== undefined ? [step.dpd] : []))]
  })
  const ahead = days.filter((one) => one > day)
  return ahead.length === 0 ? null : Math.min(...ahead)
}

/** Every place from which a case may be reviewed. */
export function sourcesOf({ stages }: Strategy): Place[] {
  const inside = [null, ...stages.map(({ stage }) => stage)]
  const rests = ['opened', 'promised', 'on_plan', 'held', 'placed'] as const
  return [
    ...rests.map((state) => ({ state, stage: null })),
    ...inside.flatMap((stage) => (['working', 'no_contact'] as const).map((state) => ({ state, stage }))),
  ]
}

/** Numbers at the file's own thresholds, just below and just above them: most are such that nothing keeps the case from its stages, so that each of the others decides by itself. */
export function edgeNumbers(strategy: Strategy, dice: (below: number) => number): Numbers {
  const pick = <T>(values: readonly T[], otherwise: T): T => values[dice(values.length)] ?? otherwise
  const rests = dice(3) === 0
  const rarely = (most: number) => (rests && dice(3) === 0 ? 1 + dice(most) : 0)
  const off = () => dice(4) === 0
  const currency = pick(['USD', 'USD', 'JPY'] as const, 'USD')
  const last = strategy.stages.length - 1
  const steps = strategy.stages.flatMap(({ requires }) => requires?.step ?? [])
  const counts = strategy.stages.flatMap(({ requires }) => Object.entries(requires?.attempts ?? {}))
  return {
    day: off() ? pick(daysNamed(strategy), 0) - 1 + dice(3) : 400,
    band: pick(RISK_BANDS, 'low'),
    pastDue: dice(2) === 0 ? pick(amountsNamed(strategy, currency), 0) - 1 + dice(3) : 1e9,
    currency,
    ended: rarely(1) ? pick(['settled', 'charged_off', 'placed', 'sold', 'closed'], 'closed') : null,
    hold: rarely(2),
    cease: rarely(2),
    lawGaps: rarely(1),
    open: rarely(3),
    broken: dice(2),
    ceiling: off() ? dice(last + 1) : last,
    duties: Object.fromEntries(strategy.stages.map(({ stage }) => [stage, off() ? 1 + dice(2) : 0])),
    settled: Object.fromEntries(steps.map((step) => [step, off() ? 0 : 1 + dice(2)])),
    attempts: Object.fromEntries(counts.map(([channel, count]) => [channel, count - 1 + dice(3)])),
    waived: Object.fromEntries(counts.map(([channel]) => [channel, off() ? 1 : 0])),
  }
}

function daysNamed({ stages }: Strategy): number[] {
  return RISK_BANDS.flatMap((band) => stages.flatMap(({ from }) => from.byRisk?.[band] ?? from.dpd ?? []))
}

/** Those of stages more often than the one at which a case is cured. */
function amountsNamed({ open, stages }: Strategy, currency: Numbers['currency']): number[] {
  const amounts = stages.flatMap(({ from }) => from.pastDue ?? [])
  return [open.pastDue, ...amounts, ...amounts, ...amounts].map((amount) => minor(amount, { currency }))
}

/** A whole number below the given one, from a linear congruential generator (Numerical Recipes). */
export function diceOf(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** The numbers of a step as plain data. */
export interface StepFigures {
  band: RiskBand
  pastDue: number
  currency: 'USD' | 'JPY'
  words: number
  taken: number
  retries: number
  underWay: number
  barred: number
  overtaken: number
  stops: Record<string, number>
  passed: number
}

export function stepSituationFrom(n: StepFigures): StepSituation {
  return {
    band: n.band,
    pastDue: n.pastDue,
    currency: n.currency,
    settledByWord: () => n.words,
    taken: () => n.taken,
    retries: () => n.retries,
    underWay: () => n.underWay,
    barred: () => n.barred,
    overtaken: () => n.overtaken,
    stops: (word) => n.stops[word] ?? 0,
    passed: () => n.passed,
  }
}

/** Where a step stands, worked out from the file by itself. */
export function standing(step: Step, n: StepFigures): Standing {
  const owed = step.pastDue === undefined || n.pastDue >= minor(step.pastDue, n)
  if (!owed || (step.risk && !step.risk.some((band) => band === n.band))) return 'not_for_this_case'
  const elsewhere = step.max === undefined && step.channel !== 'human' ? n.retries : 0
  if (n.words > 0 || (n.taken > (step.max ?? 1) - 1 && elsewhere === 0)) return 'taken'
  if (n.underWay > 0) return 'blocked'
  if (n.barred > 0) return 'not_yet'
  if (n.overtaken > 0) return 'dropped'
  if (Object.entries(n.stops).some(([word, times]) => times > 0 && step.until?.some((one) => one === word)))
    return 'stopped'
  return n.passed > 0 ? 'passed' : 'due'
}

/** Numbers at the step's own thresholds, just below and just above them. */
export function edgeFigures(step: Step, dice: (below: number) => number): StepFigures {
  const rarely = () => (dice(4) === 0 ? 1 + dice(2) : 0)
  const currency = (['USD', 'JPY'] as const)[dice(2)] ?? 'USD'
  return {
    band: RISK_BANDS[dice(3)] ?? 'low',
    pastDue: minor(step.pastDue ?? '1.00', { currency }) - 1 + dice(3),
    currency,
    words: rarely(),
    taken: (step.max ?? 1) - 1 + dice(3),
    retries: dice(3),
    underWay: rarely(),
    barred: rarely(),
    overtaken: rarely(),
    stops: Object.fromEntries(STOPPERS.map((word) => [word, rarely()])),
    passed: rarely(),
  }
}
