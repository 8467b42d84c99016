import type { RiskBand, Stage, Strategy } from '../../../src/core/model/strategy.ts'
import type { Lifecycle } from '../../../src/core/model/lifecycle.ts'
import type { Situation } from '../../../src/core/machine/situation.ts'

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
  plans: number
  planMissed: number
  planBroken: number
  ceiling: number
  duties: Record<string, number>
  over: Record<string, number>
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
    plans: { open: n.plans, missed: n.planMissed, broken: n.planBroken },
    ceiling: n.ceiling,
    duties: (stage) => n.duties[stage] ?? 0,
    over: (step) => n.over[step] ?? 0,
    attempts: (channel) => n.attempts[channel] ?? 0,
    waived: (channel) => n.waived[channel] ?? 0,
  }
}

/** The state of a case, worked out from the file by itself: it shares no code with the machine. */
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
  if (n.plans > 0) return 'on_plan'
  return n.open > 0 ? 'promised' : null
}

/** The last stage that may be entered, from the first stage up, none behind one with a step to be taken first. */
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
  if (requires?.step && !n.over[requires.step]) return false
  const counts = Object.entries(requires?.attempts ?? {})
  return counts.every(([channel, count]) => (n.attempts[channel] ?? 0) >= count || n.waived[channel])
}

export function minor(text: string, { currency }: Pick<Numbers, 'currency'>): number {
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
    case 'on_plan':
      if (n.planBroken > 0) return 'plan_broken'
      return n.planMissed > 0 ? 'plan_missed' : 'plan_over'
    case 'promised':
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
