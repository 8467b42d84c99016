import { addDays, dayOf } from '../../src/core/base/time.ts'
import { dice, pick } from './dice.ts'

/** What comes of a call or a visit. Assumptions in one place: dial to right party 12 % early, 7 % mid, 3 % late; promise on contact 20-35 %; somebody met at 35 % of visits, pays or promises at 40 % of those. */

interface Made {
  contact: number
  dpd: number | null
}

const RIGHT_PARTY = [
  ['rpc_promise', 28],
  ['rpc_callback', 24],
  ['rpc_refused', 20],
  ['rpc_hung_up', 15],
  ['rpc_paid', 6],
  ['rpc_hardship', 3],
  ['rpc_dispute', 2.5],
  ['rpc_cease', 1],
  ['rpc_attorney', 0.4],
  ['rpc_bankrupt', 0.1],
] as const

const NOBODY = [
  ['no_answer', 55],
  ['voicemail', 12],
  ['busy', 8],
  ['switched_off', 7],
  ['rejected', 6],
  ['third_message', 4],
  ['wrong_number', 1],
  ['invalid_number', 0.5],
  ['technical_failure', 0.5],
] as const

const MET = [
  ['met_promise', 28],
  ['met_paid', 12],
  ['met_refused', 25],
  ['met', 35],
] as const

const NOT_MET = [
  ['no_one_home', 80],
  ['third_message', 10],
  ['moved_away', 7],
  ['no_such_address', 1.5],
  ['unsafe', 1.5],
] as const

export function callOutcome(seed: string, { contact, dpd }: Made): string {
  const reached = (dpd ?? 0) <= 30 ? 0.12 : (dpd ?? 0) <= 90 ? 0.07 : 0.03
  const table = dice(seed, 'reached', contact) < reached ? RIGHT_PARTY : NOBODY
  return pick<string>(dice(seed, 'call', contact), table)
}

export function visitOutcome(seed: string, { contact }: Made): string {
  return pick<string>(dice(seed, 'visit', contact), dice(seed, 'met', contact) < 0.35 ? MET : NOT_MET)
}

/** The whole amount or half of it, in three to seven days. */
export function promiseFor(
  seed: string,
  { contact, amount, now }: { contact: number; amount: string; now: number },
): { amount: string; by: string } {
  const whole = dice(seed, 'promised', contact) < 0.7
  const days = 3 + Math.floor(dice(seed, 'days', contact) * 5)
  return {
    amount: whole ? amount : half(amount),
    by: addDays(dayOf('UTC', now), days),
  }
}

/** Half of a plain decimal, rounded down to its own number of digits. */
function half(amount: string): string {
  const [units = '0', fraction = ''] = amount.split('.')
  const minor = (BigInt(units + fraction) / 2n).toString().padStart(fraction.length + 1, '0')
  return fraction === '' ? minor : `${minor.slice(0, -fraction.length)}.${minor.slice(-fraction.length)}`
}
