import { dice, pick } from './dice.ts'
import type { Temper } from './settings.ts'
import type { Disposition } from '../../src/core/channel/disposition.ts'
import { saidByProvider } from '../../src/core/channel/disposition.ts'

/** A fate says what becomes of one request. The message of `accept_*` is taken, but the sender does not hear it. */
export type Fate =
  | 'accept'
  | 'accept_reset'
  | 'accept_500'
  | 'accept_silence'
  | 'error_500'
  | 'busy_429'
  | 'invalid_number'
  | 'refused'

const FATES: Record<Temper, readonly (readonly [Fate, number])[]> = {
  calm: [['accept', 1]],
  rough: [
    ['accept', 960],
    ['accept_reset', 5],
    ['accept_500', 5],
    ['error_500', 10],
    ['busy_429', 10],
    ['invalid_number', 10],
  ],
  harsh: [
    ['accept', 830],
    ['accept_reset', 50],
    ['accept_500', 30],
    ['accept_silence', 20],
    ['error_500', 30],
    ['busy_429', 20],
    ['invalid_number', 10],
    ['refused', 10],
  ],
}

/** The number decides whether it is invalid, so that an invalid one stays invalid; the reference and how often it came decide everything else. */
export function fateOf(
  seed: string,
  temper: Temper,
  request: { reference: string; to: string; nth: number },
): Fate {
  const fate = pick(dice(seed, 'fate', request.reference, request.nth), FATES[temper])
  if (fate !== 'invalid_number') return fate
  return dice(seed, 'number', request.to) < 0.5 ? 'invalid_number' : 'accept'
}

export interface PlannedReceipt {
  afterMs: number
  status: Disposition
  code: string | null
  /** The same callback is posted that many times. */
  times: number
}

const ARRIVED = saidByProvider('arrived')
const SECOND = 1000
const MINUTE = 60 * SECOND

/** The answer says when and how often the receipt comes; null = never. */
export function receiptOf(seed: string, temper: Temper, reference: string): PlannedReceipt | null {
  if (temper === 'calm') return { afterMs: 2 * SECOND, status: ARRIVED, code: null, times: 1 }
  const roll = dice(seed, 'receipt', reference)
  if (roll < 0.02) return null
  const undelivered = roll < 0.07
  const slow = dice(seed, 'delay', reference)
  const afterMs = slow < 0.9 ? (2 + slow * 28) * SECOND : slow < 0.99 ? 10 * MINUTE : (2 + slow) * 60 * MINUTE
  return {
    afterMs: Math.round(afterMs),
    status: undelivered ? saidByProvider('refused') : ARRIVED,
    code: undelivered ? 'absent_subscriber' : null,
    times: dice(seed, 'twice', reference) < 0.01 ? 2 : 1,
  }
}
