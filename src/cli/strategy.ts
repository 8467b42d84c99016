import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import type { Strategy } from '../core/model/strategy.ts'
import { machineConfig } from '../core/machine/config.ts'
import { pictureOf } from '../core/machine/picture.ts'
import { textOf } from '../core/machine/text.ts'
import { loadSchedules } from '../shell/config/load.ts'
import { oneOf } from './compliance/words.ts'
import { didYouMean } from './did-you-mean.ts'

/** How a machine is shown: for a terminal, as a diagram, as the JSON that XState and its visualizer read. */
const FORMATS = {
  text: textOf,
  mermaid: pictureOf,
  xstate: (strategy: Strategy) => JSON.stringify(machineConfig(strategy), null, 2),
} as const satisfies Record<string, (strategy: Strategy) => string>
type Format = keyof typeof FORMATS
const NAMES = Object.keys(FORMATS) as Format[]

const showCommand = defineCommand({
  meta: {
    name: 'show',
    description: `The state machine of a strategy: what a review asks, in which order, and where each answer leads. Exit 0 shown, 2 not done.

Examples:
  arrears strategy show cn-consumer
  arrears strategy show cn-consumer --format xstate > machine.json`,
  },
  args: {
    name: { type: 'positional', required: true, description: 'the strategy', valueHint: 'NAME' },
    schedules: { type: 'string', default: 'schedules', description: 'the folder', valueHint: 'DIR' },
    format: {
      type: 'string',
      default: 'text',
      description: `${NAMES.join(', ')}: text for a terminal, a Mermaid diagram, JSON for XState and its visualizer`,
    },
    json: { type: 'boolean', default: false, description: 'the same as --format xstate' },
  },
  run({ args }) {
    const strategy = strategyNamed(args.name, strategiesOf(args.schedules))
    const format = args.json ? 'xstate' : (oneOf<Format>('--format', NAMES, args.format) ?? 'text')
    console.log(FORMATS[format](strategy))
  },
})

export const strategyCommand = defineCommand({
  meta: { name: 'strategy', description: 'What a strategy is: show its machine' },
  subCommands: { show: showCommand },
})

function strategiesOf(dir: string): readonly Strategy[] {
  const { schedules, problems } = loadSchedules(dir)
  if (!schedules) throw new ProblemError(problems)
  return schedules.strategies
}

function strategyNamed(name: string, strategies: readonly Strategy[]): Strategy {
  const found = strategies.find(({ strategy }) => strategy === name)
  if (found) return found
  const suggestion = didYouMean(
    name,
    strategies.map(({ strategy }) => strategy),
  )
  throw new ProblemError([{ code: 'unknown_strategy', message: `there is no strategy ${name}`, suggestion }])
}
