import type { AccountId } from '../../../../core/base/id.ts'
import type { LedgerAccount, LedgerPerson } from '../../../../core/model/ledger.ts'
import { FIGURES } from '../../../../core/arrears/update-figures.ts'
import type { Heads } from '../../base/chain.ts'
import { columns, given, omit, pick } from '../../base/columns.ts'
import { copying, unlessMade } from '../../base/copying.ts'
import type { SqlTransaction } from '../../base/database.ts'
import { ask, plainStatement } from '../../base/statement.ts'
import { ACCOUNT, HEAD } from '../../row/account.ts'
import type { Place } from '../../feed/blocks.ts'
import { byName, metFirst } from '../column.ts'

/** Whether it is stale is written when it turns. */
const WRITTEN = omit(ACCOUNT, 'staleFrom')
const NEW = given({ ...WRITTEN, ...HEAD })
/** All but the heads, which come last. */
const NEW_ROWS = given(WRITTEN)

const INSERT = plainStatement({
  name: 'record-new-accounts',
  text: `
    insert into account (${NEW.names}) overriding system value
    select ${NEW.values} from ${NEW.rows} as u (${NEW.names})
    order by u.external_id
    on conflict do nothing returning id`,
  row: { id: 'int8' },
})

const copyAccounts = unlessMade(copying('account', WRITTEN, HEAD))

export async function insertAccounts(tx: SqlTransaction, rows: LedgerAccount[], heads: Heads): Promise<void> {
  if (rows.length === 0) return
  const head = ({ id }: LedgerAccount) => ({ head: heads.get(`a${id}`) ?? null })
  if (await copyAccounts(tx, byName(rows, 'externalId'), head)) return
  metFirst(await ask(tx, INSERT, [...NEW_ROWS.params(rows), headsOf(rows, heads)]), rows)
}

/** What never changes of an account, or is written elsewhere. */
const LASTING = ['id', 'person', 'externalId', 'creditor', 'zones', 'staleFrom'] as const
const CHANGED = { ...omit(ACCOUNT, ...LASTING), ...HEAD }
const CHANGES = given({ ...pick(ACCOUNT, 'id', 'person'), ...CHANGED })
const CHANGED_ROWS = given({ ...pick(ACCOUNT, 'id', 'person'), ...omit(ACCOUNT, ...LASTING) })
const SET = given(CHANGED)

const IN_BLOCK = columns<{ [K in keyof Place]: Place[K] | null }>({
  block: 'block int8?',
  place: 'place int2?',
})
const JOINING = given({ ...pick(ACCOUNT, 'id', 'person'), ...CHANGED, ...IN_BLOCK })
const PLACED = given(IN_BLOCK)
const ALONE = { block: null, place: null }

const UPDATE = plainStatement({
  name: 'record-accounts-update',
  text: `
    update account a set (${SET.names}) = (${SET.values})
    from ${CHANGES.rows} as u (${CHANGES.names})
    where a.person_id = u.person_id and a.id = u.id`,
  row: {},
})

const JOIN = plainStatement({
  name: 'record-accounts-join',
  text: `
    update account a set (${SET.names}, block, place) =
      (${SET.values}, coalesce(u.block, a.block), case when u.block is null then a.place else u.place end)
    from ${JOINING.rows} as u (${JOINING.names})
    where a.person_id = u.person_id and a.id = u.id`,
  row: {},
})

/** `heads` holds the chain of every one of them; `places` those of accounts that stand in new blocks from now on. */
export async function updateAccounts(
  tx: SqlTransaction,
  rows: LedgerAccount[],
  { heads, places }: { heads: Heads; places: ReadonlyMap<AccountId, Place> },
): Promise<void> {
  if (rows.length === 0) return
  const params = [...CHANGED_ROWS.params(rows), headsOf(rows, heads)]
  if (places.size === 0) await ask(tx, UPDATE, params)
  else await ask(tx, JOIN, [...params, ...PLACED.params(rows.map(({ id }) => places.get(id) ?? ALONE))])
}

const REVIEWED = { ...pick(ACCOUNT, ...FIGURES), ...HEAD }
const REVIEWS = given({ ...pick(ACCOUNT, 'id', 'person'), ...REVIEWED })
const REVIEWED_ROWS = given(pick(ACCOUNT, 'id', 'person', ...FIGURES))
const SET_REVIEWED = given(REVIEWED)

const REVIEW = plainStatement({
  name: 'detect-accounts',
  text: `
    update account a set (${SET_REVIEWED.names}) = (${SET_REVIEWED.values})
    from ${REVIEWS.rows} as u (${REVIEWS.names})
    where a.person_id = u.person_id and a.id = u.id`,
  row: {},
})

/** Their figures alone, and the heads of their chains. */
export async function saveFigures(tx: SqlTransaction, rows: LedgerAccount[], heads: Heads): Promise<void> {
  if (rows.length > 0) await ask(tx, REVIEW, [...REVIEWED_ROWS.params(rows), headsOf(rows, heads)])
}

const ZONES = given(pick(ACCOUNT, 'person', 'zones'))

const REZONE = plainStatement({
  name: 'record-rezone',
  text: `
    update account a set zones = u.zones
    from ${ZONES.rows} as u (${ZONES.names}) where a.person_id = u.person_id`,
  row: {},
})

/** The zones of a person are copied into the accounts: detect asks by zone set. */
export async function rezone(tx: SqlTransaction, persons: LedgerPerson[]): Promise<void> {
  if (persons.length === 0) return
  await ask(tx, REZONE, ZONES.params(persons.map(({ id, zones }) => ({ person: id, zones }))))
}

function headsOf(rows: readonly LedgerAccount[], heads: Heads): (Buffer | null)[] {
  return rows.map((row) => heads.get(`a${row.id}`) ?? null)
}
