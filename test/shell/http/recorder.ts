import type { IncomingRow } from '../../../src/flow/ports/record.ts'
import { type Recorded, recordFacts } from '../../../src/flow/record.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { recordStore } from '../../../src/shell/pg/record/record.ts'
import { newVaultKeys, openVault, type Vault } from '../../../src/shell/pg/base/vault.ts'
import type { TestDatabase } from '../../support/database.ts'
import { shippedReplies } from '../../support/shipped-words.ts'

/** The real recorder over a test's database. */
export function recorder({ db }: TestDatabase): {
  vault: Vault
  record: (rows: IncomingRow[]) => Promise<Recorded>
} {
  const vault = openVault(newVaultKeys())
  const replies = async () => shippedReplies()
  const deps = { store: recordStore(db), prepare: prepareWith(vault), replies }
  return { vault, record: (rows) => recordFacts(deps, rows) }
}
