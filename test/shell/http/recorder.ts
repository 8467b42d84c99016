import { recordFacts } from '../../../src/flow/record.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import type { ApiDeps, RecordFacts } from '../../../src/shell/http/deps.ts'
import { recordStore } from '../../../src/shell/pg/record.ts'
import { newVaultKeys, openVault, type Vault } from '../../../src/shell/pg/vault.ts'
import type { TestDatabase } from '../../support/database.ts'

/** The real recorder over a test's database. */
export function recorder({
  db,
}: TestDatabase): Pick<ApiDeps, 'record'> & { vault: Vault; record: RecordFacts } {
  const vault = openVault(newVaultKeys())
  const deps = { store: recordStore(db), prepare: prepareWith(vault) }
  return { vault, record: (facts) => recordFacts(deps, facts) }
}
