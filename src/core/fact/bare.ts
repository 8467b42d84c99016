import { accountIn } from './fact.ts'
import { factKey, type Ledger } from '../model/ledger.ts'
import type { PreparedFact } from './prepared.ts'
import type { RefusedRow } from './refused-row.ts'

/** The bare facts of a page whose accounts are not described, or not any more, as they were when the facts were read: these have to be told whole. */
export function wantedWhole(ledger: Ledger, rows: readonly (PreparedFact | RefusedRow)[]): PreparedFact[] {
  const bare = rows.filter((row): row is PreparedFact => 'fact' in row && row.bare === true)
  if (bare.length === 0) return []
  const whole = new Set(rows.flatMap((row) => ('fact' in row && !row.bare ? describedIn(row) : [])))
  return bare.filter((row) => describedIn(row).some((name) => whole.has(name)) || !isKnown(ledger, row))
}

function describedIn({ fact }: PreparedFact): string[] {
  return fact.type === 'account.opened' ? [fact.account] : []
}

/** An account that answers for the keys of its lines answers both questions alike; where stored facts are asked for every key, the second is theirs. */
function isKnown(
  { accounts, accountOf, facts }: Ledger,
  { fact, source, key, digest }: PreparedFact,
): boolean {
  const id = accountOf.get(accountIn(fact) ?? '')
  const account = id === undefined ? undefined : accounts.get(id)
  if (account?.lineDigest !== digest) return false
  return facts.get(factKey(account.person, source, key)) === digest
}
