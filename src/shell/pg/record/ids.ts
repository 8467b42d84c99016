import { type LedgerNeeds, newIdsIn } from '../../../core/fact/needs.ts'
import type { NewIds } from '../../../core/model/ledger.ts'
import type { SqlTransaction } from '../base/database.ts'
import { askOne, statement } from '../base/statement.ts'
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
const KINDS = Object.keys(SEQUENCES) as Kind[]

const RESERVE = statement<Record<Kind, number[]>>({
  name: 'record-ids',
  text: `select ${KINDS.map(
    (kind, index) =>
      `array(select nextval('${SEQUENCES[kind]}') from generate_series(1, $${index + 1}::int)) as ${kind}`,
  ).join(', ')}`,
  row: {
    person: 'int8[]',
    account: 'int8[]',
    point: 'int8[]',
    number: 'int8[]',
    household: 'int8[]',
    sealed: 'int8[]',
  },
})

/** The page gets as many fresh ids as it can need; those that it does not use are skipped for ever, which costs nothing. */
export async function reserveIds(tx: SqlTransaction, needs: LedgerNeeds, found: Found): Promise<NewIds> {
  return reserved(
    tx,
    newIdsIn(needs, {
      accountOf: found.accountOf,
      persons: found.personOf.size,
      numbers: found.numbers.size,
      households: found.households.size,
    }),
  )
}

/** So many of each. */
export async function reserved(tx: SqlTransaction, counts: Record<Kind, number>): Promise<NewIds> {
  const pools = new Map<Kind, number[]>()
  if (KINDS.some((kind) => counts[kind] > 0)) {
    const fresh = await askOne(
      tx,
      RESERVE,
      KINDS.map((kind) => counts[kind]),
    )
    for (const kind of KINDS) pools.set(kind, fresh[kind].reverse())
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
