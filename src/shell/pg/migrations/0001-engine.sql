-- The engine's one schema. Money in minor units, instants as timestamptz, days as date.
-- Every hot table carries person_id first in its keys, so that the book can be partitioned by hash of person.

create table virtual_clock (one boolean primary key default true check (one), at timestamptz not null);

create function business_now() returns timestamptz language sql stable as
  $$ select coalesce((select v.at from virtual_clock v where v.one), transaction_timestamp()) $$;

-- What crosses persons: small tables to lock.
create table shared_number (id bigint generated always as identity primary key, hash bytea not null unique);
create table household (id bigint generated always as identity primary key, external_id text not null unique);

create table person (
  id bigint generated always as identity primary key,
  external_id text not null unique,
  household_id bigint references household,
  locale text not null default 'en',
  regions text[] not null default '{}',
  zones text[] not null,
  zones_from smallint not null default 2,   -- 0 nothing known, 1 all of the country, 2 given
  closed jsonb not null default '[]',
  closed_at timestamptz,
  name_sealed bytea,
  key_id text,
  chain_head bytea,
  erased_at timestamptz
);
create index person_household on person (household_id) where household_id is not null;

create table contact_point (
  person_id bigint not null references person,
  id bigint generated always as identity,
  kind text not null,
  number_id bigint not null references shared_number,
  line text not null default 'mobile',
  place text not null default 'home',
  role text not null default 'debtor',
  value_sealed bytea,
  key_id text not null,
  valid boolean not null default true,
  valid_at timestamptz,
  primary key (person_id, id),
  unique (person_id, kind, number_id)
);
create index contact_point_number on contact_point (number_id);

create table sealed (
  person_id bigint not null,
  id bigint generated always as identity,
  kind text not null,
  value bytea not null,
  salt bytea not null,
  key_id text not null,
  created_at timestamptz not null,
  primary key (person_id, id)
);

create table account (
  person_id bigint not null references person,
  id bigint generated always as identity,
  external_id text not null unique,
  creditor text not null,
  collector text not null,
  actor text,
  product text,
  currency text not null,
  zones text not null,                      -- the person's candidate zones, sorted, joined by ','
  feed text,                                -- snapshot | ledger; null until the first of either
  snapshot_at timestamptz,
  past_due bigint not null default 0,
  balance bigint,
  credit bigint not null default 0,         -- money waiting for the next obligation
  anchor date,
  score double precision,
  score_at timestamptz,
  collection text not null default 'active',
  collection_at timestamptz,
  ended_reason text,
  bucket smallint not null default 0,       -- 0 current, 1 = 1-29 days past due, 2 = 30-59, ...
  look_on date,                             -- the next local day on which time alone changes something: opens a case, rolls a bucket
  cured_at timestamptz,
  chain_head bytea,
  primary key (person_id, id)
) with (fillfactor = 85);
-- By zone set, since each has its own today; the worst first within a morning.
create index account_look on account (zones, look_on, anchor) where look_on is not null;

create table obligation (
  person_id bigint not null,
  account_id bigint not null,
  external_id text not null,
  due_on date not null,
  due_at timestamptz,                       -- of the last rescheduling; null = the bill's own date
  amount bigint not null check (amount >= 0),  -- 0 until the bill itself is known
  cancelled boolean not null default false,
  primary key (person_id, account_id, external_id)
);

create table payment (
  person_id bigint not null,
  account_id bigint not null,
  external_id text not null,
  obligation text,
  amount bigint not null check (amount >= 0),
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  reversed_at timestamptz,
  primary key (person_id, account_id, external_id)
);

create table collection_case (
  person_id bigint not null,
  id bigint generated always as identity,
  account_id bigint not null,
  number int not null,
  state text not null,
  stage text,
  snapshot jsonb not null,
  epoch int not null default 0,
  version int not null default 0,
  strategy text not null,
  strategy_hash text not null,
  arm text,
  opened_on date not null,
  opened_at timestamptz not null,
  closed_on date,
  closed_at timestamptz,
  close_reason text,
  next_review_at timestamptz,
  primary key (person_id, id),
  unique (person_id, account_id, number)
) with (fillfactor = 80);
create unique index case_one_open on collection_case (person_id, account_id) where closed_on is null;
create index case_due on collection_case (next_review_at, person_id) where next_review_at is not null;
create index case_id on collection_case (id);
create index case_unwatched on collection_case (id) where closed_on is null and next_review_at is null; -- the stuck alarm

create table fact (
  person_id bigint not null,
  id bigint generated always as identity,
  account_id bigint,
  kind text not null,
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  source text not null,
  key text not null,
  body jsonb not null,                      -- without personal values; sealed ids in their place
  digest bytea not null,                    -- of the body as it came, salted where it had personal values
  hash bytea not null,                      -- chain per account, per person for facts of persons
  primary key (person_id, id),
  unique (person_id, source, key)
);

create table contact (
  person_id bigint not null,
  id bigint generated always as identity,
  case_id bigint,
  account_id bigint,
  accounts bigint[] not null default '{}',
  point_id bigint,
  number_id bigint,
  household_id bigint,
  channel text not null,
  direction text not null default 'out',
  role text not null default 'debtor',
  place text not null default 'home',
  purpose text not null default 'collect',
  creditor text not null,
  collector text not null,
  stage text,
  step text,
  episode date,
  attempt int,
  mandatory boolean not null default false,
  due_on date,
  dpd int,
  template text,
  duration_minutes int not null default 0,
  epoch int not null default 0,
  state text not null,
  not_before timestamptz,
  expires_at timestamptz,
  ring int not null default 0,
  tries int not null default 0,
  client_ref uuid not null default gen_random_uuid(),
  lease_token uuid,
  lease_until timestamptz,                  -- machine time
  agent text,
  at timestamptz,                           -- business time of the contact itself
  outcome text not null default 'pending',
  disposition text,
  provider_ref text,
  provider_code text,
  segments int,
  rendered_sealed bigint,
  asked_at timestamptz[] not null default '{}',  -- when the provider was asked about an unknown send
  reasons jsonb not null default '[]',
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (person_id, id)
) with (fillfactor = 75);
create unique index contact_once on contact (person_id, case_id, episode, step, attempt)
  where case_id is not null and state not in ('cancelled', 'expired', 'denied');
create unique index contact_ref on contact (client_ref);
create index contact_id on contact (id);
create index contact_created on contact using brin (created_at); -- metrics of the last day
create index contact_planned on contact (not_before, person_id) where state = 'planned';
create index contact_in_hand on contact (state, changed_at) where state in ('queued', 'sending', 'unknown');
create index contact_expiring on contact (expires_at) where state in ('planned', 'queued');
create index contact_number on contact (number_id) where state not in ('cancelled', 'expired', 'denied');
create index contact_household on contact (household_id) where household_id is not null and state not in ('cancelled', 'expired', 'denied');

create table decision (
  person_id bigint not null,
  id bigint generated always as identity,
  account_id bigint not null,
  case_id bigint not null,
  contact_id bigint,
  at timestamptz not null,
  kind text not null,
  from_state text not null,
  to_state text not null,
  step text,
  strategy_hash text not null,
  config_id bigint not null,
  tzdata text not null,
  reasons jsonb not null,
  primary key (person_id, id)
);
create index decision_at on decision using brin (at);

create table hold (
  person_id bigint not null,
  id bigint generated always as identity,
  kind text not null,                       -- hold | dispute | cease | optout
  external_id text not null,
  reason text,
  account_id bigint,
  point_id bigint,
  number_id bigint,
  channel text,
  from_at timestamptz not null,
  until_on date,
  lifted_at timestamptz,
  outcome text,
  placed boolean not null default true,     -- false while only its end is known
  primary key (person_id, id)
);
create unique index hold_once on hold (person_id, kind, external_id, coalesce(account_id, 0), coalesce(number_id, 0), coalesce(channel, ''));
create index hold_number on hold (number_id) where number_id is not null;

create table evidence (
  person_id bigint not null,
  id bigint generated always as identity,
  key text not null,
  account_id bigint,
  point_id bigint,
  agent text,
  value jsonb not null,
  at timestamptz not null,
  until_at timestamptz,
  primary key (person_id, id)
);
create index evidence_agent on evidence (agent, key) where agent is not null;

create table promise (
  person_id bigint not null,
  account_id bigint not null,
  external_id text not null,
  amount bigint not null,
  made_at timestamptz not null,
  by_on date not null,
  grace_days int not null default 0,
  cancelled boolean not null default false,
  primary key (person_id, account_id, external_id)
);

create table call_task (
  person_id bigint not null,
  contact_id bigint not null,
  case_id bigint not null,
  rank double precision not null,
  state text not null default 'open',       -- open | claimed | started | done | withdrawn
  duties jsonb not null default '[]',
  offered_at timestamptz not null,
  expires_at timestamptz not null,
  claimed_by text,
  claimed_at timestamptz,
  act_before timestamptz,                   -- machine time: dialBefore or arriveBefore
  started_at timestamptz,
  done_at timestamptz,
  withdrawn_why text,
  primary key (person_id, contact_id)
);
create index call_task_open on call_task (rank desc, contact_id) where state = 'open';
create index call_task_hand on call_task (act_before) where state = 'claimed';
create index call_task_alive on call_task (contact_id) where state in ('open', 'claimed', 'started');
create table visit_ticket (like call_task including all);

create table human_task (
  person_id bigint not null,
  id bigint generated always as identity,
  account_id bigint,
  case_id bigint,
  contact_id bigint,
  kind text not null,
  reason text not null,
  role text not null,
  due timestamptz not null,
  created_at timestamptz not null,
  claimed_by text,
  claimed_at timestamptz,
  resolved_at timestamptz,
  resolution text,
  primary key (person_id, id)
);
create index human_task_open on human_task (due) where resolved_at is null;
create index human_task_id on human_task (id);
create unique index human_task_once on human_task (person_id, kind, coalesce(case_id, 0), coalesce(contact_id, 0), md5(reason)) where resolved_at is null; -- what is asked for is another task

create table config_content (hash text primary key, kind text not null, name text not null, content jsonb not null);
create table config_version (
  id bigint generated always as identity primary key,
  hash text not null,
  content jsonb not null,                   -- the whole of schedules/, parsed
  published_at timestamptz not null,
  published_by text not null,
  note text,
  active boolean not null default false
);
create unique index config_one_active on config_version (active) where active;

create table opening_count (strategy text not null, day date not null, opened int not null default 0, primary key (strategy, day));

create table brake (
  id bigint generated always as identity primary key,
  channel text, strategy text, creditor text,   -- null = any
  why text not null,
  stopped_by text not null,
  stopped_at timestamptz not null,
  resumed_by text,
  resumed_at timestamptz
);
create index brake_on on brake (id) where resumed_at is null;

create table breaker (channel text primary key, opened_at timestamptz, retry_at timestamptz, why text);
create table rate_slot (channel text not null, hour timestamptz not null, used int not null default 0, primary key (channel, hour));

create table tick_run (tick text not null, due timestamptz not null, ran_at timestamptz, primary key (tick, due));
create table heartbeat (worker text not null, instance text not null, last_work_at timestamptz not null, detail jsonb not null default '{}', primary key (worker, instance));

create table import_run (
  id bigint generated always as identity primary key,
  kind text not null, file text not null, sha256 text,
  started_at timestamptz not null, ended_at timestamptz,
  rows bigint not null default 0, taken bigint not null default 0, same bigint not null default 0, rejected bigint not null default 0,
  forced boolean not null default false, refused text
);
create unlogged table import_staging (run_id bigint not null, line bigint not null, key text not null, fact jsonb not null, primary key (run_id, line));

create table api_key (id bigint generated always as identity primary key, name text not null unique, hash bytea not null unique, scopes text[] not null, created_at timestamptz not null, revoked_at timestamptz);
create table callback_seen (provider text not null, id text not null, at timestamptz not null, primary key (provider, id));
create table audit (id bigint generated always as identity primary key, at timestamptz not null, who text not null, what text not null, detail jsonb not null default '{}');
