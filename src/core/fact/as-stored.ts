import type { AccountId, PersonId } from '../base/id.ts'
import { accountIn } from './fact.ts'
import type { Ledger } from '../model/ledger.ts'
import { factKey, promiseKey } from '../model/ledger.ts'
import type { PreparedFact } from './prepared.ts'

/** Names are read in one form. What was stored in the form in which a name comes, before that was so, is still meant by it: the fact is then applied, and known again, as it came. */
export function asStored(ledger: Ledger, prepared: PreparedFact): PreparedFact {
  const { was, before, fact } = prepared
  if (!was || !before) return prepared
  const given = { ...prepared.fact } as Record<string, unknown>
  const accountName = pick(was['account'], accountIn(fact), (name) => ledger.accountOf.has(name))
  const debtor = 'debtor' in fact ? fact.debtor : undefined
  const debtorName = pick(was['debtor'], debtor, (name) => ledger.personOf.has(name))
  if (accountName !== undefined) given['account'] = accountName
  if (debtorName !== undefined) given['debtor'] = debtorName
  const account = accountName === undefined ? undefined : ledger.accountOf.get(accountName)
  const owner = account === undefined ? undefined : ledger.accounts.get(account)?.person
  const person = owner ?? (debtorName === undefined ? undefined : ledger.personOf.get(debtorName))
  for (const [field, raw] of Object.entries(was))
    if (isKnown(ledger, field, raw, { account, person })) given[field] = raw
  const known =
    person !== undefined && ledger.facts.get(factKey(person, prepared.source, before.key)) !== undefined
  return { ...prepared, fact: given as PreparedFact['fact'], ...(known && before) }
}

function pick(
  raw: string | undefined,
  name: string | undefined,
  isKnown: (name: string) => boolean,
): string | undefined {
  return raw !== undefined && isKnown(raw) ? raw : name
}

function isKnown(
  ledger: Ledger,
  field: string,
  raw: string,
  { account, person }: { account: AccountId | undefined; person: PersonId | undefined },
): boolean {
  const row = account === undefined ? undefined : ledger.accounts.get(account)
  const hold = (name: string): boolean =>
    [...ledger.holds.values()].some((one) => one.person === person && one.externalId === name)
  switch (field) {
    case 'household':
      return ledger.households.has(raw)
    case 'creditor':
      return row?.creditor === raw
    case 'collector':
      return row?.collector === raw
    case 'obligation':
      return account !== undefined && (ledger.obligations.get(account)?.has(raw) ?? false)
    case 'payment':
      return account !== undefined && (ledger.payments.get(account)?.has(raw) ?? false)
    case 'promise':
      return account !== undefined && ledger.promises.has(promiseKey(account, raw))
    case 'plan':
      return account !== undefined && ledger.plans.has(promiseKey(account, raw))
    case 'dispute':
    case 'hold':
      return hold(raw)
    case 'reply':
      return hold(`reply:${raw}`)
    case 'step':
      return [...ledger.contacts.values()].some((contact) => contact.step === raw)
    default:
      return false
  }
}
