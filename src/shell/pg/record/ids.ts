import { type LedgerNeeds, newIdsIn } from '../../../core/fact/needs.ts'
import type { NewIds } from '../../../core/model/ledger.ts'
import type { SqlTransaction } from '../base/database.ts'
import type { Found } from './find.ts'

const SEQUENCES = {
  person: 'person_id_seq',
  account: 'account_id_seq',
  point: 'contact_point_id_seq',
  number: 'shared_number_id_seq',
  household: 'household_id_seq',
  sealed: 'sealed_id_seq',
} as const
type Kind = keyof typeof SEQUENCES

/** The page gets as many fresh ids as it can need; those that it does not use are skipped for ever, which costs nothing. */
export async function reserveIds(tx: SqlTransaction, needs: LedgerNeeds, found: Found): Promise<NewIds> {
  const counts = newIdsIn(needs, {
    accounts: found.accountOf.size,
    persons: found.personOf.size,
    numbers: found.numbers.size,
    households: found.households.size,
  })
  const wanted = (Object.keys(SEQUENCES) as Kind[]).filter((kind) => counts[kind] > 0)
  const pools = new Map<Kind, number[]>()
  if (wanted.length > 0) {
    const rows = await tx.query<{ kind: Kind; ids: number[] }>(
      wanted
        .map(
          (kind) =>
            `select '${kind}' as kind, array(select nextval('${SEQUENCES[kind]}') from generate_series(1, ${counts[kind]})) as ids`,
        )
        .join(' union all '),
    )
    for (const { kind, ids } of rows) pools.set(kind, ids.map(Number).reverse())
  }
  const take = <T>(kind: Kind): T => {
    const id = pools.get(kind)?.pop()
    if (id === undefined) throw new Error(`more new ${kind} ids than the page asked for`)
    return id as T
  }
  return {
    person: () => take('person'),
    account: () => take('account'),
    point: () => take('point'),
    number: () => take('number'),
    household: () => take('household'),
    sealed: () => take('sealed'),
  }
}
