import { STATES } from '../src/core/model/contact-state.ts'
import { instantOf, millisOf } from '../src/shell/pg/base/instant.ts'
import { lastFactOf } from '../src/shell/pg/base/last-fact.ts'
import { oneOf } from '../src/shell/pg/base/one-of.ts'
import { keepLaw } from '../src/shell/pg/config/law-used.ts'

/** Whoever counts the same contacts waits: those of a person, of a number, of a household. */
export const LOCK = `
  with wanted as materialized (
    select c.person_id, c.number_id, c.household_id
    from unnest($1::bigint[], $2::bigint[]) as w (person, contact)
    cross join lateral (select * from contact where person_id = w.person and id = w.contact offset 0) c),
  p as materialized (select id from person where id = any ($1) order by id for no key update),
  n as materialized (
    select id from shared_number where id in (select number_id from wanted) and (select count(*) from p) >= 0
    order by id for no key update),
  h as materialized (
    select id from household where id in (select household_id from wanted) and (select count(*) from n) >= 0
    order by id for no key update)
  select count(*) from h`

const COUNTS = `state not in ${oneOf(STATES.unmade)}`

/** What a verdict may depend on beside the values of the row itself: what stops, holds, contacts that count, promises, plans, settlements, what people were asked, a second account, a number that is not valid. */
const HISTORY = `
  exists (select from brake where resumed_at is null)
  or exists (select from breaker where retry_at > now)
  or exists (select from hold where person_id = any ($1))
  or exists (select from promise where person_id = any ($1))
  or exists (select from plan where person_id = any ($1))
  or exists (select from settlement where person_id = any ($1))
  or exists (select from human_task where person_id = any ($1))
  or exists (select from contact where person_id = any ($1) and ${COUNTS} and state not in ${oneOf(STATES.waiting)})
  or exists (select from contact_point where person_id = any ($1) and not valid)
  or (select count(*) from account where person_id = any ($1)) > cardinality($1)`

/** What the judgement and the text read, and no more. Each table is read by its key, however a plan is made while the tables look empty. */
export const READ = `
  with clock as materialized (select business_now() as now),
  history as materialized (select ${HISTORY} as any, now from clock)
  select (select id from config_version where active) as config, history.any or exists (
      select from hold o where o.number_id = c.number_id and o.person_id <> c.person_id) or exists (
      select from contact o where o.number_id = c.number_id and o.person_id <> c.person_id and o.${COUNTS}) or (
      p.household_id is not null and exists (
      select from contact o where o.household_id = p.household_id and o.person_id <> c.person_id and o.${COUNTS})) as odd,
    c.person_id as person, c.id, c.case_id as "case", c.channel, c.purpose, c.creditor, c.template, c.episode, c.dpd,
    c.duration_minutes as "durationMinutes", c.expires_at as "expiresAt", c.client_ref as "clientRef", c.reasons,
    c.point_id as point, c.number_id as number, cp.line, cp.place as "atPlace", cp.role as "atRole",
    p.household_id as household, p.locale, array_to_string(p.regions, ',') as regions, array_to_string(p.zones, ',') as zones, p.closed,
    a.id as account, a.external_id as "externalId", a.collector, a.actor as "ofActor", a.product as "ofProduct", a.currency,
    a.past_due as "pastDue", a.apart, a.anchor, a.ended_reason as "endedReason", k.strategy, k.strategy_hash as "strategyHash",
    e.evidence, cp.value_sealed as "to", cp.key_id as "toKey", p.name_sealed as name, p.key_id as "nameKey"
  from unnest($1::bigint[], $2::bigint[]) as w (person, contact)
  cross join history
  cross join lateral (select * from contact where person_id = w.person and id = w.contact offset 0) c
  cross join lateral (select * from person where id = w.person offset 0) p
  cross join lateral (select * from collection_case where person_id = w.person and id = c.case_id offset 0) k
  cross join lateral (select * from account where person_id = w.person and id = k.account_id offset 0) a
  cross join lateral (select * from contact_point where person_id = w.person and id = c.point_id offset 0) cp
  left join (
    select person_id, json_agg(json_build_array(key, account_id, point_id, agent, value, ${millisOf('at')}, ${millisOf('until_at')})) as evidence
    from evidence where person_id = any ($1) group by person_id) e on e.person_id = w.person
  where c.state = $3 and k.closed_on is null and c.epoch >= k.epoch and cp.valid and not cp.former
    and (c.expires_at is null or c.expires_at > history.now) and (c.not_before is null or c.not_before <= history.now)`

export const SAVE = `
  with rate as (
    insert into rate_slot as r (channel, hour, used) values ('sms', ${instantOf('$8')}, cardinality($1::bigint[]))
    on conflict (channel, hour) do update set used = r.used + excluded.used),
  sequence as materialized (select pg_get_serial_sequence('sealed', 'id')::regclass as name),
  u as materialized (
    select v.*, nextval(sequence.name) as sealed from sequence, unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::bytea[],
      $5::bytea[], $6::text[], $11::float8[], $12::int[], $13::text[], $16::jsonb[])
      as v (person, id, token, text, salt, key, expires, segments, law, reasons)),
  kept as (${keepLaw('$14', '$15')}),
  s as (
    insert into sealed (person_id, id, kind, value, salt, key_id, created_at) overriding system value
    select person, sealed, 'rendered', text, salt, key, ${instantOf('$7')} from u)
  update contact c set state = 'sending', lease_token = u.token, lease_until = ${instantOf('$9')}, at = ${instantOf('$7')},
    tries = c.tries + 1, rendered_sealed = u.sealed, segments = u.segments, changed_at = ${instantOf('$7')},
    expires_at = coalesce(${instantOf('u.expires')}, c.expires_at), law_hash = u.law, checked_fact = ${lastFactOf('u.person')},
    reasons = coalesce(u.reasons, c.reasons)
  from u where c.person_id = u.person and c.id = u.id and c.state = $10`
