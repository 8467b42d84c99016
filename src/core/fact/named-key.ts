import { accountIn, debtorIn, FACT } from './fact.ts'
import type { FactKind } from './kind/kind.ts'
import type { Instant } from '../base/time.ts'
import type { LedgerAccount } from '../model/ledger.ts'
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
  /** Its account by itself says whether it was taken, or that it was not; absent = only the stored facts do. */
  told?: ToldByAccount
}

/** A bare line was taken where its account is described by its digest; a fact of an instant behind the last of its kind was not. */
export type ToldByAccount = { account: string } & (
  | { described: string }
  | { lastAt: 'snapshotAt' | 'scoreAt'; at: Instant }
)

/** The digest under which it was taken; null = it was not; undefined = the stored facts have to be asked. */
export function digestToldBy(
  told: ToldByAccount,
  account: Pick<LedgerAccount, 'snapshotAt' | 'scoreAt' | 'lineDigest'>,
): string | null | undefined {
  if ('described' in told) return account.lineDigest === told.described ? told.described : undefined
  const last = account[told.lastAt]
  return last !== null && last < told.at ? null : undefined
}

/** A later line of an account, and a later bill, that brings no key may have been taken under its day. */
export function addKeys(keys: NamedKey[], prepared: PreparedFact): void {
  const { fact, source, key } = prepared
  const account = fact.type === 'account.opened' ? null : (accountIn(fact) ?? null)
  const debtor = debtorIn(fact) ?? null
  const named: NamedKey = { source, key, account, debtor, orNobody: isOfNumber(prepared) }
  const told = toldByAccount(prepared)
  if (told) named.told = told
  keys.push(named)
  if ((FACT[fact.type] as FactKind).laterCounts && isUnkeyed(prepared))
    keys.push({ ...named, key: datedKey(prepared) })
}

function toldByAccount({ fact, bare, digest, at }: PreparedFact): ToldByAccount | null {
  const account = accountIn(fact)
  if (account === undefined) return null
  if (bare) return { account, described: digest }
  const { lastAt }: FactKind = FACT[fact.type]
  // A key of its sender's own may be that of another instant.
  return lastAt === undefined || fact.key !== undefined ? null : { account, lastAt, at }
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
