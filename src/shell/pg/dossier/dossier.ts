import type { PersonId } from '../../../core/base/id.ts'
import type { Dossier } from '../../../core/model/dossier.ts'
import { listed, selected } from '../base/columns.ts'
import type { SqlTransaction } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import { oneOf } from '../base/one-of.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { OF_RECEIPTS } from '../../../core/model/money-kind.ts'
import { DOSSIER_ACCOUNT } from '../row/account.ts'
import { ASKED } from '../row/asked.ts'
import { CASE } from '../row/case.ts'
import { DOSSIER_CONTACT } from '../row/contact.ts'
import { EVIDENCE } from '../row/evidence.ts'
import { DOSSIER_HOLD } from '../row/hold.ts'
import { DOSSIER_PROMISE } from '../row/money.ts'
import { DOSSIER_PERSON } from '../row/person.ts'
import { DOSSIER_POINT } from '../row/point.ts'
import { billedList, shownList } from './promised.ts'
import { DENIED, DOSSIER_SHAPE, type DossierRow, dossierFrom, RECEIVED } from './row.ts'

/** A hold that is known holds, also where the clock of its source runs ahead. */
const HOLD = listed(DOSSIER_HOLD, 'h', {
  from: 'case when h.placed then least(h.from_at, to_timestamp($2 / 1000.0)) else h.from_at end',
})
/** A word that takes off a hold nobody placed yet is none. */
const HOLDS = '(o.placed or o.upheld_at is not null)'
const COUNTS = `c.state not in ${oneOf(STATES.unmade)}`
/** What a dialer was handed may be dialled at any moment of its time: it counts as made just now. */
const CONTACT = listed(DOSSIER_CONTACT, 'c', {
  at: `case when c.at is null and c.state in ${oneOf(STATES.inHand)}
    then least(greatest(to_timestamp($2 / 1000.0), c.not_before), c.expires_at) else c.at end`,
})
const CONTACTS = rowsOf(CONTACT)

/** Rows as arrays in the order of their columns. */
function rowsOf(columns: string, filter = ''): string {
  return `coalesce(json_agg(json_build_array(${columns}))${filter}, '[]')`
}

/** The promises, and what those are judged by who have any. */
const PROMISES = `
  select ${rowsOf(listed(DOSSIER_PROMISE, 'r'))} as list, ${billedList} as billed, ${shownList} as shown
  from promise r where r.person_id = p.id`

/** One statement for a page; every lateral reads one person's rows by the head of a key. A contact of another person is found by the number or the household. */
const LOAD = `
  select ${selected(DOSSIER_PERSON, 'p')},
    points.list as points, accounts.list as accounts, payments.list as payments, cases.list as cases,
    holds.list as holds, evidence.list as evidence, promises.list as promises, promises.billed, promises.shown,
    asked_of.list as asked, own.list as own, own.denied, others.list as others, kin.list as kin
  from unnest($1::bigint[]) as asked (id)
  join person p on p.id = asked.id
  cross join lateral (
    select ${rowsOf(listed(DOSSIER_POINT, 'c'))} as list, coalesce(array_agg(c.number_id), '{}') as numbers
    from contact_point c where c.person_id = p.id) points
  cross join lateral (select ${rowsOf(listed(DOSSIER_ACCOUNT, 'a'))} as list from account a where a.person_id = p.id) accounts
  cross join lateral (
    select ${rowsOf(listed(RECEIVED, 'y'))} as list
    from payment y where y.person_id = p.id and y.reversed_at is null
      and y.kind in ${oneOf(OF_RECEIPTS)}) payments
  cross join lateral (
    select ${rowsOf(listed(CASE, 'k'))} as list from (
      select distinct on (l.account_id) l.* from collection_case l
      where l.person_id = p.id order by l.account_id, l.number desc) k) cases
  cross join lateral (
    select ${rowsOf(HOLD)} as list from (
      select o.* from hold o where o.person_id = p.id and ${HOLDS}
      union all
      select o.* from hold o where o.number_id = any (points.numbers) and o.person_id <> p.id and ${HOLDS}
        and (o.countries is null or p.regions = '{}' or exists (
          select from unnest(p.regions) r where left(r, 2) = any (o.countries)))) h) holds
  cross join lateral (select ${rowsOf(listed(EVIDENCE, 'e'))} as list from evidence e where e.person_id = p.id) evidence
  cross join lateral (${PROMISES}) promises
  cross join lateral (
    select ${rowsOf(listed(ASKED, 't'))} as list from human_task t
    where t.person_id = p.id) asked_of
  cross join lateral (
    select ${rowsOf(CONTACT, ` filter (where ${COUNTS})`)} as list,
      ${rowsOf(
        listed(DENIED, 'c'),
        ` filter (where c.state in ${oneOf(STATES.refused)} and c.case_id is not null
          and c.changed_at >= to_timestamp($2 / 1000.0) - interval '2 days')`,
      )} as denied
    from contact c where c.person_id = p.id) own
  cross join lateral (
    select ${CONTACTS} as list from contact c
    where c.number_id = any (points.numbers) and c.person_id <> p.id and ${COUNTS}) others
  cross join lateral (
    select ${CONTACTS} as list from contact c
    where c.household_id = p.household_id and c.person_id <> p.id and ${COUNTS}) kin`

const DOSSIERS = statement<DossierRow>({ name: 'dossiers', text: LOAD, row: DOSSIER_SHAPE })

/** Everything that deciding and permitting look at, of each of the persons, in the order asked. */
export async function loadDossiers(tx: SqlTransaction, persons: readonly PersonId[]): Promise<Dossier[]> {
  if (persons.length === 0) return []
  const rows = await ask(tx, DOSSIERS, [persons, tx.now])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return persons.flatMap((id) => {
    const row = byId.get(id)
    return row ? [dossierFrom(row, tx.now)] : []
  })
}
