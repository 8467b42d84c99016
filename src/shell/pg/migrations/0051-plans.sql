-- A repayment plan stands over the accounts of one person, and is named by the one that leads it. What the facts say of it stands here in any order; `told` and `told_as` are what the last review of a case said of it: derived, and worked out anew by every review.
create table plan (
  person_id bigint not null,
  account_id bigint not null,               -- it leads the plan
  external_id text not null,
  accounts bigint[] not null,               -- all of them, the one that leads it first
  kind text,
  by_whom text not null,                    -- debtor, lender
  rates jsonb not null,                     -- [{on, amount}], in the order of their days; empty until its schedule is told
  every text,
  proposed_at timestamptz,
  agreed_at timestamptz,
  refused_at timestamptz,
  accepted_at timestamptz,
  cancelled_at timestamptz,
  replaces text,
  told text,
  told_as jsonb,
  next_on date,                             -- the first rate that is not there, as it was last told
  id bigint generated always as identity,
  primary key (person_id, account_id, external_id)
);
create index plan_by_state on plan (told, id);
create index plan_by_next on plan ((coalesce(next_on - date '2000-01-01', 99999)::int8), id);
