import { formatAmount, type Minor } from '../../src/core/base/money.ts'
import { addDays, type Day, daysBetween, isoOf } from '../../src/core/base/time.ts'
import type { FactInput } from '../../src/core/fact/fact.ts'
import { CHARGES, CHARGES_PAID } from './assumptions.ts'
import type { Dice } from './dice.ts'
import type { Owed } from './obligation.ts'
import { TERMS } from './terms.ts'
import { momentOn } from './timing.ts'

interface Charge {
  name: string
  on: Day
  amount: Minor
  kind: 'fee' | 'interest'
}

/** Being late costs this until the debt is paid; whoever pays it pays the charges too, or asks to have them waived. */
export function charges(owed: Owed, { paidOn }: { paidOn: Day | null }, dice: Dice): FactInput[] {
  const { account, zone, until, playedFrom } = owed
  const last = paidOn ?? addDays(until, 1)
  const made = chargesOf(owed).filter(({ on }) => on >= playedFrom && on < last)
  const pays = dice.chance(CHARGES_PAID)
  return made.flatMap((charge): FactInput[] => {
    const { name } = charge
    const charged = factOf(owed, charge)
    if (paidOn === null) return [charged]
    if (pays) {
      const at = isoOf(momentOn(dice, paidOn, zone))
      return [
        charged,
        {
          type: 'payment.received',
          at,
          account,
          payment: `${name}-p`,
          obligation: name,
          amount: charged.amount,
        },
      ]
    }
    const waivedOn = addDays(paidOn, dice.between(1, 3))
    if (daysBetween(waivedOn, until) < 0) return [charged]
    return [
      charged,
      { type: 'obligation.cancelled', at: isoOf(momentOn(dice, waivedOn, zone)), account, obligation: name },
    ]
  })
}

function factOf({ account, kind }: Owed, { name, on, amount, kind: is }: Charge) {
  const of = { at: `${on}T04:00:00Z`, account, dueOn: on, amount: formatAmount(amount, TERMS[kind].currency) }
  return is === 'fee'
    ? { type: 'fee.charged' as const, fee: name, ...of }
    : { type: 'interest.charged' as const, interest: name, ...of }
}

/** The charges run from the day after the debt fell due to the last day that is played. */
function chargesOf(owed: Owed): Charge[] {
  const { kind, obligation, dueOn, amount, until } = owed
  const days = daysBetween(dueOn, until)
  switch (kind) {
    case 'us': {
      const { from, fee } = CHARGES.us
      return days < from
        ? []
        : [{ name: `${obligation}-fee`, on: addDays(dueOn, from), amount: fee, kind: 'fee' }]
    }
    case 'b2b': {
      const { from, fees } = CHARGES.b2b
      const fee = fees.find(({ below }) => amount < below)?.fee ?? 0
      return days < from
        ? []
        : [{ name: `${obligation}-fee`, on: addDays(dueOn, from), amount: fee, kind: 'fee' }]
    }
    case 'cn':
      return interest(owed, days)
  }
}

function interest({ obligation, dueOn, amount }: Owed, days: number): Charge[] {
  const { every, from, perDay } = CHARGES.cn
  const charged: Charge[] = []
  for (let [dpd, since] = [from, 0]; dpd <= days; [dpd, since] = [dpd + every, dpd]) {
    const sum = Math.round(amount * perDay * (dpd - since))
    if (sum > 0)
      charged.push({
        name: `${obligation}-i${charged.length + 1}`,
        on: addDays(dueOn, dpd),
        amount: sum,
        kind: 'interest',
      })
  }
  return charged
}
