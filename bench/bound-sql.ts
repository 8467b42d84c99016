/** The statements of bound-job.ts. */

/** The law and the strategy that a line of the log names: texts of the length of ours. */
export const CONFIG_HASH = 'b'.repeat(64)

const REASON = { rule: 'stage', pack: null, text: 'the stage', cite: null, effect: 'warn', liftsAt: null }
const REASONS = `'${JSON.stringify([REASON])}'::jsonb`

export const DUE = `
  with due as materialized (
    select person_id, id, anchor, creditor, chain_head from account
    where zones = $1 and look_on <= $2 order by look_on, anchor limit $3 for no key update skip locked)
  select d.person_id as person, d.id as account, d.anchor::text, d.creditor, d.chain_head as head, o.owed as past_due,
    c.id as point, c.number_id as number, nextval('collection_case_id_seq')::float8 as "case",
    nextval('contact_id_seq')::float8 as contact
  from due d
  join person p on p.id = d.person_id
  join contact_point c on c.person_id = d.person_id and c.valid and c.kind = 'phone'
  cross join lateral (
    select sum(b.amount)::float8 as owed from obligation b
    where b.person_id = d.person_id and b.account_id = d.id and b.due_on < $2::date and not b.cancelled) o
  where not exists (select from hold h where h.person_id = d.person_id)
    and not exists (select from hold h where h.number_id = c.number_id)
    and not exists (select from contact k where k.number_id = c.number_id and k.state not in ('cancelled', 'expired', 'denied'))
    and not exists (select from evidence e where e.person_id = d.person_id)
    and not exists (select from promise r where r.person_id = d.person_id)
  for no key update of p`

/** Everything of a page in one statement. */
export const WRITE = `
  with due as materialized (
    select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
      $7::bigint[], $8::date[], $9::text[], $10::int[], $11::bytea[])
      as u (person, account, "case", contact, point, number, owed, anchor, creditor, dpd, head)
  ), looked as (
    update account a set look_on = $17::date + 29, bucket = 1, past_due = due.owed, balance = due.owed, chain_head = due.head
    from due where a.person_id = due.person and a.id = due.account
  ), opened as (
    insert into collection_case (person_id, id, account_id, number, version, state, stage, snapshot, strategy,
      strategy_hash, opened_on, opened_at, next_review_at, waits_for, waits_until)
    overriding system value
    select person, "case", account, 1, 1, 'working', 'reminder', jsonb_build_object('episodes', jsonb_build_object(
        anchor::text, jsonb_build_object('entries', jsonb_build_object('reminder', $17), 'dropped', '{}'::jsonb,
          'denied', '{}'::jsonb, 'enteredAt', jsonb_build_object('reminder', 1781056800000))), 'lastAnchor', anchor::text),
      'cn-consumer', $19, $17::date, $18::timestamptz, $18::timestamptz + interval '14 hours', 'contact',
      $18::timestamptz + interval '14 hours'
    from due
  ), facts as (
    insert into fact (person_id, account_id, kind, happened_at, recorded_at, source, key, body, digest, hash)
    select f.person, f.account, f.kind, $18::timestamptz, $18::timestamptz, 'engine', f.key, f.body, f.digest, f.hash
    from unnest($20::bigint[], $21::bigint[], $12::text[], $13::text[], $14::jsonb[], $15::bytea[], $16::bytea[])
      as f (person, account, kind, key, body, digest, hash)
  ), contacts as (
    insert into contact (person_id, id, case_id, account_id, accounts, point_id, number_id, channel, role, place, purpose,
      creditor, collector, stage, step, episode, attempt, mandatory, due_on, dpd, template, duration_minutes, epoch, state,
      not_before, expires_at, reasons, created_at, changed_at, automation, line, actor, product, action, planned_fact)
    overriding system value
    select person, contact, "case", account, array[account], point, number, 'sms', 'debtor', 'home', 'collect',
      creditor, creditor, 'reminder', 'friendly', anchor, 1, true, $17::date, dpd, 'cn-friendly', 0, 0, 'queued',
      $18::timestamptz, $18::timestamptz + interval '11 hours', ${REASONS}, $18::timestamptz, $18::timestamptz, 'human',
      'mobile', 'first_party', 'consumer_loan', 'contact', 1
    from due
  )
  insert into decision (person_id, account_id, case_id, contact_id, at, kind, from_state, to_state, step, strategy_hash,
    config_id, tzdata, reasons, law_hash)
  select due.person, due.account, due."case", case when k.kind = 'planned' then due.contact end, $18::timestamptz, k.kind,
    'opened', 'working/reminder', k.step, $19, 1, '2025c', ${REASONS}, $19
  from due cross join (values ('moved', null), ('planned', 'friendly')) as k (kind, step)`
