import { coreEngine } from '../../src/shell/replay/core-engine.ts'
import type { ReplayEngine } from '../../src/shell/replay/engine.ts'
import { storySchedules } from './story-engine.ts'
import { servedEngine } from './served-engine.ts'

/** What the stories' strategy says of plans. */
export const PLANS = `plans:
  standard:
    grace: { days: 2 }
    every: [week, month]
    longest: { months: 12 }
    least: "50.00"
    first: { days: 14 }
    broken: { missed: 2, days: 20 }
    dpd: frozen
    remind: { days: 1, at: "10:00", channel: sms, template: friendly }
    onMissed: missed-call
    onBroken: broken-call
  deferral:
    grace: { days: 2 }
    first: { days: 60 }
    dpd: re_aged
    remind: { days: 3, at: "10:00", channel: sms, template: friendly }
`

const CALLS = { 'missed-call': '12:00', 'broken-call': '15:00' }

/** The steps that the section names come after the calls of the ladder. */
export function planSchedules(plans = PLANS) {
  const calls = Object.entries(CALLS).filter(([step]) => plans.includes(step))
  const steps = calls.map(
    ([step, at]) => `      - { step: ${step}, channel: call, script: call-script, at: "${at}" }\n`,
  )
  const warning = '      - { step: warning,'
  return storySchedules((file) => `${plans}${file.replace(warning, `${steps.join('')}${warning}`)}`)
}

const from = Date.parse('2026-02-01T00:00:00Z')

export function planEngine(plans = PLANS): Promise<ReplayEngine> {
  return coreEngine(planSchedules(plans), { from })
}

/** The stories' ladder with plans, on both kinds of engine. */
export const PLAN_ENGINES: readonly [string, () => Promise<ReplayEngine>][] = [
  ['in memory', () => planEngine()],
  ['on real servers', () => servedEngine(planSchedules(), from)],
]

/** Four rates of 50.00, a week apart, unless said otherwise. */
export function agrees(
  account: string,
  plan: string,
  at: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const schedule = { sum: '200.00', first: '2026-03-10', every: 'week', number: 4 }
  return { type: 'plan.agreed', account, plan, at, ...('rates' in more ? {} : schedule), ...more }
}
