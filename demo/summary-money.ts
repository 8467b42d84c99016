import { formatAmount } from '../src/core/base/money.ts'
import type { Recovery } from '../src/shell/pg/watch/recovery.ts'

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

function widthOf(head: string): number {
  return Math.max(head.length + 2, 7)
}

function grouped(minor: number, currency: string): string {
  return formatAmount(minor, currency).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ' ')
}
