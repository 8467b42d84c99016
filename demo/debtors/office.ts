import { formatAmount } from '../../src/core/base/money.ts'
import { addDays, type Day, daysBetween } from '../../src/core/base/time.ts'
import type { FactInput } from '../../src/core/fact/fact.ts'
import type { Approachable } from '../../src/shell/pg/watch/agreed.ts'
import { OFFICE } from '../book/assumptions.ts'
import { dice } from '../provider/dice.ts'

/** Who proposes plans and settlements, and who grants what one alone may not. */
export const CLERK = 'office-1'
export const SUPERVISOR = 'office-2'

/** The office offers these on that day: a plan where little has come of calls, a settlement where little will come any more. */
export function offersOn(morning: Morning, accounts: readonly Approachable[]): FactInput[] {
  const { seed, today } = morning
  return accounts.flatMap((one) => {
    const dpd = daysBetween(one.anchor, today)
    if (isDay(seed, one, 'settlement', dpd)) return [settlement(morning, one)]
    return isDay(seed, one, 'plan', dpd) ? [plan(morning, one)] : []
  })
}

interface Morning {
  seed: string
  at: string
  today: Day
}

/** Each account has one day for each: the office does not ask twice. */
function isDay(seed: string, { account }: Approachable, what: keyof typeof OFFICE, dpd: number): boolean {
  const { from, to, share } = OFFICE[what]
  if (dice(seed, 'offer', what, account) >= share) return false
  return dpd === from + Math.floor(dice(seed, 'offer day', what, account) * (to - from + 1))
}

const LEAST_RATE = 10_000

function plan({ seed, at, today }: Morning, { account, currency, pastDue }: Approachable): FactInput {
  const wanted = 3 + Math.floor(dice(seed, 'rates', account) * 3)
  const number = Math.min(wanted, Math.max(2, Math.floor(pastDue / LEAST_RATE)))
  const every = dice(seed, 'every', account) < 0.7 ? 'two_weeks' : 'month'
  return {
    type: 'plan.proposed',
    at,
    account,
    plan: `plan-${account}`,
    by: 'lender',
    sum: formatAmount(pastDue, currency),
    first: addDays(today, 7 + Math.floor(dice(seed, 'first', account) * 6)),
    every,
    number,
  }
}

/** It is more than one person may forgive alone. */
function settlement({ at, today }: Morning, { account, currency, pastDue }: Approachable): FactInput {
  const amount = Math.max(1, Math.round(pastDue * (1 - OFFICE.settlement.discount)))
  return {
    type: 'settlement.offered',
    at,
    account,
    settlement: `settlement-${account}`,
    amount: formatAmount(amount, currency),
    until: addDays(today, 14),
    payBy: addDays(today, 21),
    by: CLERK,
  }
}
