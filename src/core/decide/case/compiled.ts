import type { RiskBand, Stage, Step, Strategy } from '../../model/strategy.ts'
import { type CaseMachine, caseMachine } from '../../machine/case-machine.ts'
import { type OpeningRules, openingRules } from '../ladder/opening.ts'

/** A strategy version made ready once: its machine, and what reviews look up again and again. */
export interface CompiledStrategy {
  strategy: Strategy
  machine: CaseMachine
  stages: readonly Stage[]
  stageByName: ReadonlyMap<string, Stage>
  stepByName: ReadonlyMap<string, Step>
  /** Steps that a later stage requires by name, or by the attempts of their channel. */
  required: ReadonlySet<string>
  /** How episodes open, and which steps and stages a late case may not begin with. */
  opening: Record<RiskBand, OpeningRules>
}

const byHash = new Map<string, CompiledStrategy>()

/** A strategy is compiled once per version and kept by its hash. A machine that cannot be walked throws. */
export function compiledStrategy(strategy: Strategy): CompiledStrategy {
  let compiled = byHash.get(strategy.hash)
  if (!compiled) {
    if (byHash.size > 200) byHash.clear()
    byHash.set(strategy.hash, (compiled = compileStrategy(strategy)))
  }
  return compiled
}

function compileStrategy(strategy: Strategy): CompiledStrategy {
  return {
    strategy,
    machine: caseMachine(strategy),
    stages: strategy.stages,
    stageByName: new Map(strategy.stages.map((stage) => [stage.stage, stage])),
    stepByName: new Map(strategy.stages.flatMap(({ steps }) => steps.map((step) => [step.step, step]))),
    required: requiredSteps(strategy),
    opening: {
      low: openingRules(strategy, 'low'),
      medium: openingRules(strategy, 'medium'),
      high: openingRules(strategy, 'high'),
    },
  }
}

function requiredSteps(strategy: Strategy): Set<string> {
  const names = new Set<string>()
  for (const { requires } of strategy.stages) {
    if (requires?.step) names.add(requires.step)
    const channels = new Set<string>(Object.keys(requires?.attempts ?? {}))
    for (const step of strategy.stages.flatMap((stage) => stage.steps)) {
      if (channels.has(step.channel)) names.add(step.step)
    }
  }
  return names
}
