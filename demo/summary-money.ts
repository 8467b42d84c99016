import { formatAmount } from '../src/core/base/money.ts'
import { PROMISE_STATE, type PromiseStatus, promiseTraits } from '../src/core/model/promise.ts'
import type { PromisesIn, Recovery } from '../src/shell/pg/watch/recovery.ts'

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

function widthOf(head: string): number {
  return Math.max(head.length + 2, 7)
}

function grouped(minor: number, currency: string): string {
  return formatAmount(minor, currency).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ' ')
}
