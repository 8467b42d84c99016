import { formatAmount, type Minor } from '../../src/core/base/money.ts'
import { addDays, DAY_MS, type Day, daysBetween, isoOf } from '../../src/core/base/time.ts'
import type { FactInput } from '../../src/core/fact/fact.ts'
import { NAMES_THE_OBLIGATION, PART_PAYMENT_FIRST, REVERSED, SENT_TWICE } from './assumptions.ts'
import type { Dice } from './dice.ts'
import { TERMS } from './terms.ts'
import { cureDpd, heardLater, momentOn } from './timing.ts'
import type { Kind } from './person.ts'

export interface Owed {
  kind: Kind
  account: string
  /** The id is unique within the account. */
  obligation: string
  dueOn: Day
  amount: Minor
  zone: string
  score: number
  /** The day that nothing is drawn beyond. */
  until: Day
  /** Nothing is paid before this day: what was, is not in the book. */
  playedFrom: Day
}

export interface ObligationStory {
  facts: FactInput[]
  /** First day past due, and the last: null = not paid while it runs. */
  late: { from: Day; paidOn: Day | null } | null
}

/** An instalment, a minimum payment or an invoice: billed, and paid on the day, late, in parts, or not. */
export function obligationStory(owed: Owed, billedAt: string, missed: boolean, dice: Dice): ObligationStory {
  const { account, obligation, dueOn } = owed
  const text = (minor: Minor): string => formatAmount(minor, TERMS[owed.kind].currency)
  const facts: FactInput[] = [
    { type: 'obligation.billed', at: billedAt, account, obligation, dueOn, amount: text(owed.amount) },
  ]
  if (!missed) {
    facts.push(
      ...payments(owed, latest(addDays(dueOn, -dice.between(0, 3)), owed.playedFrom), owed.amount, dice, 'p'),
    )
    return { facts, late: null }
  }
  const start = latest(addDays(dueOn, 1), owed.playedFrom)
  const dpd = cureDpd(dice, owed.score, daysBetween(dueOn, start), daysBetween(dueOn, owed.until))
  const paidOn = dpd === null ? null : addDays(dueOn, dpd)
  if (paidOn !== null) facts.push(...paidLate(owed, start, paidOn, dice))
  return { facts, late: { from: start, paidOn } }
}

function latest(one: Day, other: Day): Day {
  return one > other ? one : other
}

function paidLate(owed: Owed, start: Day, paidOn: Day, dice: Dice): FactInput[] {
  const gap = daysBetween(start, paidOn)
  if (gap < 4 || !dice.chance(PART_PAYMENT_FIRST)) return payments(owed, paidOn, owed.amount, dice, 'p')
  const part = Math.max(1, Math.round(owed.amount * (0.2 + 0.4 * dice.next())))
  return [
    ...payments(owed, addDays(start, dice.between(1, gap - 2)), part, dice, 'p'),
    ...payments(owed, paidOn, owed.amount - part, dice, 'q'),
  ]
}

function payments(owed: Owed, day: Day, minor: Minor, dice: Dice, mark: string): FactInput[] {
  const at = momentOn(dice, day, owed.zone)
  const payment = `${owed.obligation}-${mark}`
  const received: FactInput = {
    type: 'payment.received',
    ...heardLater(dice, at),
    account: owed.account,
    payment,
    amount: formatAmount(minor, TERMS[owed.kind].currency),
    ...(dice.chance(NAMES_THE_OBLIGATION) && { obligation: owed.obligation }),
  }
  const facts: FactInput[] = [received]
  if (dice.chance(SENT_TWICE)) facts.push(again(received, dice.between(1, 6)))
  if (dice.chance(REVERSED)) {
    const back = momentOn(dice, addDays(day, dice.between(6, 9)), owed.zone)
    facts.push({ type: 'payment.reversed', at: isoOf(back), account: owed.account, payment })
  }
  return facts
}

/** The same notice once more, some half hours later. */
function again(fact: FactInput, halfHours: number): FactInput {
  const later = Date.parse(fact.recorded ?? fact.at) + (halfHours * DAY_MS) / 48
  return { ...fact, recorded: isoOf(later) }
}
