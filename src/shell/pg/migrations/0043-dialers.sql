-- What is handed to a dialer together: a ranked list of calls under one name for good.
create table dialer_list (
  id bigint generated always as identity primary key,
  dialer text not null,
  day date not null,
  number int not null,
  name text not null unique,
  state text not null,                      -- gathering, filled (its calls are handed), ready (it may be out), out, empty, dropped
  made_at timestamptz not null,
  lease_token uuid not null,                -- of whoever works on it
  lease_until timestamptz,                  -- machine time
  staged text,                              -- where it stands complete, as long as nobody sees it
  body_sealed bytea,                        -- the request, as long as nobody knows whether it arrived
  key_id text,
  sha256 text,                              -- of what was handed over
  deltas int not null default 0,            -- withdrawals that were told, in order
  unique (dialer, day, number)
);
create unique index dialer_list_open on dialer_list (dialer) where state in ('gathering', 'filled', 'ready');
create index dialer_list_made on dialer_list (dialer, made_at desc);

-- A call that a dialer was handed. Its contact is being made, at no known time, until the dialer tells or its time is over.
create table dialer_entry (
  entry uuid primary key default gen_random_uuid(),
  list_id bigint not null references dialer_list,
  person_id bigint not null,
  contact_id bigint not null,
  rank int not null,
  state text not null,                      -- handed, told, not_dialled, lapsed
  handed_at timestamptz not null,
  dial_before timestamptz not null,
  report_by timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_why text,
  delta int,                                -- the withdrawal that tells of it
  delta_told_at timestamptz,
  result text,
  dialled_at timestamptz,
  told_at timestamptz,
  marks text[] not null default '{}',       -- what was not as it was to be: early, late, withdrawn, told_late
  unique (list_id, person_id, contact_id)
);
create unique index dialer_entry_handed on dialer_entry (person_id, contact_id) where state = 'handed';
create index dialer_entry_of_list on dialer_entry (list_id, rank);
create index dialer_entry_due on dialer_entry (report_by) where state = 'handed';
create index dialer_entry_untold on dialer_entry (list_id) where withdrawn_at is not null and delta_told_at is null;
