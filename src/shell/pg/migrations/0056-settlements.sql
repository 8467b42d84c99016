-- Offers to take less than what is owed, and the words on them, which come in any order. `told` is what the last review of the case said of one: derived, and worked out anew by every review.
create table settlement (
  person_id bigint not null,
  account_id bigint not null,
  external_id text not null,
  offered_at timestamptz,                  -- null = the offer itself is not known yet
  amount bigint not null,                  -- what is to be paid; 0 = discount says it
  discount float8,                         -- the share of what was past due that is forgiven
  until_on date not null,
  pay_by date,                             -- null = until_on
  rates jsonb,                             -- how many, from when, how far apart; null = all at once
  by_whom text,
  told_by text,
  grants jsonb not null default '[]',      -- what those said who may grant it
  accepted_at timestamptz,
  declined_at timestamptz,
  withdrawn_at timestamptz,
  told text,
  told_paid bigint,
  id bigint generated always as identity,
  primary key (person_id, account_id, external_id)
);
create index settlement_until on settlement (until_on, person_id);
