import { formatAmount, type Minor } from '../base/money.ts'
import type { AccountId, ContentHash } from '../base/id.ts'
import { type Day, type Instant, lastDayOf } from '../base/time.ts'
import type { Dossier } from '../model/dossier.ts'
import type { Strategy } from '../model/strategy.ts'
import { promiseTraits } from '../model/promise.ts'
import { type PromiseFile, promiseFileOf, promiseStates } from './state.ts'
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

/** What the debtor may promise on the first account of a contact, as the strategy of its case has it; none where no case is open. */
export function offersOn(
  dossier: Dossier,
  { accounts: [account] }: { accounts: readonly AccountId[] },
  { strategies, now }: { strategies: ReadonlyMap<ContentHash, Strategy>; now: Instant },
): PromiseOffer[] {
  const own = dossier.accounts.find(({ id }) => id === account)
  const theCase = dossier.cases.find((one) => one.account === account && one.open)
  const strategy = theCase && strategies.get(theCase.strategyHash)
  if (!own || !strategy) return []
  return promiseOffers({ ...promiseFileOf(dossier, own, now), types: strategy.promises })
}

function promiseOffers(file: PromiseFile & { account: { pastDue: Minor } }): PromiseOffer[] {
  const { account, types, zones, now } = file
  const { pastDue, currency } = account
  const traits = promiseStates(file).map(({ status }) => promiseTraits(status))
  const open = traits.filter(({ silent }) => silent).length
  const broken = traits.filter(({ failed }) => failed).length
  return offeredTypes(types).map((terms) => ({
    kind: terms.kind,
    latest: latestDay(terms, lastDayOf(zones, now)),
    least: formatAmount(leastOf(terms, pastDue, currency), currency),
    more: broken >= mostBrokenOf(terms) ? 0 : Math.max(0, mostOpenOf(terms) - open),
  }))
}
