import type { AccountId } from '../base/id.ts'
import type { Applied, Draft, Subject } from './draft.ts'
import { refused } from './draft.ts'
import { isOfNobody } from './fact.ts'
import type { LedgerPerson } from '../model/ledger.ts'
import { claimHeld, isOfNumber } from './nobody.ts'
import { newPerson } from './person.ts'
import type { PreparedFact } from './prepared.ts'

/** What is said of a number holds for it, whoever turns out to have it: nobody has to be known. */
export function subjectOf(draft: Draft, prepared: PreparedFact): Subject | null | Exclude<Applied, string> {
  const subject = namedBy(draft, prepared)
  if (subject === null) return null
  if ('code' in subject) return subject.code.startsWith('unknown_') && isOfNumber(prepared) ? null : subject
  if (!subject.person.erased) return subject
  if (isOfNumber(prepared)) return null
  return refused(prepared, 'person_erased', 'the debtor was erased: no fact about them is taken any more')
}

/** Null = a fact about an agent, a creditor or a brake. A debtor is made by an account or by a point of his. */
function namedBy(draft: Draft, prepared: PreparedFact): Subject | null | Exclude<Applied, string> {
  const { fact } = prepared
  const { ledger } = draft
  if (isOfNobody(fact)) return null
  if (fact.type === 'account.opened') return openedSubject(draft, prepared, fact.account, fact.debtor)
  if (fact.account !== undefined) {
    const account = ledger.accounts.get(ledger.accountOf.get(fact.account) ?? (0 as AccountId))
    const person = account && ledger.persons.get(account.person)
    if (!account || !person)
      return refused(prepared, 'unknown_account', 'no account of that name is known', 'account')
    if ('debtor' in fact && fact.debtor !== undefined && fact.debtor !== person.externalId)
      return refused(
        prepared,
        'account_of_other_debtor',
        'the account is known under another debtor',
        'debtor',
      )
    return { person, account }
  }
  if (!('debtor' in fact) || fact.debtor === undefined) return null
  const id = ledger.personOf.get(fact.debtor)
  const person = id === undefined ? undefined : ledger.persons.get(id)
  if (person) return { person, account: null }
  if (fact.type === 'point.added') return { person: metPerson(draft, fact.debtor, prepared), account: null }
  return refused(prepared, 'unknown_debtor', 'no debtor of that name is known', 'debtor')
}

function openedSubject(
  draft: Draft,
  prepared: PreparedFact,
  name: string,
  debtor: string,
): Subject | Exclude<Applied, string> {
  const { ledger } = draft
  const accountId = ledger.accountOf.get(name)
  const account = accountId === undefined ? null : (ledger.accounts.get(accountId) ?? null)
  const id = ledger.personOf.get(debtor)
  const person = id === undefined ? undefined : ledger.persons.get(id)
  if (account && account.person !== person?.id)
    return refused(prepared, 'account_of_other_debtor', 'the account is known under another debtor', 'debtor')
  return { person: person ?? metPerson(draft, debtor, prepared), account }
}

/** What was said before of the debtor, or of the account, is theirs from now on. */
function metPerson(draft: Draft, debtor: string, prepared: PreparedFact): LedgerPerson {
  const person = newPerson(draft, debtor, prepared)
  claimHeld(draft, person, `debtor:${debtor}`)
  return person
}
