import { addDays, dayOf } from '../../src/core/base/time.ts'
import { PROMISED_FAR } from '../book/assumptions.ts'
import { dice, pick } from './dice.ts'
import type { Disposition } from '../../src/core/channel/disposition.ts'
import { meaningOf } from '../../src/core/channel/disposition.ts'

/** What comes of a call or a visit. Assumptions in one place: dial to right party 12 % early, 7 % mid, 3 % late; promise on contact 20-35 %; somebody met at 35 % of visits, pays or promises at 40 % of those. */

interface Made {
  contact: number
  dpd: number | null
}

type Often = Partial<Record<Disposition, number>>

/** How often each is said, of all calls in which the debtor spoke and of all others. */
const BY_CALL: Often = {
  rpc_promise: 28,
  rpc_plan: 7,
  rpc_callback: 24,
  rpc_refused: 20,
  rpc_hung_up: 15,
  rpc_paid: 6,
  rpc_hardship: 3,
  rpc_dispute: 2.5,
  rpc_cease: 1,
  rpc_attorney: 0.4,
  rpc_bankrupt: 0.1,
  no_answer: 55,
  voicemail: 12,
  busy: 8,
  switched_off: 7,
  rejected: 6,
  third_message: 4,
  wrong_number: 1,
  invalid_number: 0.5,
  technical_failure: 0.5,
}

/** The same of visits. */
const BY_VISIT: Often = {
  met_promise: 28,
  met_plan: 8,
  met_paid: 12,
  met_refused: 25,
  met: 35,
  no_one_home: 80,
  third_message: 10,
  moved_away: 7,
  no_such_address: 1.5,
  unsafe: 1.5,
}

export function callOutcome(seed: string, { contact, dpd }: Made): Disposition {
  const reached = (dpd ?? 0) <= 30 ? 0.12 : (dpd ?? 0) <= 90 ? 0.07 : 0.03
  return pick(dice(seed, 'call', contact), said(BY_CALL, dice(seed, 'reached', contact) < reached))
}

export function visitOutcome(seed: string, { contact }: Made): Disposition {
  return pick(dice(seed, 'visit', contact), said(BY_VISIT, dice(seed, 'met', contact) < 0.35))
}

/** People write one of these down after they have spoken to the debtor; the engine seals it. */
const NOTES = [
  'Waits for the salary; wants a text the day before.',
  'At work, could not talk for long. Better after six.',
  'Says the letter about it came late.',
  'Lost the job in spring; asks for smaller instalments.',
  'Friendly; will look at it with the bank.',
]

export function noteOn(disposition: Disposition, contact: number): string | undefined {
  return meaningOf(disposition).rightParty ? NOTES[contact % NOTES.length] : undefined
}

/** What is said with the debtor, or without. */
function said(often: Often, rightParty: boolean): [Disposition, number][] {
  const all = Object.entries(often) as [Disposition, number][]
  return all.filter(([disposition]) => meaningOf(disposition).rightParty === rightParty)
}

/** The whole amount or half of it, in three to seven days; now and then on a day so far away that a supervisor is asked. */
export function promiseFor(
  seed: string,
  { contact, amount, now }: { contact: number; amount: string; now: number },
): { amount: string; by: string } {
  const whole = dice(seed, 'promised', contact) < 0.7
  const far = dice(seed, 'far', contact) < PROMISED_FAR ? 30 : 0
  const days = 3 + far + Math.floor(dice(seed, 'days', contact) * 5)
  return {
    amount: whole ? amount : half(amount),
    by: addDays(dayOf('UTC', now), days),
  }
}

/** All that is past due, in three or four rates of two weeks or a month. */
export function planFor(
  seed: string,
  { contact, amount, now }: { contact: number; amount: string; now: number },
): { sum: string; first: string; every: 'two_weeks' | 'month'; number: number } {
  return {
    sum: amount,
    first: addDays(dayOf('UTC', now), 6 + Math.floor(dice(seed, 'first', contact) * 8)),
    every: dice(seed, 'every', contact) < 0.7 ? 'two_weeks' : 'month',
    number: dice(seed, 'number', contact) < 0.6 ? 3 : 4,
  }
}

/** Half of a plain decimal, rounded down to its own number of digits. */
function half(amount: string): string {
  const [units = '0', fraction = ''] = amount.split('.')
  const minor = (BigInt(units + fraction) / 2n).toString().padStart(fraction.length + 1, '0')
  return fraction === '' ? minor : `${minor.slice(0, -fraction.length)}.${minor.slice(-fraction.length)}`
}
