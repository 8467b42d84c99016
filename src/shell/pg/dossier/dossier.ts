import type { PersonId } from '../../../core/base/id.ts'
import type { Dossier } from '../../../core/model/dossier.ts'
import { KIND_COLUMNS } from './contact-row.ts'
import type { SqlTransaction } from '../base/database.ts'
import { dossierFrom, type DossierRow } from './row.ts'

const MS = (column: string) => `(extract(epoch from ${column}) * 1000)::int8`

const POINT = `c.id, c.kind, c.number_id, c.line, c.place, c.role, c.valid, c.former, ${MS('c.named_at')}`
const ACCOUNT = `a.id, a.external_id, a.creditor, a.collector, a.actor, a.product, a.currency, a.past_due,
  a.balance, a.anchor, a.score, a.collection, a.ended_reason`
const CASE = `k.id, k.account_id, k.number, k.closed_on is null, k.state, k.stage, k.snapshot, k.epoch,
  k.version, k.strategy, k.strategy_hash, k.opened_on, k.closed_on, k.close_reason, ${MS('k.next_review_at')}`
/** A hold that is known holds, also where the clock of its source runs ahead. */
const HOLD = `h.kind, h.reason, h.account_id, h.point_id, h.number_id, h.channel,
  ${MS('case when h.placed then least(h.from_at, to_timestamp($2 / 1000.0)) else h.from_at end')},
  h.until_on, ${MS('h.lifted_at')}`
/** A word that takes off a hold nobody placed yet is none. */
const HOLDS = '(o.placed or o.upheld_at is not null)'
const EVIDENCE = `e.key, e.account_id, e.point_id, e.agent, e.value, ${MS('e.at')}, ${MS('e.until_at')}`
const PROMISE = `r.account_id, r.amount, ${MS('r.made_at')}, r.by_on, r.grace_days, r.cancelled`
const ASKED = `t.id, t.kind, t.case_id, t.account_id, t.rule, t.step, t.episode, t.role, ${MS('t.due')}, t.resolution, ${MS('t.resolved_at')}`
const CONTACT = `c.id, c.person_id, c.household_id, c.case_id, c.accounts, c.point_id, c.number_id, c.channel,
  c.direction, c.role, c.place, c.purpose, c.creditor, c.collector, c.stage, c.step, c.episode, c.attempt,
  c.mandatory, c.due_on, c.epoch, c.state, ${MS('c.not_before')}, ${MS('c.expires_at')}, ${MS('c.at')},
  c.outcome, c.disposition, ${KIND_COLUMNS}`
const COUNTS = `c.state not in ('cancelled', 'expired', 'denied')`

/** Rows as arrays in the order of their columns: half the bytes of objects. */
function list(columns: string): string {
  return `coalesce(json_agg(json_build_array(${columns})), '[]')`
}

/** One statement for a page; every lateral reads one person's rows by the head of a key. A contact of another person is found by the number or the household. */
const LOAD = `
  select p.id, p.external_id as "externalId", p.household_id as household, p.locale, p.regions, p.zones, p.closed,
    points.list as points, accounts.list as accounts, payments.list as payments, cases.list as cases,
    holds.list as holds, evidence.list as evidence, promises.list as promises,
    asked_of.list as asked, own.list as own, own.denied, others.list as others, kin.list as kin
  from unnest($1::bigint[]) as asked (id)
  join person p on p.id = asked.id
  cross join lateral (
    select ${list(POINT)} as list, coalesce(array_agg(c.number_id), '{}') as numbers
    from contact_point c where c.person_id = p.id) points
  cross join lateral (select ${list(ACCOUNT)} as list from account a where a.person_id = p.id) accounts
  cross join lateral (
    select ${list(`y.account_id, ${MS('y.happened_at')}, ${MS('y.recorded_at')}, y.amount`)} as list
    from payment y where y.person_id = p.id and y.reversed_at is null) payments
  cross join lateral (
    select ${list(CASE)} as list from (
      select distinct on (l.account_id) l.* from collection_case l
      where l.person_id = p.id order by l.account_id, l.number desc) k) cases
  cross join lateral (
    select ${list(HOLD)} as list from (
      select o.* from hold o where o.person_id = p.id and ${HOLDS}
      union all
      select o.* from hold o where o.number_id = any (points.numbers) and o.person_id <> p.id and ${HOLDS}
        and (o.countries is null or p.regions = '{}' or exists (
          select from unnest(p.regions) r where left(r, 2) = any (o.countries)))) h) holds
  cross join lateral (select ${list(EVIDENCE)} as list from evidence e where e.person_id = p.id) evidence
  cross join lateral (select ${list(PROMISE)} as list from promise r where r.person_id = p.id) promises
  cross join lateral (
    select ${list(ASKED)} as list from human_task t
    where t.person_id = p.id) asked_of
  cross join lateral (
    select coalesce(json_agg(json_build_array(${CONTACT})) filter (where ${COUNTS}), '[]') as list,
      coalesce(json_agg(json_build_array(c.case_id, c.episode, c.step, c.state, ${MS('c.changed_at')}))
        filter (where c.state in ('denied', 'expired') and c.case_id is not null
          and c.changed_at >= to_timestamp($2 / 1000.0) - interval '2 days'), '[]') as denied
    from contact c where c.person_id = p.id) own
  cross join lateral (
    select ${list(CONTACT)} as list from contact c
    where c.number_id = any (points.numbers) and c.person_id <> p.id and ${COUNTS}) others
  cross join lateral (
    select ${list(CONTACT)} as list from contact c
    where c.household_id = p.household_id and c.person_id <> p.id and ${COUNTS}) kin`

/** Everything that deciding and permitting look at, of each of the persons, in the order asked. */
export async function loadDossiers(tx: SqlTransaction, persons: readonly PersonId[]): Promise<Dossier[]> {
  if (persons.length === 0) return []
  const rows = await tx.query<DossierRow>(LOAD, [persons, tx.now], 'dossiers')
  const byId = new Map(rows.map((row) => [row.id, row]))
  return persons.flatMap((id) => {
    const row = byId.get(id)
    return row ? [dossierFrom(row)] : []
  })
}
