import type { Minor } from './money.ts'

const PARTS = 1_000_000n

/** The share of a sum, in whole minor units, never less: exact for every sum and for shares of up to six digits. */
export function shareOf(amount: Minor, share: number): Minor {
  if (share === 1 || amount <= 0) return Math.max(amount, 0)
  const parts = BigInt(amount) * BigInt(Math.round(share * Number(PARTS)))
  return Number((parts + PARTS - 1n) / PARTS)
}
