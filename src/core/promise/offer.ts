import { formatAmount, type Minor } from '../base/money.ts'
import { type Day, lastDayOf } from '../base/time.ts'
import { promiseTraits } from '../model/promise.ts'
import { meantThen } from './then.ts'
import { type PromiseFile, promiseStates } from './state.ts'
import { latestDay, leastOf, mostBrokenOf, mostOpenOf, offeredTypes } from './terms.ts'

/** What a debtor may promise now, of one type: whatever is beyond it is asked of a supervisor. */
export interface PromiseOffer {
  kind: string
  /** The last day that it may name. */
  latest: Day
  least: string
  /** How many more are taken; 0 = none. */
  more: number
}

/** What may be promised on an account, as the file of its case has it. */
export function promiseOffers(file: PromiseFile & { account: { pastDue: Minor } }): PromiseOffer[] {
  const { account, types, zones, now } = file
  const { pastDue, currency } = account
  const traits = promiseStates(file).map(({ status }) => promiseTraits(status))
  const open = traits.filter(({ silent }) => silent).length
  const broken = traits.filter(({ failed }) => failed).length
  return offeredTypes(types).map((terms) => ({
    kind: terms.kind,
    latest: latestDay(terms, lastDayOf(zones, now)),
    least: formatAmount(
      leastOf(terms, pastDue, (text) => meantThen(account, text, now)),
      currency,
    ),
    more: broken >= mostBrokenOf(terms) ? 0 : Math.max(0, mostOpenOf(terms) - open),
  }))
}
