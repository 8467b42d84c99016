import type { PersonId } from '../../../core/base/id.ts'
import type { Dossier, SendingCase, SendingDossier } from '../../../core/model/dossier.ts'
import { instantOf } from '../base/instant.ts'
import type { SqlTransaction } from '../base/database.ts'
import { listed } from '../base/columns.ts'
import { askOne, type Statement, statement } from '../base/statement.ts'
import { oneOf } from '../base/one-of.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { OF_RECEIPTS } from '../../../core/model/money-kind.ts'
import { DOSSIER_ACCOUNT } from '../row/account.ts'
import { ASKED } from '../row/asked.ts'
import { CASE, SENDING_CASE } from '../row/case.ts'
import { DOSSIER_CONTACT } from '../row/contact.ts'
import { EVIDENCE } from '../row/evidence.ts'
import { DOSSIER_HOLD, isOfBilled } from '../row/hold.ts'
import { DOSSIER_PROMISE, DOSSIER_SETTLEMENT } from '../row/money.ts'
import { DOSSIER_PLAN } from '../row/plan.ts'
import { DOSSIER_PERSON } from '../row/person.ts'
import { DOSSIER_POINT } from '../row/point.ts'
import { billedList, PROMISED, settledList, shownList } from './promised.ts'
import { DENIED, type DossierPage, dossierOf, RECEIVED, shapeWith } from './row.ts'

const NOW = instantOf('$2')

/** A hold that is known holds, also where the clock of its source runs ahead. One of an obligation that nobody has billed may be meant for any: it is of all of the account. */
const HOLD = listed(DOSSIER_HOLD, 'h', {
  obligation: `case when ${isOfBilled('h')} then h.obligation end`,
  from: `case when h.placed then least(h.from_at, ${NOW}) else h.from_at end`,
})
/** A word that takes off a hold nobody placed yet is none. */
const HOLDS = '(o.placed or o.upheld_at is not null)'
const COUNTS = `c.state not in ${oneOf(STATES.unmade)}`
/** What a dialer was handed may be dialled at any moment of its time: it counts as made just now. */
const CONTACT = listed(DOSSIER_CONTACT, 'c', {
  at: `case when c.at is null and c.state in ${oneOf(STATES.inHand)}
    then least(greatest(${NOW}, c.not_before), c.expires_at) else c.at end`,
})

/** Rows as lists: whose dossier it is, then the columns in their order. */
function rowsOf(owner: string, columns: string, filter = ''): string {
  return `coalesce(json_agg(json_build_array(${owner}, ${columns}))${filter}, '[]')`
}

/** One statement for a page. It goes table by table, along the heads of their keys and not person by person, so that a page costs a few scans however many persons it has. A contact of another person is found by the number or the household, and `offset 0` keeps the planner to that: a table that looked empty when the plan was made would be read whole. What deciding sees in its order is read in the order of its key. */
const LISTS = `
  with p as materialized (select * from person where id = any ($1)),
  n as materialized (
    select distinct c.person_id, c.number_id from contact_point c
    where c.person_id = any ($1) and c.number_id is not null),
  pr as materialized (${PROMISED})
  select persons.list as persons, points.list as points, accounts.list as accounts, payments.list as payments,
    cases.list as cases, holds.list as holds, evidence.list as evidence, promises.list as promises,
    plans.list as plans, settlements.list as settlements,
    billed.list as billed, settled.list as settled, shown.list as shown,
    asked_of.list as asked, own.list as own, own.denied, others.list as others, kin.list as kin
  from (
    select ${rowsOf('p.id', listed(DOSSIER_PERSON, 'p'))} as list from p) persons
  cross join (
    select ${rowsOf('c.person_id', listed(DOSSIER_POINT, 'c'))} as list
    from contact_point c where c.person_id = any ($1)) points
  cross join (
    select ${rowsOf('a.person_id', listed(DOSSIER_ACCOUNT, 'a'))} as list
    from account a where a.person_id = any ($1)) accounts
  cross join (
    select ${rowsOf('y.person_id', listed(RECEIVED, 'y'))} as list
    from payment y where y.person_id = any ($1) and y.reversed_at is null
      and y.kind in ${oneOf(OF_RECEIPTS)}) payments`

const OF_PERSONS = `
  cross join (
    select ${rowsOf('h.owner', HOLD)} as list from (
      (select o.person_id as owner, o.* from hold o where o.person_id = any ($1) and ${HOLDS}
        order by o.person_id, o.id)
      union all
      (select n.person_id as owner, o.* from n
        cross join lateral (select * from hold where number_id = n.number_id offset 0) o
        where o.person_id <> n.person_id and ${HOLDS} and (o.countries is null or exists (
          select from person q where q.id = n.person_id and (q.regions = '{}' or exists (
            select from unnest(q.regions) r where left(r, 2) = any (o.countries)))))
        order by n.person_id, o.number_id, o.id)) h) holds
  cross join (
    select ${rowsOf('e.person_id', listed(EVIDENCE, 'e'))} as list from (
      select * from evidence where person_id = any ($1) order by person_id, id) e) evidence
  cross join (
    select ${rowsOf('r.person_id', listed(DOSSIER_PROMISE, 'r'))} as list from (
      select * from promise where person_id = any ($1) order by person_id, made_at, external_id) r) promises
  cross join (
    select ${rowsOf('r.person_id', listed(DOSSIER_PLAN, 'r'))} as list from (
      select * from plan where person_id = any ($1) order by person_id, id) r) plans
  cross join (
    select ${rowsOf('s.person_id', listed(DOSSIER_SETTLEMENT, 's'))} as list from (
      select * from settlement where person_id = any ($1) order by person_id, account_id, external_id) s) settlements
  cross join (${billedList}) billed
  cross join (${settledList}) settled
  cross join (${shownList}) shown
  cross join (
    select ${rowsOf('t.person_id', listed(ASKED, 't'))} as list
    from human_task t where t.person_id = any ($1)) asked_of`

const OF_OTHERS = `
  cross join (
    select ${rowsOf('n.person_id', CONTACT)} as list from n
    cross join lateral (select * from contact c where c.number_id = n.number_id and ${COUNTS} offset 0) c
    where c.person_id <> n.person_id) others
  cross join (
    select ${rowsOf('p.id', CONTACT)} as list from p
    cross join lateral (select * from contact c where c.household_id = p.household_id and ${COUNTS} offset 0) c
    where p.household_id is not null and c.person_id <> p.id) kin`

/** The columns of a case that are read, and which of a person's own contacts are. */
interface Reading {
  cases: string
  own: string
}

const loading = ({ cases, own }: Reading): string => `${LISTS}
  cross join (
    select ${rowsOf('k.person_id', cases)} as list from (
      select distinct on (l.person_id, l.account_id) l.* from collection_case l
      where l.person_id = any ($1) order by l.person_id, l.account_id, l.number desc) k) cases${OF_PERSONS}
  cross join (
    select ${rowsOf('c.person_id', CONTACT, ` filter (where ${own})`)} as list,
      ${rowsOf(
        'c.person_id',
        listed(DENIED, 'c'),
        ` filter (where c.state in ${oneOf(STATES.refused)} and c.case_id is not null
          and c.changed_at >= ${NOW} - interval '2 days')`,
      )} as denied
    from contact c where c.person_id = any ($1)) own${OF_OTHERS}`

const DOSSIERS = statement({
  name: 'dossiers',
  text: loading({ cases: listed(CASE, 'k'), own: COUNTS }),
  row: shapeWith(CASE),
})
const TO_SEND = statement({
  name: 'dossiers-to-send',
  text: loading({
    cases: listed(SENDING_CASE, 'k'),
    own: `${COUNTS} and c.state not in ${oneOf(STATES.waiting)}`,
  }),
  row: shapeWith(SENDING_CASE),
})

/** Everything that deciding and permitting look at, of each of the persons, in the order asked. */
export function loadDossiers(tx: SqlTransaction, persons: readonly PersonId[]): Promise<Dossier[]> {
  return load(tx, persons, DOSSIERS)
}

/** The same without their own contacts that wait, which count for nobody who is sent something now, and without where their cases stand. */
export function loadToSend(tx: SqlTransaction, persons: readonly PersonId[]): Promise<SendingDossier[]> {
  return load(tx, persons, TO_SEND)
}

async function load<Case extends SendingCase>(
  tx: SqlTransaction,
  persons: readonly PersonId[],
  asked: Statement<DossierPage<Case>>,
): Promise<ReturnType<typeof dossierOf<Case>>[]> {
  if (persons.length === 0) return []
  const page = await askOne(tx, asked, [persons, tx.now])
  return persons.flatMap((id) => page.persons.get(id)?.map((person) => dossierOf(person, page, tx.now)) ?? [])
}
