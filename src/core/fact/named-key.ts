import { accountIn, debtorIn, FACT } from './fact.ts'
import type { FactKind } from './kind/kind.ts'
import { isOfNumber } from './nobody.ts'
import type { PreparedFact } from './prepared.ts'
import { datedKey, isUnkeyed } from './repeated.ts'

/** The key of a fact, and the names that say whose it is; none = of nobody's account. */
export interface NamedKey {
  source: string
  key: string
  /** Null for account.opened too, which is the debtor's. */
  account: string | null
  debtor: string | null
  /** It may also have been taken as a fact of nobody who is known. */
  orNobody: boolean
}

/** A later line of an account, and a later bill, that brings no key may have been taken under its day. */
export function addKeys(keys: NamedKey[], prepared: PreparedFact): void {
  const { fact, source, key } = prepared
  const account = fact.type === 'account.opened' ? null : (accountIn(fact) ?? null)
  const debtor = debtorIn(fact) ?? null
  const named = { source, key, account, debtor, orNobody: isOfNumber(prepared) }
  keys.push(named)
  if ((FACT[fact.type] as FactKind).laterCounts && isUnkeyed(prepared))
    keys.push({ ...named, key: datedKey(prepared) })
}

function namedKeys(prepared: PreparedFact): NamedKey[] {
  const keys: NamedKey[] = []
  addKeys(keys, prepared)
  return keys
}

/** Either name of the account or debtor may be the one that is stored. */
export function keysBefore(prepared: PreparedFact): NamedKey[] {
  const { was, before, key } = prepared
  if (!was || !before) return []
  return namedKeys(prepared).flatMap((named) => {
    const forms = [
      named,
      { ...named, account: named.account && (was['account'] ?? named.account) },
      { ...named, debtor: named.debtor && (was['debtor'] ?? named.debtor) },
    ]
    return forms.flatMap((form) => [form, { ...form, key: form.key.replace(key, before.key) }])
  })
}
