import type { PersonId } from '../base/id.ts'
import type { Dossier, DossierAccount, DossierCase } from './dossier.ts'
import type { LedgerAccount } from './ledger.ts'

/** Cases that a review of accounts opens, and that nobody has written yet. */
export interface JustOpened {
  /** Every account of their persons that was reviewed, as it is after the review. */
  accounts: readonly LedgerAccount[]
  cases: readonly (DossierCase & { person: PersonId })[]
}

/** The dossiers as they are read once the cases and the accounts are written. */
export function withOpened(dossiers: readonly Dossier[], { accounts, cases }: JustOpened): Dossier[] {
  const reviewed = new Map(accounts.map((account) => [account.id, account]))
  const opened = new Map(cases.map((theCase) => [theCase.account, theCase]))
  return dossiers.map((dossier) => ({
    ...dossier,
    accounts: dossier.accounts.map((account) => asReviewed(account, reviewed.get(account.id))),
    cases: latestOf(dossier, opened),
  }))
}

/** A review changes the figures, and takes collection up again. */
function asReviewed(account: DossierAccount, now: LedgerAccount | undefined): DossierAccount {
  if (!now) return account
  const { pastDue, balance, anchor, collection, collectionAt, endedReason, apart } = now
  return { ...account, pastDue, balance, anchor, collection, collectionAt, endedReason, apart }
}

/** The latest case of each account, by id. */
function latestOf({ accounts, cases }: Dossier, opened: ReadonlyMap<number, DossierCase>): DossierCase[] {
  const others = cases.filter(({ account }) => !opened.has(account))
  const own = accounts.flatMap(({ id }) => opened.get(id) ?? [])
  return [...others, ...own].sort((a, b) => a.id - b.id)
}
