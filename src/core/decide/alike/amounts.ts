import type { Strategy } from '../../model/strategy.ts'

const known = new WeakMap<Strategy, readonly string[]>()

/** Every amount that a strategy's file compares with what is owed. */
export function amountsOf(strategy: Strategy): readonly string[] {
  let amounts = known.get(strategy)
  if (!amounts) {
    const { open, stages } = strategy
    const named = stages.flatMap(({ from, steps }) => [from, ...steps].map(({ pastDue }) => pastDue))
    const all = [open.pastDue, ...named].filter((amount) => amount !== undefined)
    known.set(strategy, (amounts = [...new Set(all)]))
  }
  return amounts
}
