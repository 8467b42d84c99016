import { formatAmount } from '../src/core/base/money.ts'
import { PROMISE_STATE, type PromiseStatus, promiseTraits } from '../src/core/model/promise.ts'
import { PLAN_STATE, PLAN_STATES, planTraits } from '../src/core/model/plan.ts'
import { SETTLEMENT_STATE, SETTLEMENT_STATES } from '../src/core/model/settlement.ts'
import type {
  ChargesIn,
  PlansIn,
  PromisesIn,
  Recovery,
  SettlementsIn,
} from '../src/shell/pg/watch/recovery.ts'

const HEADS = ['cases', 'cured', 'contacts/case', 'past due on opening', 'paid while open', 'still past due']
const NAME = 20

/** The table says what collecting came to, by strategy and currency: amounts of two currencies are never added. */
export function moneyLines(recovery: readonly Recovery[]): string[] {
  if (recovery.length === 0) return ['cases: none was opened']
  return [
    `${'what it came to'.padEnd(NAME)}${HEADS.map((head) => head.padStart(widthOf(head))).join('')}`,
    ...recovery.map(({ strategy, currency, opened, cured, contacts, entered, recovered, stillDue }) => {
      const cells = [
        String(opened),
        `${Math.round((100 * cured) / opened)} %`,
        (contacts / opened).toFixed(1),
        ...[entered, recovered, stillDue].map((amount) => grouped(amount, currency)),
      ]
      const told = cells.map((cell, index) => cell.padStart(widthOf(HEADS[index] ?? '')))
      return `  ${strategy} ${currency}`.padEnd(NAME) + told.join('')
    }),
  ]
}

/** The share of promises that were kept is of those that ran out or were kept. */
export function promiseLine(promises: readonly PromisesIn[]): string {
  const all = promises.reduce((sum, one) => sum + one.promises, 0)
  if (all === 0) return 'promises to pay: none was made'
  const counted = new Map(promises.map((one) => [one.state, one.promises]))
  const states = (Object.keys(PROMISE_STATE) as PromiseStatus[]).filter((state) => counted.has(state))
  const failed = states.filter((state) => promiseTraits(state).failed)
  const kept = counted.get('kept') ?? 0
  const over = kept + failed.reduce((sum, state) => sum + (counted.get(state) ?? 0), 0)
  const rate = over === 0 ? 'none is over yet' : `${Math.round((100 * kept) / over)} % of ${over} kept`
  const told = states.map((state) => `${PROMISE_STATE[state].says}: ${counted.get(state) ?? 0}`)
  return `promises to pay: ${all}, ${rate} (${told.join('; ')})`
}

/** A plan is kept once it is completed; a rate, once it is there in full. */
export function planLine(plans: readonly PlansIn[]): string {
  const all = sum(plans.map((one) => one.plans))
  if (all === 0) return 'repayment plans: none'
  const counted = new Map(plans.map((one) => [one.state, one.plans]))
  const states = PLAN_STATES.filter((state) => counted.has(state))
  const completed = counted.get('completed') ?? 0
  const over =
    completed +
    sum(states.filter((state) => planTraits(state).failed).map((state) => counted.get(state) ?? 0))
  const [kept, missed] = [sum(plans.map((one) => one.kept)), sum(plans.map((one) => one.missed))]
  const rates = `${share(kept, kept + missed)} of ${kept + missed} rates came`
  const rate = over === 0 ? 'none is over yet' : `${share(completed, over)} of ${over} kept`
  const told = states.map((state) => `${PLAN_STATE[state].says}: ${counted.get(state) ?? 0}`)
  return `repayment plans: ${all}, ${rate}, ${rates} (${told.join('; ')})`
}

export function settlementLine(settlements: readonly SettlementsIn[]): string {
  const all = sum(settlements.map((one) => one.settlements))
  if (all === 0) return 'settlements: none was offered'
  const counted = new Map(settlements.map((one) => [one.state, one.settlements]))
  const states = SETTLEMENT_STATES.filter((state) => counted.has(state))
  const told = states.map((state) => `${SETTLEMENT_STATE[state].says}: ${counted.get(state) ?? 0}`)
  return `settlements: ${all} (${told.join('; ')})`
}

/** Fees, costs and interest, and what settlements forgave: each currency by itself. */
export function chargeLines(charges: readonly ChargesIn[]): string[] {
  return charges.map(({ currency, charged, waived, open, forgiven }) => {
    const [all, away, left, given] = [charged, waived, open, forgiven].map((one) => grouped(one, currency))
    const rest = forgiven > 0 ? `; forgiven by settlements ${given}` : ''
    return `fees and interest ${currency}: charged ${all}, waived ${away}, still past due ${left}${rest}`
  })
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, one) => all + one, 0)
}

function share(part: number, all: number): string {
  return all === 0 ? 'none' : `${Math.round((100 * part) / all)} %`
}

function widthOf(head: string): number {
  return Math.max(head.length + 2, 7)
}

function grouped(minor: number, currency: string): string {
  return formatAmount(minor, currency).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ' ')
}
