import type { LedgerChanges } from '../../../../core/model/ledger-changes.ts'
import { BYTES } from '../../base/cell.ts'
import { columns, given, pick } from '../../base/columns.ts'
import type { SqlTransaction } from '../../base/database.ts'
import { instantOf } from '../../base/instant.ts'
import { ask, plainStatement } from '../../base/statement.ts'
import { CONTACT, KIND, OWNING_ACCOUNT } from '../../row/contact.ts'
import { eachTable } from '../../task/table.ts'
import { MADE_ELSEWHERE } from '../../../../core/model/contact-state.ts'

const NOW = instantOf('$1')

const DONE = eachTable(
  (table) => `${table}_done as (
       update ${table} t set state = 'done', done_at = ${NOW}
       from told where t.person_id = told.person_id and t.contact_id = told.id and t.state <> 'done'
     )`,
  ', ',
)

const TOLD = given(pick(CONTACT, 'person', 'id', 'state', 'at', 'outcome', 'disposition'), 2)

const UPDATE = plainStatement({
  name: 'record-contacts-update',
  text: `
    with told as (
      update contact c
      set state = u.state, at = u.at, outcome = u.outcome, disposition = u.disposition,
          lease_token = null, lease_until = null, changed_at = ${NOW}
      from ${TOLD.rows} as u (${TOLD.names})
      where c.person_id = u.person_id and c.id = u.id
      returning c.person_id, c.id
    ), ${DONE}
    select from told`,
  row: {},
})

/** What came back; a task that somebody still held is done with it. */
export async function updateContacts(tx: SqlTransaction, rows: LedgerChanges['contacts']): Promise<void> {
  if (rows.length > 0) await ask(tx, UPDATE, [tx.now, ...TOLD.params(rows)])
}

const RECORDED = given(
  {
    ...pick(CONTACT, 'person', 'point', 'number', 'household', 'channel', 'direction'),
    ...pick(CONTACT, 'creditor', 'collector', 'at', 'outcome', 'disposition'),
    ...KIND,
    ...OWNING_ACCOUNT,
  },
  2,
)

const INSERT = plainStatement({
  name: 'record-new-contacts',
  text: `
    insert into contact (${RECORDED.names}, accounts, state, created_at, changed_at)
    select ${RECORDED.values}, case when u.account_id is null then '{}' else array[u.account_id] end, '${MADE_ELSEWHERE}', ${NOW}, ${NOW}
    from ${RECORDED.rows} as u (${RECORDED.names})`,
  row: {},
})

export async function insertRecorded(tx: SqlTransaction, rows: LedgerChanges['recorded']): Promise<void> {
  if (rows.length > 0) await ask(tx, INSERT, [tx.now, ...RECORDED.params(rows)])
}

type SealedText = Omit<LedgerChanges['sealed'][number], 'digest'>

const SEALED = given(
  columns<SealedText>({
    person: 'person_id int8',
    id: 'id int8',
    kind: 'kind text',
    value: { column: 'value', ...BYTES },
    salt: { column: 'salt', ...BYTES },
    keyId: 'key_id text',
  }),
  2,
)

const SEAL = plainStatement({
  name: 'record-new-sealed',
  text: `
    insert into sealed (${SEALED.names}, created_at) overriding system value
    select ${SEALED.values}, ${NOW} from ${SEALED.rows} as u (${SEALED.names})`,
  row: {},
})

export async function insertSealed(tx: SqlTransaction, rows: LedgerChanges['sealed']): Promise<void> {
  if (rows.length > 0) await ask(tx, SEAL, [tx.now, ...SEALED.params(rows)])
}
