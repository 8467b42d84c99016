import type { LedgerChanges } from '../../../../core/model/ledger-changes.ts'
import { NOBODY } from '../../../../core/model/ledger.ts'
import { given, omit } from '../../base/columns.ts'
import type { SqlTransaction } from '../../base/database.ts'
import { instantOf } from '../../base/instant.ts'
import { lastFactOf } from '../../base/last-fact.ts'
import { ask, plainStatement } from '../../base/statement.ts'
import { EVIDENCE } from '../../row/evidence.ts'
import { HOLD } from '../../row/hold.ts'
import { PERSON_ID } from '../../row/person.ts'

const HOLDS = given(HOLD, 2)
const CHANGED = given(omit(HOLD, 'person', 'kind', 'externalId', 'account', 'number', 'channel'))

/** One that was to begin later, and is told to have begun already, is news. */
const SAYS_THE_SAME = `hold.placed and hold.lifted_at is null and hold.until_on is not distinct from excluded.until_on
  and (excluded.from_at >= hold.from_at or hold.from_at <= ${instantOf('$1')})`

const UPSERT_HOLDS = plainStatement({
  name: 'record-holds-save',
  text: `
    insert into hold (${HOLDS.names}, known_at, known_fact)
    select ${HOLDS.values}, ${instantOf('$1')}, ${lastFactOf('u.person_id')} from ${HOLDS.rows} as u (${HOLDS.names})
    on conflict (person_id, kind, external_id, coalesce(account_id, 0), coalesce(number_id, 0),
                 coalesce(channel, '')) do update
    set ${CHANGED.excluded},
      known_at = case when ${SAYS_THE_SAME} then hold.known_at else excluded.known_at end,
      known_fact = case when ${SAYS_THE_SAME} then hold.known_fact else excluded.known_fact end`,
  row: {},
})

export async function upsertHolds(tx: SqlTransaction, rows: LedgerChanges['holds']): Promise<void> {
  if (rows.length === 0) return
  const whole = rows.map(({ countries = null, ...row }) => ({ ...row, countries }))
  await ask(tx, UPSERT_HOLDS, [tx.now, ...HOLDS.params(whole)])
}

const PIECES = given({ ...PERSON_ID, ...EVIDENCE })

const INSERT_EVIDENCE = plainStatement({
  name: 'record-new-evidence',
  text: `insert into evidence (${PIECES.names}) select * from ${PIECES.rows}`,
  row: {},
})

export async function insertEvidence(tx: SqlTransaction, rows: LedgerChanges['evidence']): Promise<void> {
  if (rows.length === 0) return
  await ask(
    tx,
    INSERT_EVIDENCE,
    PIECES.params(rows.map(({ person, ...row }) => ({ ...row, person: person ?? NOBODY }))),
  )
}
