import type { AccountId } from '../../../core/base/id.ts'
import type { Ledger, LedgerHold, FigureFact } from '../../../core/model/ledger.ts'
import type { LedgerNeeds } from '../../../core/fact/needs.ts'
import { FIGURE_FACTS } from '../../../core/fact/upheld.ts'
import type { SqlTransaction } from '../base/database.ts'
import { json } from '../base/cell.ts'
import { objectIn } from '../base/read-json.ts'
import { ask, statement } from '../base/statement.ts'
import type { Found } from './find.ts'

const SAID = statement<FigureFact & { account: AccountId }>({
  name: 'record-figures',
  text: `select f.account_id as account, f.kind, f.happened_at as at, f.body
     from unnest($1::bigint[], $2::bigint[]) as u (person, account)
     join fact f on f.person_id = u.person and f.account_id = u.account
     where f.kind = any($3) order by f.person_id, f.id`,
  row: { account: 'int8', kind: 'text', at: 'timestamptz', body: json(objectIn) },
})

/** What the stored facts say of the figures of accounts with an upheld dispute, or with a word on one. */
export async function loadFigures(
  tx: SqlTransaction,
  { disputed }: LedgerNeeds,
  { accountOf, personOfAccount }: Found,
  holds: ReadonlyMap<string, LedgerHold>,
): Promise<Ledger['figures']> {
  const accounts = new Set<AccountId>()
  for (const name of disputed) {
    const id = accountOf.get(name)
    if (id !== undefined) accounts.add(id)
  }
  for (const { upheldAt, account } of holds.values())
    if (upheldAt !== null && account !== null && personOfAccount.has(account)) accounts.add(account)
  if (accounts.size === 0) return new Map()
  const ids = [...accounts]
  const rows = await ask(tx, SAID, [ids.map((id) => personOfAccount.get(id) ?? 0), ids, FIGURE_FACTS])
  const figures: Ledger['figures'] = new Map(ids.map((id) => [id, []]))
  for (const { account, ...row } of rows) figures.get(account)?.push(row)
  return figures
}
