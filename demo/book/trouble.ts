import { addDays, type Day, daysBetween, isoOf } from '../../src/core/base/time.ts'
import type { FactInput } from '../../src/core/fact/fact.ts'
import {
  CEASES,
  CLOSED_HOURS,
  DISPUTE_OUTCOME,
  DISPUTES,
  HOLD_AT_ENTRY,
  OPTS_OUT,
  WRONG_NUMBER,
} from './assumptions.ts'
import type { Span } from './span.ts'
import type { Dice } from './dice.ts'
import type { InventedPerson } from './person.ts'
import { momentOn } from './timing.ts'

export interface Troubled {
  person: InventedPerson
  account: string
  zone: string
  score: number
  span: Span
  late: { from: Day; paidOn: Day | null }[]
}

/** What happens beside paying: disputes, hardship, opt-outs, wrong numbers, wishes. */
export function troubles(troubled: Troubled, dice: Dice): FactInput[] {
  const facts: FactInput[] = []
  const first = troubled.late[0]
  if (!first) return facts
  const { account, zone, span, person } = troubled
  const lastDay = first.paidOn ?? span.to
  const within = Math.max(0, daysBetween(first.from, lastDay) - 1)
  const day = (): Day => addDays(first.from, dice.between(0, within))
  const at = (on: Day): string => isoOf(momentOn(dice, on, zone))
  if (dice.chance(DISPUTES)) facts.push(...dispute(troubled, day(), dice))
  if (dice.chance(HOLD_AT_ENTRY)) {
    const on = first.from
    facts.push({
      type: 'hold.placed',
      at: at(on),
      account,
      hold: `${account}-h`,
      reason: 'hardship',
      until: addDays(on, 30),
    })
  }
  if (dice.chance(OPTS_OUT)) facts.push({ type: 'optout.received', at: at(day()), account, channel: 'sms' })
  if (dice.chance(WRONG_NUMBER)) {
    facts.push({ type: 'point.invalid', at: at(day()), account, point: person.phone })
  }
  if (dice.chance(CLOSED_HOURS)) {
    facts.push({
      type: 'preference.set',
      at: at(day()),
      account,
      closed: [{ days: 'mon-fri', hours: ['09:00', '12:00'] }],
    })
  }
  if (person.kind === 'us' && dice.chance(CEASES)) {
    facts.push({ type: 'cease.received', at: at(day()), account, written: true })
  }
  return facts
}

function dispute({ account, zone, span }: Troubled, openedOn: Day, dice: Dice): FactInput[] {
  const name = `${account}-d`
  const facts: FactInput[] = [
    { type: 'dispute.opened', at: isoOf(momentOn(dice, openedOn, zone)), account, dispute: name },
  ]
  const resolvedOn = addDays(openedOn, dice.between(5, 20))
  if (resolvedOn > span.to) return facts
  let roll = dice.next()
  const outcomes = Object.keys(DISPUTE_OUTCOME) as (keyof typeof DISPUTE_OUTCOME)[]
  const outcome = outcomes.find((one) => (roll -= DISPUTE_OUTCOME[one]) < 0)
  if (!outcome) return facts
  facts.push({
    type: 'dispute.resolved',
    at: isoOf(momentOn(dice, resolvedOn, zone)),
    account,
    dispute: name,
    outcome,
  })
  return facts
}
