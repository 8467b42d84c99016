import type { Scope } from '../rule/parameters.ts'
import type { Key, PastContact, Question } from '../../model/question.ts'

export type ScopeFilter = (contact: PastContact, question: Question, account: Key | null) => boolean

/** A filter for the past contacts that count together with the planned one: all the scopes must be the same. */
export function scopeFilter(per: readonly Scope[]): ScopeFilter {
  const same = per.map((scope) => SAME[scope])
  return (contact, question, account) => {
    for (const test of same) if (!test(contact, question, account)) return false
    return true
  }
}

/** The accounts for which a rule is judged one by one; a single null where accounts do not matter. */
export function accountsFor(per: readonly Scope[], question: Question): readonly (Key | null)[] {
  return per.includes('account') && question.accounts.length > 0 ? question.accounts : NO_ACCOUNT
}
const NO_ACCOUNT: readonly null[] = [null]

/** Where a number or a household is not known, all contacts of the person may be of it. */
const SAME = {
  person: (contact, question) => contact.person === question.person,
  account: (contact, _question, account) => account === null || contact.accounts.includes(account),
  point: (contact, question) =>
    contact.point === null || question.point === null
      ? contact.person === question.person
      : contact.point === question.point,
  creditor: (contact, question) => contact.creditor === question.creditor,
  collector: (contact, question) => contact.collector === question.collector,
  household: (contact, question) =>
    contact.household === null || question.household === null
      ? contact.person === question.person
      : contact.household === question.household,
} as const satisfies Record<Scope, ScopeFilter>
