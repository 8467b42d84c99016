import type { Instant } from '../base/time.ts'
import type { DossierAccount, DossierHold } from '../model/dossier.ts'
import type { Rested } from '../model/promise.ts'

/** The times in which single obligations rested. */
export function restedOf(holds: readonly DossierHold[]): Rested[] {
  return holds.flatMap(({ account, obligation = null, from, until, lifted }) =>
    obligation === null ? [] : [{ account, obligation, from, until, lifted }],
  )
}

/** The holds that reach whole accounts: one of a single obligation leaves the rest going on, where the ledger tells what that is and something of it is past due. What is over stays: steps inside it were passed. */
export function holdsOnAll<H extends Pick<DossierHold, 'account' | 'obligation' | 'lifted'>>(
  holds: H[],
  accounts: readonly Pick<DossierAccount, 'id' | 'feed' | 'pastDue'>[],
  now: Instant,
): H[] {
  if (!holds.some(({ obligation }) => obligation != null)) return holds
  const goesOn = new Set(
    accounts.filter(({ feed, pastDue }) => feed !== 'snapshot' && pastDue > 0).map(({ id }) => id),
  )
  return holds.filter(
    ({ obligation, account, lifted }) =>
      obligation == null || account === null || !goesOn.has(account) || (lifted !== null && lifted <= now),
  )
}
