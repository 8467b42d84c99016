import type { KnownScopes } from '../../../core/model/ledger.ts'
import type { LedgerNeeds } from '../../../core/fact/needs.ts'
import { creditorsAmong, knownCreditors, knownStrategies } from '../door/brake-scope.ts'
import type { SqlTransaction } from '../base/database.ts'

/** What exists of what the page names. */
export async function loadScopes(
  tx: SqlTransaction,
  { brakes, creditors }: LedgerNeeds,
): Promise<KnownScopes> {
  const strategies = brakes ? await knownStrategies(tx) : []
  if (creditors.length === 0) return { strategies, creditors: [] }
  const named = await creditorsAmong(tx, creditors)
  const all = named.length === creditors.length ? [] : await knownCreditors(tx)
  return { strategies, creditors: [...new Set([...named, ...all])] }
}
