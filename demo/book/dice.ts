import { createHash } from 'node:crypto'

export interface Dice {
  /** A number in [0, 1). */
  next(): number
  chance(share: number): boolean
  /** Whole number, both ends included. */
  between(from: number, to: number): number
  pick<T>(list: readonly T[]): T
  logNormal(median: number, sigma: number): number
  exponential(mean: number): number
}

/** The same seed and name roll the same numbers, whatever else is drawn. */
export function diceOf(seed: string, name: string): Dice {
  const bytes = createHash('sha256').update(`${seed}/${name}`).digest()
  let state = bytes.readUInt32LE(0)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    between,
    chance: (share) => next() < share,
    pick: (list) => list[between(0, list.length - 1)] ?? missing(),
    logNormal: (median, sigma) => median * Math.exp(sigma * normal(next)),
    exponential: (mean) => -mean * Math.log(1 - next()),
  }
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}

function missing(): never {
  throw new Error('nothing to pick from')
}
