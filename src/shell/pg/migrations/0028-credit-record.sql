-- What a credit bureau was told of accounts. A run that was not completed told nobody anything.
create table credit_run (
  id bigint generated always as identity primary key,
  bureau text not null,
  creditor text not null,
  by text not null,
  started_at timestamptz not null,          -- business time
  completed_at timestamptz,
  follows int not null,                     -- completed runs of the bureau and the creditor before it
  lines int not null default 0,
  withheld int not null default 0
);
create index credit_run_of on credit_run (bureau, creditor, id desc);

create table credit_record (
  id bigint generated always as identity,
  run_id bigint not null references credit_run,
  bureau text not null,
  person_id bigint not null,
  account_id bigint not null,
  as_of timestamptz not null,               -- business time of the figures
  line text not null,                       -- first, update, correction, withheld
  record jsonb not null,
  withheld jsonb,                           -- why it is not told, and from when it may be
  checked_at timestamptz,                   -- nothing that was recorded by then changes it
  primary key (person_id, id)
);
create index credit_record_of_account on credit_record (person_id, account_id, bureau, id);
create index credit_record_of_run on credit_record (run_id, id);
