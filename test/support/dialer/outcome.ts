import type { Disposition } from '../../../src/core/channel/disposition.ts'
import type { ProviderAnswer } from '../../../src/core/deliver/provider-answer.ts'
import { dice } from './dice.ts'

/** What becomes of contacts: at once or days later, and sometimes another thing than was said first. */

export interface Telling {
  afterHours: number
  disposition: Disposition
}

/** The oracle's outcome for each word on a contact. */
export const OUTCOME: Partial<Record<Disposition, string>> = {
  busy: 'busy',
  no_answer: 'no_answer',
  voicemail: 'voicemail',
  rpc_hung_up: 'talked',
  rpc_callback: 'talked',
  third_message: 'third',
  wrong_number: 'wrong_number',
  met: 'met',
  no_one_home: 'nobody_home',
  sent: 'sent',
  delivered: 'delivered',
  undelivered: 'failed',
  replied: 'replied',
}

const told = (afterHours: number, disposition: Disposition): Telling => ({ afterHours, disposition })

/** The ways and how likely each is: the sum of the first numbers is 1. */
type Ways = [number, Telling[]][]

const CALL: Ways = [
  [0.2, [told(0, 'busy')]],
  [0.2, [told(0, 'no_answer')]],
  [0.1, [told(0, 'no_answer'), told(30, 'rpc_hung_up')]],
  [0.15, [told(5, 'voicemail')]],
  [0.25, [told(0, 'rpc_hung_up')]],
  [0.1, [told(0, 'third_message')]],
]
const VOICEDROP: Ways = [
  [0.6, [told(0, 'voicemail')]],
  [0.2, [told(0, 'undelivered')]],
  [0.2, [told(40, 'voicemail')]],
]
const VISIT: Ways = [
  [0.5, [told(1, 'met')]],
  [0.5, [told(1, 'no_one_home')]],
]
const WRITTEN: Ways = [
  [0.5, [told(0, 'sent')]],
  [0.2, [told(0, 'sent'), told(20, 'replied')]],
  [0.2, [told(0, 'undelivered')]],
  [0.1, [told(26, 'delivered')]],
]

export function tellingsOf(channel: string, isWrong: boolean, ...seed: (string | number)[]): Telling[] {
  if (channel === 'call' && isWrong && dice('wrong', ...seed) < 0.5) return [told(3, 'wrong_number')]
  const ways = { call: CALL, voicedrop: VOICEDROP, visit: VISIT }[channel] ?? WRITTEN
  return pick(ways, dice('telling', channel, ...seed))
}

export interface Sending {
  answer: ProviderAnswer
  /** What the provider says at once, in the oracle's word: null = nothing is known; back = nothing was sent. */
  outcome: 'sent' | 'failed' | 'back' | null
  later: Telling[]
}

const ACCEPTED: ProviderAnswer = { kind: 'accepted', providerRef: null }
const REFUSED: ProviderAnswer = { kind: 'refused', code: 'refused_content' }
const TIMEOUT: ProviderAnswer = { kind: 'ambiguous', code: 'timeout' }
export const SENT: Sending = { answer: ACCEPTED, outcome: 'sent', later: [] }
const SENDINGS: [number, Sending][] = [
  [0.35, SENT],
  [0.2, { answer: ACCEPTED, outcome: 'sent', later: [told(20, 'delivered')] }],
  [0.1, { answer: REFUSED, outcome: 'failed', later: [] }],
  [0.1, { answer: REFUSED, outcome: 'failed', later: [told(50, 'delivered')] }],
  [0.1, { answer: TIMEOUT, outcome: null, later: [told(30, 'delivered')] }],
  [0.05, { answer: TIMEOUT, outcome: null, later: [told(70, 'undelivered')] }],
  [0.1, { answer: { kind: 'not_reached', code: 'econnrefused' }, outcome: 'back', later: [] }],
]

export function sendingOf(...seed: (string | number)[]): Sending {
  return pick(SENDINGS, dice('sending', ...seed))
}

function pick<T>(ways: readonly [number, T][], roll: number): T {
  let sum = 0
  for (const [share, way] of ways) if (roll < (sum += share)) return way
  throw new Error('the shares do not make up a whole')
}
