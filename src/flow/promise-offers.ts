import type { AccountId, ContentHash } from '../core/base/id.ts'
import type { Instant } from '../core/base/time.ts'
import type { Dossier } from '../core/model/dossier.ts'
import type { Strategy } from '../core/model/strategy.ts'
import { type PromiseOffer, promiseOffers } from '../core/promise/offer.ts'

/** What the debtor may promise on the account, as the strategy of its case has it; none where no case is open. */
export function offersOn(
  dossier: Dossier,
  account: AccountId,
  strategies: ReadonlyMap<ContentHash, Strategy>,
  now: Instant,
): PromiseOffer[] {
  const own = dossier.accounts.find(({ id }) => id === account)
  const theCase = dossier.cases.find((one) => one.account === account && one.open)
  const strategy = theCase && strategies.get(theCase.strategyHash)
  if (!own || !strategy) return []
  const { promises, billed, shown, person } = dossier
  const file = { promises, billed, shown, account: own, zones: person.zones, now }
  return promiseOffers({ ...file, types: strategy.promises })
}
