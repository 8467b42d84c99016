import type { Sql } from '../../src/shell/pg/base/database.ts'

export interface HistoryOf {
  /** The version that the cases are pinned to. */
  strategyHash: string
  /** An ISO instant: what is due is due at it. */
  now: string
}

/** Over a filled book: a case for every second account (each fourth closed, each fortieth due), six old contacts each, some in every hand, and facts, holds, evidence, promises, payments and tasks beside them. */
export async function fillHistory(sql: Sql, { strategyHash, now }: HistoryOf): Promise<void> {
  await sql.query(CASES, [now, strategyHash])
  await sql.query(OLD_CONTACTS, [now])
  await sql.query(CONTACTS_IN_HAND, [now])
  await sql.query(FACTS, [now])
  await sql.query(DECISIONS, [now, strategyHash])
  for (const statement of SMALL) await sql.query(statement, [now])
  await sql.query('analyze')
}

const CASES = `
  insert into collection_case (person_id, id, account_id, number, state, stage, snapshot, strategy, strategy_hash,
    opened_on, opened_at, next_review_at, closed_on, closed_at, close_reason) overriding system value
  select person_id, id, id, 1,
    case when id % 4 = 0 then 'cured' else 'working' end, 'reminder',
    jsonb_build_object('episodes', jsonb_build_object(anchor::text, jsonb_build_object(
      'entries', jsonb_build_object('reminder', anchor + 1), 'dropped', '{}'::jsonb, 'denied', '{}'::jsonb)), 'lastAnchor', anchor),
    'cn-consumer', $2, anchor + 1, $1::timestamptz - interval '20 days',
    case when id % 4 = 0 then null when id % 40 = 2 then $1::timestamptz else $1::timestamptz + interval '1 day' * (1 + id % 30) end,
    case when id % 4 = 0 then $1::timestamptz::date - 1 end, case when id % 4 = 0 then $1::timestamptz - interval '1 day' end,
    case when id % 4 = 0 then 'cured' end
  from account where id % 2 = 0`

const OLD_CONTACTS = `
  insert into contact (person_id, case_id, account_id, accounts, point_id, number_id, channel, creditor, collector, stage, step,
    episode, attempt, due_on, dpd, template, state, not_before, expires_at, at, outcome, created_at, changed_at)
  select c.person_id, c.id, c.account_id, array[c.account_id], c.person_id, c.person_id, 'sms', 'demo-finance', 'demo-finance',
    'reminder', 'old-' || n, a.anchor, 1, $1::timestamptz::date - n * 3, 1, 'cn-friendly', 'delivered', t, t + interval '6 hours', t, 'delivered', t, t
  from collection_case c join account a on a.person_id = c.person_id and a.id = c.account_id
    cross join generate_series(1, 6) n cross join lateral (select $1::timestamptz - interval '3 days' * n as t) at`

const CONTACTS_IN_HAND = `
  insert into contact (person_id, case_id, account_id, accounts, point_id, number_id, channel, creditor, collector, stage, step,
    episode, attempt, due_on, dpd, template, state, not_before, expires_at, lease_token, lease_until, at, created_at, changed_at)
  select c.person_id, c.id, c.account_id, array[c.account_id], c.person_id, c.person_id,
    (array['sms', 'call', 'visit'])[1 + c.id / 2 % 3], 'demo-finance', 'demo-finance', 'reminder', 'now', a.anchor, 1,
    $1::timestamptz::date, 1, 'cn-friendly', hand, $1::timestamptz - interval '10 minutes', $1::timestamptz + interval '6 hours',
    case when hand = 'sending' then gen_random_uuid() end, case when hand = 'sending' then now() - interval '1 minute' end,
    case when hand in ('sending', 'unknown') then $1::timestamptz end, $1::timestamptz, $1::timestamptz
  from collection_case c join account a on a.person_id = c.person_id and a.id = c.account_id
    cross join lateral (select (array['planned', 'queued', 'sending', 'unknown'])[1 + c.id / 20 % 4] as hand) s
  where c.closed_on is null and c.id % 10 = 6`

const FACTS = `
  insert into fact (person_id, account_id, kind, happened_at, recorded_at, source, key, body, digest, hash)
  select person_id, id, 'obligation.billed', $1::timestamptz - interval '1 day' * n, $1::timestamptz - interval '1 day' * n,
    'import', 'k' || n, '{}', '', '' from account cross join generate_series(1, 3) n`

const DECISIONS = `
  insert into decision (person_id, account_id, case_id, at, kind, from_state, to_state, strategy_hash, config_id, tzdata, reasons)
  select person_id, account_id, id, $1::timestamptz - interval '1 day' * n, 'planned', 'working', 'working', $2, 1, '', '[]'
  from collection_case cross join generate_series(1, 3) n`

const SMALL = [
  `insert into hold (person_id, kind, external_id, account_id, from_at)
   select person_id, 'dispute', 'X' || id, id, $1::timestamptz from account where id % 50 = 1`,
  `insert into evidence (person_id, key, account_id, value, at)
   select person_id, 'consent.sms', id, 'true', $1::timestamptz from account`,
  `insert into promise (person_id, account_id, external_id, amount, made_at, by_on)
   select person_id, id, 'PR1', 1000, $1::timestamptz, $1::timestamptz::date + 5 from account where id % 20 = 3`,
  `insert into payment (person_id, account_id, external_id, amount, happened_at, recorded_at)
   select person_id, id, 'PM1', 100, $1::timestamptz, $1::timestamptz from account where id % 5 = 0`,
  `insert into call_task (person_id, contact_id, case_id, rank, state, offered_at, expires_at)
   select person_id, id, case_id, random(), 'open', $1::timestamptz, $1::timestamptz + interval '6 hours' from contact where state = 'queued' and channel = 'call'`,
  `insert into visit_ticket (person_id, contact_id, case_id, rank, state, offered_at, expires_at)
   select person_id, id, case_id, random(), 'open', $1::timestamptz, $1::timestamptz + interval '6 hours' from contact where state = 'queued' and channel = 'visit'`,
  `insert into human_task (person_id, account_id, case_id, kind, reason, role, due, created_at)
   select person_id, account_id, id, 'review', 'x', 'officer', $1::timestamptz, $1::timestamptz from collection_case where id % 100 = 6`,
]
