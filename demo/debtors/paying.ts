import { formatAmount, type Minor } from '../../src/core/base/money.ts'
import { addDays, DAY_MS, type Day, type Instant, isoOf } from '../../src/core/base/time.ts'
import type { FactInput } from '../../src/core/fact/fact.ts'
import { isPromiseMet, isPlanMet } from './stands.ts'
import type { AgreedPlan, AgreedPromise, AgreedSettlement } from '../../src/shell/pg/watch/agreed.ts'
import {
  PAID_IN_GRACE,
  PLAN_ANSWER,
  PLAN_FATE,
  PROMISE_FATE,
  SETTLEMENT_ANSWER,
  SETTLEMENT_FATE,
} from '../book/assumptions.ts'
import { quantise } from '../book/timing.ts'
import { dice } from '../provider/dice.ts'

/** What a debtor does about what was agreed, as facts; the same seed and the same agreement give the same. */

/** The day is the same in every zone of the book at these hours. */
const FIRST_HOUR = 10
const HOURS = 4
/** Whoever pays late does so when the grace of every strategy is over, and before the next rate. */
const LATE_DAYS = 8

/** The sum by its day, a part of it, or nothing. */
export function onPromise(seed: string, one: AgreedPromise): FactInput[] {
  if (!isPromiseMet(one.told)) return []
  const { account, name, amount, by, madeAt } = one
  const roll = (word: string): number => dice(seed, 'promise', account, name, word)
  const pays = (on: Day, sum: Minor) => [paid(seed, one, { mark: 'paid', on, sum, notBefore: madeAt })]
  const fate = roll('fate')
  if (fate < PROMISE_FATE.kept) {
    if (roll('grace') < PAID_IN_GRACE) return pays(addDays(by, 1), amount)
    return pays(addDays(by, -Math.floor(roll('early') * 3)), amount)
  }
  if (fate >= PROMISE_FATE.kept + PROMISE_FATE.half) return []
  return pays(by, Math.max(1, Math.round(amount * (0.3 + 0.4 * roll('part')))))
}

/** What the lender proposed is answered; what was agreed is paid rate by rate, with one that is caught up, or until the debtor stops. */
export function onPlan(seed: string, one: AgreedPlan): FactInput[] {
  const { account, name, rates, proposedAt, agreedAt } = one
  const roll = (word: string): number => dice(seed, 'plan', account, name, word)
  if (agreedAt === null && proposedAt !== null && one.told === 'proposed') {
    const at = later(proposedAt, 1 + Math.floor(roll('day') * 4))
    const says = roll('answer')
    if (says < PLAN_ANSWER.agrees) return [{ type: 'plan.agreed', at, account, plan: name }]
    if (says < PLAN_ANSWER.agrees + PLAN_ANSWER.refuses)
      return [{ type: 'plan.refused', at, account, plan: name }]
    return []
  }
  if (!isPlanMet(one.told)) return []
  const fate = roll('fate')
  const odd = Math.floor(roll('which') * rates.length)
  const kept = fate < PLAN_FATE.kept
  const late = !kept && fate < PLAN_FATE.kept + PLAN_FATE.late
  return rates.flatMap(({ on, amount: sum }, index): FactInput[] => {
    if (!kept && !late && index >= odd) return []
    const day = late && index === odd ? addDays(on, LATE_DAYS) : on
    return [paid(seed, one, { mark: `rate-${index + 1}`, on: day, sum, notBefore: 0 })]
  })
}

/** What was offered is answered; what was accepted is paid, or not; a payment may come back. */
export function onSettlement(seed: string, one: AgreedSettlement): FactInput[] {
  const { account, name: settlement, amount: sum, offeredAt, payBy, told } = one
  const roll = (word: string): number => dice(seed, 'settlement', account, settlement, word)
  if (told === 'offered') {
    const at = later(offeredAt, 3 + Math.floor(roll('day') * 6))
    const says = roll('answer')
    if (says < SETTLEMENT_ANSWER.accepts) return [{ type: 'settlement.accepted', at, account, settlement }]
    if (says < SETTLEMENT_ANSWER.accepts + SETTLEMENT_ANSWER.declines)
      return [{ type: 'settlement.declined', at, account, settlement }]
    return []
  }
  if (told === null || !PAYS_ON.has(told) || roll('fate') >= SETTLEMENT_FATE.paid) return []
  const on = addDays(payBy, -Math.floor(roll('early') * 4))
  const payment = paid(seed, one, { mark: 'paid', on, sum, notBefore: offeredAt })
  if (roll('bounce') >= SETTLEMENT_FATE.bounces) return [payment]
  return [
    payment,
    { type: 'payment.reversed', at: later(Date.parse(payment.at), 5), account, payment: payment.payment },
  ]
}

const PAYS_ON: ReadonlySet<string> = new Set(['accepted', 'kept', 'bounced', 'lapsed'])

interface Pays {
  /** It tells the payments of one agreement apart. */
  mark: string
  on: Day
  sum: Minor
  notBefore: Instant
}

type Received = Extract<FactInput, { type: 'payment.received' }>

function paid(
  seed: string,
  { account, currency, name }: Pick<AgreedPromise, 'account' | 'currency' | 'name'>,
  { mark, on, sum, notBefore }: Pays,
): Received {
  const hour = FIRST_HOUR + Math.floor(dice(seed, 'hour', account, name, mark) * HOURS)
  const at = quantise(Math.max(Date.parse(`${on}T${hour}:00:00Z`), notBefore + 1))
  return {
    type: 'payment.received',
    at: isoOf(at),
    account,
    payment: `${name.replaceAll(' ', '-')}-${mark}`,
    amount: formatAmount(sum, currency),
  }
}

function later(at: Instant, days: number): string {
  return isoOf(quantise(at + days * DAY_MS))
}
