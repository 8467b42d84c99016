import { WHOLE } from '../../base/money.ts'
import type { Problem } from '../../base/problem.ts'
import type { ScheduleParts } from '../placed.ts'
import { moneyOf } from './strategies.ts'

/** Files alone do not say in which minor units a book counts: one that held sums of some currencies before ISO 4217 was followed goes on without them, and publishing there refuses what passes here. */
export function digitNotes({ strategies }: Pick<ScheduleParts, 'strategies'>): Problem[] {
  return strategies.flatMap(({ file, value }) => {
    const { currency = '' } = value.applies
    if (!WHOLE.has(currency)) return []
    return moneyOf(value)
      .filter(([, amount]) => /\.\d*[1-9]/.test(amount))
      .map(([path, amount]): Problem => {
        const message = `a book that has counted ${currency} without digits behind the point goes on so, and publish refuses ${amount} there`
        return { code: 'book_digits', file, path, message, suggestion: 'name a whole amount' }
      })
  })
}
