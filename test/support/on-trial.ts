import type { Strategy } from '../../src/core/model/strategy.ts'

/** The first strategy is tried on another channel beside the others: it sends nothing, so that its channel needs no worker. */
export function withTrial(strategies: readonly Strategy[], channel: 'email' | 'letter'): Strategy[] {
  const tried = strategies.slice(0, 1).map((strategy): Strategy => {
    const stages = strategy.stages.map((stage) => ({
      ...stage,
      steps: stage.steps.map((step) => ({ ...step, channel })),
    }))
    return { ...strategy, strategy: 'trial', priority: 9000, mode: 'shadow', stages }
  })
  return [...strategies, ...tried]
}
