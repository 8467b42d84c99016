import type { Sql } from '../../../src/shell/pg/base/database.ts'

/** One person in New York with one account 9 days past due, its case, a refused step, a text that was sent and one that waits. Business time is 2026-03-10T15:00:00Z. */
export const NOW = '2026-03-10T15:00:00Z'

export async function seedCase(
  db: Sql,
): Promise<{ person: number; account: number; case: number; sent: number }> {
  await db.query('insert into virtual_clock (at) values ($1)', [NOW])
  const person = await id(
    db,
    `insert into person (external_id, regions, zones, locale) values ('D1', '{US-NY}', '{America/New_York}', 'en') returning id`,
  )
  const account = await id(
    db,
    `insert into account (person_id, external_id, creditor, collector, product, currency, zones, past_due, anchor, score, bucket)
     values ($1, 'A1', 'acme', 'acme', 'credit_card', 'USD', 'America/New_York', 12050, '2026-03-01', 0.4, 1) returning id`,
    [person],
  )
  const file = await id(
    db,
    `insert into collection_case (person_id, account_id, number, state, stage, snapshot, strategy, strategy_hash, opened_on, opened_at, next_review_at)
     values ($1, $2, 1, 'working', 'reminder', '{}', 'us-card', repeat('a', 64), '2026-03-02', '2026-03-02T05:05:00Z', '2026-03-11T14:00:00Z')
     returning id`,
    [person, account],
  )
  await seedFacts(db, person, account)
  const sent = await seedContacts(db, person, account, file)
  await seedDecisions(db, person, account, file)
  return { person, account, case: file, sent }
}

async function seedFacts(db: Sql, person: number, account: number): Promise<void> {
  const facts: [string, string, string, string, Record<string, unknown>][] = [
    [
      'account.opened',
      '2026-01-05T00:00:00Z',
      '2026-01-05T00:00:00Z',
      'k1',
      { account: 'A1', phone: '+12025550101' },
    ],
    ['case.opened', '2026-03-02T05:05:00Z', '2026-03-02T05:05:00Z', 'k2', { case: 1, pastDue: 12050 }],
    [
      'payment.received',
      '2026-03-04T10:00:00Z',
      '2026-03-05T08:00:00Z',
      'k3',
      { amount: '10.00', payment: 'P1' },
    ],
  ]
  for (const [kind, happened, recorded, key, body] of facts) {
    await db.query(
      `insert into fact (person_id, account_id, kind, happened_at, recorded_at, source, key, body, digest, hash)
       values ($1, $2, $3, $4, $5, 'ledger', $6, $7, '', '')`,
      [person, account, kind, happened, recorded, key, body],
    )
  }
}

async function seedContacts(db: Sql, person: number, account: number, file: number): Promise<number> {
  const sent = await id(
    db,
    `insert into contact (person_id, case_id, account_id, accounts, channel, creditor, collector, stage, step, episode, attempt, dpd,
       template, state, not_before, at, outcome, disposition, created_at, changed_at)
     values ($1, $3, $2, array[$2::bigint], 'sms', 'acme', 'acme', 'reminder', 'friendly', '2026-03-01', 1, 1,
       'friendly', 'delivered', '2026-03-02T15:00:00Z', '2026-03-02T15:00:00Z', 'delivered', 'delivered', '2026-03-02T05:05:00Z', '2026-03-02T15:01:00Z')
     returning id`,
    [person, account, file],
  )
  await db.query(
    `insert into contact (person_id, case_id, account_id, accounts, channel, creditor, collector, stage, step, episode, attempt, dpd,
       template, state, not_before, expires_at, created_at, changed_at)
     values ($1, $3, $2, array[$2::bigint], 'sms', 'acme', 'acme', 'reminder', 'second', '2026-03-01', 1, 9,
       'second', 'planned', '2026-03-11T14:00:00Z', '2026-03-12T01:00:00Z', '2026-03-10T14:00:00Z', '2026-03-10T14:00:00Z')`,
    [person, account, file],
  )
  return sent
}

async function seedDecisions(db: Sql, person: number, account: number, file: number): Promise<void> {
  const reason = {
    rule: 'US-F-10',
    pack: 'us-fed-regf',
    text: 'at most 7 calls in 7 days',
    cite: '12 CFR 1006.14(b)(2)',
    effect: 'block',
    liftsAt: Date.parse('2026-03-12T15:00:00Z'),
  }
  await db.query(
    `insert into decision (person_id, account_id, case_id, at, kind, from_state, to_state, step, strategy_hash, config_id, tzdata, reasons)
     values ($1, $2, $3, '2026-03-10T14:00:00Z', 'refused', 'working', 'working', 'call', repeat('a', 64), 1, '2025b', $4)`,
    [person, account, file, JSON.stringify([reason])],
  )
}

async function id(db: Sql, text: string, params: unknown[] = []): Promise<number> {
  const [row] = await db.query<{ id: number }>(text, params)
  if (!row) throw new Error('no id')
  return row.id
}

/** One case with a message to come, a call that was offered 16 hours ago, another that has gone on for 40 minutes, a brake that is on, and workers that worked a moment ago. */
export const HEALTHY = [
  'delete from virtual_clock',
  `update collection_case set next_review_at = now() + interval '1 day'`,
  `update contact set not_before = now() + interval '1 hour', expires_at = now() + interval '8 hours' where state = 'planned'`,
  `insert into contact (person_id, case_id, account_id, channel, creditor, collector, step, episode, attempt, state,
     not_before, expires_at, lease_until, at, tries, created_at, changed_at)
   select c.person_id, c.case_id, c.account_id, 'call', 'acme', 'acme', 'call', '2026-03-01', u.attempt, u.state,
     now() - interval '16 hours', now() + interval '1 hour', u.lease, u.at, 6, now() - interval '17 hours', now() - interval '16 hours'
   from (values (1, 'queued', null, null), (2, 'sending', now() - interval '38 minutes', now() - interval '40 minutes'))
     as u (attempt, state, lease, at), contact c where c.state = 'planned'`,
  `insert into call_task (person_id, contact_id, case_id, rank, state, offered_at, expires_at, act_before, started_at)
   select person_id, id, case_id, 1, case attempt when 1 then 'open' else 'started' end, now() - interval '16 hours',
     now() + interval '1 hour', now() - interval '38 minutes', now() - interval '40 minutes' from contact where step = 'call'`,
  `insert into brake (channel, why, stopped_by, stopped_at) values ('sms', 'w', 'ann', now())`,
  `insert into heartbeat (worker, instance, last_work_at) values ('detect+decide', 'a', clock_timestamp()),
     ('relay', 'b', clock_timestamp()), ('ticks', 'c', clock_timestamp()),
     ('sms', 'd', clock_timestamp()), ('webhooks', 'g', clock_timestamp()), ('call', 'e', clock_timestamp()), ('email', 'f', clock_timestamp() - interval '1 day')`,
  `insert into tick_run (tick, began_at, ran_at) select t, now(), now()
   from unnest('{detect,review,relay,sweep,purge}'::text[]) t on conflict (tick) do update set began_at = now(), ran_at = now()`,
  `insert into creditor_feed (creditor, stale_on) values ('acme', current_date + 3)`,
]

/** What rings, how it is planted and how it ends: a process that lives lacks a value for a dialer, and one that is gone lacked it too. */
export const LACKING: [rings: string, plant: string, heal: string] = [
  'call dialer acme PROVIDER_ACME_DIR',
  `insert into heartbeat (worker, instance, last_work_at, detail)
   select w, w, now(), jsonb_build_object('beatAt', now() - make_interval(secs => s), 'lacks', jsonb_build_array(
     jsonb_build_object('worker', w, 'what', 'dialer', 'name', 'acme', 'value', 'PROVIDER_ACME_DIR')))
   from (values ('call', 20), ('api', 130)) as v (w, s)`,
  `update heartbeat set detail = detail - 'lacks'`,
]

export const LATE_LETTER: typeof LACKING = [
  'post',
  `insert into letter (person_id, contact_id, reference, provider, paper, pages, sha256, pdf_sealed, key_id, written_at)
   select person_id, id, gen_random_uuid(), 'post', 'A4', 1, '', '\\x00', 'k', now() - interval '2 hours' from contact limit 1`,
  'delete from letter',
]

/** The first has opened again and again, the second is remembered after its only pause, and the third was forgotten. */
export const SHUT: typeof LACKING = [
  'sms acme silent',
  `insert into breaker (channel, provider, opened_at, retry_at, why)
   select 'sms', p, business_now() - make_interval(secs => o), business_now() + make_interval(secs => r), w
   from (values ('acme', 620, -10, 'silent'), ('beta', 475, -175, 'refuses'), ('gamma', 1500, -721, 'silent')) as v (p, o, r, w)`,
  'delete from breaker',
]

/** The first takes nothing, the second has taken nothing for less long, the third was given up, and of the fourth one debtor's event alone is refused. */
export const AWAY: typeof LACKING = [
  'ledger',
  `insert into webhook (name, url, secret_sealed, key_id, position, nothing_since, failed_why, parked_at, parked_why)
   select n, 'https://ledger.example.com', '', 'k', 0, clock_timestamp() - make_interval(secs => s), w, p, w
   from (values ('ledger', 901, 'http_503', null), ('young', 800, 'http_503', null), ('given-up', 5000, 'http_503', now()),
     ('picky', 5000, null, null)) as v (n, s, w, p);
   insert into webhook_late (webhook_id, event_id, person_id) select id, 1, 1 from webhook where name = 'picky'`,
  'delete from webhook',
]

/** Somebody has subscribed, and nobody tells. */
export const UNTOLD: typeof LACKING = [
  'webhooks',
  `insert into webhook (name, url, secret_sealed, key_id, position) values ('told', 'https://ledger.example.com', '', 'k', 0);
   update heartbeat set last_work_at = now() - interval '3 minutes', detail = '{}' where worker = 'webhooks'`,
  'delete from webhook; update heartbeat set last_work_at = now()',
]
