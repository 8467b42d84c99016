import { addDays } from '../../src/core/base/time.ts'
import type { Invoice } from './ledger-facts.ts'

const DEBTORS = 12
const INVOICES = 150
const FIRST_DAY = '2012-01-03'
/** Bills come in over this many days. */
const SPREAD = 660

/** Invoices in the shape of the public sample, for a checkout beside which that does not lie: a third is settled late, by 1 to 45 days, and every fifth is disputed. The same ones each time. */
export function inventedInvoices(): Invoice[] {
  const dice = diceOf(20120103)
  return Array.from({ length: INVOICES }, (_, index) => {
    const billedOn = addDays(FIRST_DAY, dice(SPREAD))
    const dueOn = addDays(billedOn, 30)
    const settledOn = addDays(dueOn, dice(3) === 0 ? 1 + dice(45) : -dice(25))
    return {
      account: `INV-${String(index + 1).padStart(4, '0')}`,
      debtor: `C-${1 + dice(DEBTORS)}`,
      billedOn,
      dueOn,
      settledOn,
      amount: `${10 + dice(90)}.${String(dice(100)).padStart(2, '0')}`,
      disputed: dice(5) === 0,
    }
  })
}

/** A whole number below the given one, from a linear congruential generator (Numerical Recipes). */
function diceOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
