import { type Applied, type Draft, refused, type Subject } from '../draft.ts'
import type { Telling } from '../telling.ts'

/** The accounts that a fact lists, all of them of its debtor. */
export function accountsNamed(
  draft: Draft,
  { person }: Subject,
  names: readonly string[],
  prepared: Telling,
): Subject[] | Exclude<Applied, string> {
  const found: Subject[] = []
  for (const name of names) {
    const id = draft.ledger.accountOf.get(name)
    const account = id === undefined ? undefined : draft.ledger.accounts.get(id)
    if (!account)
      return refused(prepared, 'unknown_account', 'no account of a name in the list is known', 'accounts')
    if (account.person !== person.id) {
      const message = 'an account in the list is known under another debtor'
      return refused(prepared, 'account_of_other_debtor', message, 'accounts')
    }
    found.push({ person, account })
  }
  return found
}
