import { createHash } from 'node:crypto'

/** A number in [0, 1) that depends on nothing but the seed and the words: the same run twice behaves the same. */
export function dice(seed: string, ...words: (string | number)[]): number {
  const digest = createHash('sha256')
    .update([seed, ...words].join('\n'))
    .digest()
  return digest.readUIntBE(0, 6) / 2 ** 48
}

/** One of the weighted names; the weights need not add up to one. */
export function pick<T extends string>(roll: number, weights: readonly (readonly [T, number])[]): T {
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0)
  let left = roll * total
  for (const [name, weight] of weights) {
    left -= weight
    if (left < 0) return name
  }
  const last = weights.at(-1)
  if (!last) throw new Error('nothing to pick from')
  return last[0]
}
